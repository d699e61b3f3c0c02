import { plural } from "@lingui/core/macro";
import { Trans, useLingui } from "@lingui/react/macro";
import type { Undo } from "@/api/generated/types.gen.ts";
import { usePeople } from "@/features/people/people.ts";
import { TRASH_NOUNS, trashHref } from "@/features/trash/trash-search.ts";
import { buttonClass } from "@/ui/button.tsx";
import { MomentText, useFormats } from "@/ui/format/format-context.tsx";
import type { ImportDetail } from "./imports.ts";
import { Figures } from "./outcome.tsx";
import { RowProgress } from "./run-progress.tsx";
import { StayedRows } from "./stayed-rows.tsx";
import type { ImportView } from "./use-import.ts";
import { trashedWords } from "./words.ts";

/** How far an undo is. */
export function UndoProgress({ view: { detail, readAt } }: { view: ImportView }) {
  const { t } = useLingui();
  const { position = 0, rows = 0 } = detail.undo ?? {};
  return (
    <div className="grid gap-3">
      <RowProgress
        label={t`Undoing…`}
        at={readAt}
        behind={position}
        rows={rows}
        first={t`Finding out what has changed since…`}
      />
      <p className="text-sm text-ink-2">
        <Trans>
          You need not wait: the undo goes on when you leave, and its result is kept under “Earlier
          imports”.
        </Trans>
      </p>
    </div>
  );
}

/** What an undo did, and what it left as it was. */
export function UndoneResult({ detail }: { detail: ImportDetail }) {
  const { t } = useLingui();
  const undo = detail.undo ?? {};
  const stays = (undo.changed ?? 0) + (undo.kept ?? 0);
  const noun = TRASH_NOUNS.find((known) => (undo.trashed?.[known] ?? 0) > 0);
  return (
    <>
      <section aria-label={t`What the undo did`} className="grid gap-3">
        <h2 className="font-display text-2xl font-medium">{t`It is undone`}</h2>
        <Numbers undo={undo} />
        <Done detail={detail} undo={undo} />
        <div className="flex flex-wrap gap-2">
          {noun ? (
            <a href={trashHref({ noun, by: "me" })} className={buttonClass()}>
              {t`Look into the trash`}
            </a>
          ) : null}
          <a href="/imports" className={buttonClass("primary")}>{t`Import another file`}</a>
        </div>
      </section>
      {stays > 0 ? <StayedRows detail={detail} /> : null}
    </>
  );
}

function Numbers({ undo }: { undo: Undo }) {
  const { t } = useLingui();
  const { undone = 0, changed = 0, kept = 0 } = undo;
  return (
    <Figures
      parts={[
        { id: "undone", label: t`rows undone`, count: undone, tone: "text-ok" },
        { id: "changed", label: t`changed since, and kept`, count: changed, tone: "text-ink" },
        { id: "kept", label: t`kept for another reason`, count: kept, tone: "text-ink" },
      ]}
    />
  );
}

function Done({ detail, undo }: { detail: ImportDetail; undo: Undo }) {
  const { t } = useLingui();
  const formats = useFormats();
  const people = usePeople();
  const trashed = formats.list(trashedWords(detail.noun, undo.trashed));
  const restored = undo.restored ?? 0;
  const name = (detail.undone_by && people.byId.get(detail.undone_by)?.name) || t`Somebody`;
  return (
    <div className="grid gap-1 text-ink-2" role="status">
      {trashed ? (
        <p>
          <Trans>{trashed} went to the trash.</Trans>
        </p>
      ) : null}
      {restored > 0 ? (
        <p>
          {plural(restored, {
            one: "# record has its old values back.",
            other: "# records have their old values back.",
          })}
        </p>
      ) : null}
      {detail.undone_at ? (
        <p className="text-sm">
          <Trans>
            <MomentText value={detail.undone_at} />, by <bdi>{name}</bdi>
          </Trans>
        </p>
      ) : null}
    </div>
  );
}
