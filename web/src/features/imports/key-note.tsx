import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { enumerate } from "@/i18n/i18n.ts";
import { Field } from "@/ui/forms/field.tsx";
import { Select } from "@/ui/forms/select.tsx";
import { nounOf } from "./import-nouns.ts";
import { columnsOf } from "./mapping.ts";
import { Section } from "./section.tsx";
import type { ImportView } from "./use-import.ts";

const NONE = "";
const ID = "external_id";

/** By what a row finds the record that is there already: the difference between an update and a duplicate. */
export function KeyNote({
  view,
  onAssign,
}: {
  view: ImportView;
  onAssign: (column: string, field: string | null) => void;
}) {
  const { t } = useLingui();
  const { detail, mapping } = view;
  const current = columnsOf(detail, mapping, ID)[0];
  const columns = (detail.preview.columns ?? []).map(({ column }) => column);
  const choose = (column: string) => {
    if (column !== NONE) onAssign(column, ID);
    else if (current !== undefined) onAssign(current, null);
  };
  return (
    <Section title={t`How records are found again`} note={<Others view={view} />}>
      <div className="max-w-md">
        <Field
          label={t`Column with the id of the other system`}
          hint={t`A row whose id is here already updates that record instead of making another one.`}
        >
          {(control) => (
            <Select
              {...control}
              value={current ?? NONE}
              options={[
                { value: NONE, label: t`None` },
                ...columns.map((column) => ({ value: column, label: column })),
              ]}
              onChange={choose}
            />
          )}
        </Field>
      </div>
      <Keyless view={view} />
    </Section>
  );
}

/* Beside the id, a noun's own keys: the name of a company, the address of a lead. */
function Others({ view: { detail, mapping } }: { view: ImportView }) {
  const keys = (nounOf(detail.noun)?.keys ?? [])
    .filter((key) => key !== ID && columnsOf(detail, mapping, key).length > 0)
    .map((key) => detail.preview.fields?.find(({ field }) => field === key)?.label ?? key);
  const names = enumerate(keys);
  return keys.length > 0 ? <Trans>Also found by: {names}.</Trans> : null;
}

function Keyless({ view: { detail } }: { view: ImportView }) {
  const rows = detail.preview.rows_without_key ?? 0;
  if (rows === 0) return null;
  return (
    <p className="text-sm font-medium text-warn">
      <Plural
        value={rows}
        one="# row has nothing to be found by: importing the file again makes its record again."
        other="# rows have nothing to be found by: importing the file again makes their records again."
      />
    </p>
  );
}
