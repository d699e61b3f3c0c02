import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { enumerate } from "@/i18n/i18n.ts";
import { buttonClass } from "@/ui/button.tsx";
import { Notice } from "@/ui/feedback/notice.tsx";
import { useFormats } from "@/ui/format/format-context.tsx";
import { ChoiceMatches } from "./choice-matches.tsx";
import { ColumnRow } from "./column-row.tsx";
import { importHref } from "./import-steps.ts";
import { KeyNote } from "./key-note.tsx";
import { assignField, leftOut, missingFields } from "./mapping.ts";
import { Questions } from "./questions.tsx";
import { Section, StepFooter } from "./section.tsx";
import { Settings } from "./settings.tsx";
import { SheetChoice } from "./sheet-choice.tsx";
import type { ImportView } from "./use-import.ts";

/** The second step: what each column fills, and whatever only a person can know about the file. */
export function ColumnsStep({ view }: { view: ImportView }) {
  const { t } = useLingui();
  const { detail, mapping } = view;
  const [freed, setFreed] = useState<string[]>([]);
  const columns = detail.preview.columns ?? [];
  const assign = (column: string, field: string | null) => {
    const change = assignField(detail, mapping, column, field);
    setFreed(change.freed);
    view.save(change.patch);
  };
  return (
    <>
      <SheetChoice view={view} />
      <Missing view={view} />
      <Questions view={view} />
      <Section title={t`What each column fills`}>
        <div role="status" className="empty:hidden">
          {freed.length > 0 ? (
            <Notice>
              <Trans>
                {enumerate(freed)} is no longer imported: a field takes one column only.
              </Trans>
            </Notice>
          ) : null}
        </div>
        <ul className="grid border-t border-line">
          {columns.map((column) => (
            <ColumnRow
              key={column.column}
              view={view}
              column={column}
              onAssign={(field) => assign(column.column, field)}
            />
          ))}
        </ul>
      </Section>
      <ChoiceMatches view={view} />
      <KeyNote view={view} onAssign={assign} />
      <Settings view={view} />
      <Footer view={view} />
    </>
  );
}

function Missing({ view: { detail, mapping } }: { view: ImportView }) {
  const missing = missingFields(detail, mapping);
  if (missing.length === 0) return null;
  const names = enumerate(missing.map(({ label }) => label));
  return (
    <Notice tone="bad">
      <Trans>
        No column fills {names}. Choose below which one does; without it there is nothing to import.
      </Trans>
    </Notice>
  );
}

function Footer({ view }: { view: ImportView }) {
  const { t } = useLingui();
  const formats = useFormats();
  const { detail, mapping } = view;
  const all = detail.preview.columns?.length ?? 0;
  const out = leftOut(detail, mapping).length;
  const filled = Object.values(mapping.columns ?? {}).filter((field) => field !== null).length;
  const open = (detail.preview.questions ?? []).length;
  const ready = open === 0 && !view.saving;
  const [taken, total] = [formats.number(filled), formats.number(all)];
  return (
    <StepFooter
      summary={
        <>
          <Trans>
            {taken} of {total} columns are imported.
          </Trans>{" "}
          {out > 0 ? (
            <Plural
              value={out}
              one="# that holds something is left out."
              other="# that hold something are left out."
            />
          ) : null}
          {open > 0 ? (
            <b className="font-semibold text-bad">
              {" "}
              <Plural
                value={open}
                one="# thing is still to be said above."
                other="# things are still to be said above."
              />
            </b>
          ) : null}
        </>
      }
    >
      {ready ? (
        <a href={importHref(detail.id, "check")} className={buttonClass("primary")}>
          {t`Check the file`}
        </a>
      ) : (
        <button
          type="button"
          aria-disabled="true"
          aria-busy={view.saving}
          className={buttonClass("primary")}
        >
          {view.saving ? t`Reading the file…` : t`Check the file`}
        </button>
      )}
    </StepFooter>
  );
}
