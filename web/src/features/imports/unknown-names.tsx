import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import type { UnknownName } from "@/api/generated/types.gen.ts";
import { finder } from "@/features/deals/find-records.ts";
import { usePeople } from "@/features/people/people.ts";
import { Button } from "@/ui/button.tsx";
import { Checkbox } from "@/ui/forms/checkbox.tsx";
import { type RecordOption, RecordPicker } from "@/ui/forms/record-picker.tsx";
import { CREATABLE } from "./mapping.ts";
import { Section } from "./section.tsx";
import type { ImportView } from "./use-import.ts";

const SHOWN_FIRST = 10;

/** Names in the file that no record has: each can be said to mean one that is there; companies can be made. */
export function UnknownNames({ view }: { view: ImportView }) {
  const { t } = useLingui();
  const { detail, mapping } = view;
  const near = new Set(
    (detail.preview.near_matches ?? []).map(({ field, from }) => `${field} ${from}`),
  );
  const names = (detail.preview.unknown ?? []).filter(
    ({ field, name }) =>
      !near.has(`${field} ${name}`) && mapping.values?.[field]?.[name] === undefined,
  );
  const fields = [...new Set(names.map(({ field }) => field))];
  if (fields.length === 0) return null;
  return (
    <Section
      title={t`Names that are not here`}
      note={
        <Trans>Say which record each one means, or leave it: its rows are then not imported.</Trans>
      }
    >
      {fields.map((field) => (
        <NamesOfField
          key={field}
          view={view}
          field={field}
          names={names.filter((name) => name.field === field)}
        />
      ))}
    </Section>
  );
}

function NamesOfField({
  view,
  field,
  names,
}: {
  view: ImportView;
  field: string;
  names: readonly UnknownName[];
}) {
  const { t } = useLingui();
  const [all, setAll] = useState(false);
  const label = view.detail.preview.fields?.find((known) => known.field === field)?.label ?? field;
  const create = view.mapping.create ?? [];
  const made = create.includes(field);
  const shown = all ? names : names.slice(0, SHOWN_FIRST);
  return (
    <div className="grid gap-2">
      <h3 className="text-sm font-semibold">{label}</h3>
      {CREATABLE.includes(field) ? (
        <Checkbox
          checked={made}
          onChange={() =>
            view.save({ create: made ? create.filter((one) => one !== field) : [...create, field] })
          }
          label={
            <Plural value={names.length} one="Make this company" other="Make these # companies" />
          }
        />
      ) : null}
      {made ? null : (
        <ul className="grid border-t border-line">
          {shown.map((name) => (
            <NameRow key={name.name} view={view} name={name} />
          ))}
        </ul>
      )}
      {!made && shown.length < names.length ? (
        <div>
          <Button size="sm" onClick={() => setAll(true)}>{t`Show all ${names.length}`}</Button>
        </div>
      ) : null}
    </div>
  );
}

function NameRow({ view, name }: { view: ImportView; name: UnknownName }) {
  const { t } = useLingui();
  const find = useFinder(name.field);
  const choose = (option: RecordOption | null) => {
    if (option) view.save({ values: { [name.field]: { [name.name]: option.label } } });
  };
  return (
    <li className="grid items-center gap-x-3 gap-y-1 border-b border-line py-2 sm:grid-cols-[minmax(0,1fr)_minmax(0,17rem)]">
      <p className="min-w-0 break-words">
        <bdi className="font-medium">{name.name}</bdi>{" "}
        <span className="text-sm text-ink-2">
          <Plural value={name.rows} one="# row" other="# rows" />
        </span>
      </p>
      <RecordPicker
        value={null}
        onChange={choose}
        find={find}
        placeholder={t`Not imported; means…`}
        aria-label={t`What ${name.name} means`}
      />
    </li>
  );
}

type Find = (text: string, signal: AbortSignal) => Promise<RecordOption[]>;

const FOUND_MAX = 8;
const RECORDS: Record<string, Find> = {
  company: finder("/api/companies"),
  parent: finder("/api/companies"),
  contact: finder("/api/contacts"),
  product: finder("/api/products"),
};

/* Records by the noun that the field refers to; owners among the people, who are all here already. */
function useFinder(field: string): Find {
  const { people } = usePeople();
  return (
    RECORDS[field] ??
    (async (text) =>
      people
        .filter(({ name }) => name.toLowerCase().includes(text.trim().toLowerCase()))
        .slice(0, FOUND_MAX)
        .map(({ id, name, email }) => ({ id, label: name, detail: email })))
  );
}
