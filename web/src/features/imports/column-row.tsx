import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { ArrowRight } from "lucide-react";
import type { PreviewColumn, PreviewField } from "@/api/generated/types.gen.ts";
import { useFormats } from "@/ui/format/format-context.tsx";
import type { Formats } from "@/ui/format/formats.ts";
import { Select, type SelectOption } from "@/ui/forms/select.tsx";
import { columnsOf, takesMany } from "./mapping.ts";
import { readDate } from "./readings.ts";
import type { ImportView } from "./use-import.ts";
import { MARK_WORDS, ORDER_WORDS } from "./words.ts";

/** The value of the choice that imports nothing of a column. */
const NOTHING = "";

/** One column of the file: its heading and first values, and the field that it fills. */
export function ColumnRow({
  view,
  column,
  onAssign,
}: {
  view: ImportView;
  column: PreviewColumn;
  onAssign: (field: string | null) => void;
}) {
  const { t } = useLingui();
  const field = view.mapping.columns?.[column.column] ?? null;
  const options = useFieldOptions(view, column.column);
  const known = view.detail.preview.fields?.find((candidate) => candidate.field === field);
  return (
    <li className="grid items-start gap-x-3 gap-y-1 border-b border-line py-2.5 md:grid-cols-[minmax(0,1fr)_auto_minmax(0,17rem)]">
      <div className="min-w-0">
        <p className="font-medium break-words">
          <bdi>{column.column}</bdi>
        </p>
        <Samples column={column} rows={view.detail.preview.rows ?? 0} />
      </div>
      <ArrowRight
        aria-hidden="true"
        className="mt-2.5 size-4 text-ink-3 max-md:hidden rtl:rotate-180"
      />
      <div className="grid min-w-0 gap-1">
        <Select
          aria-label={t`What ${column.column} fills`}
          value={field ?? NOTHING}
          options={options}
          onChange={(next) => onAssign(next === NOTHING ? null : next)}
          className={field ? undefined : "text-ink-3"}
        />
        {known ? <Reading view={view} column={column} field={known} /> : null}
      </div>
    </li>
  );
}

function useFieldOptions({ detail, mapping }: ImportView, column: string): SelectOption[] {
  const { t } = useLingui();
  const fields = (detail.preview.fields ?? []).map((field) => {
    const other = takesMany(detail.noun, field)
      ? undefined
      : columnsOf(detail, mapping, field.field).find((one) => one !== column);
    const name = field.required ? t`${field.label} (required)` : field.label;
    return { value: field.field, label: other ? t`${name}, now from ${other}` : name };
  });
  return [{ value: NOTHING, label: t`Do not import` }, ...fields];
}

function Samples({ column, rows }: { column: PreviewColumn; rows: number }) {
  return (
    <p className="text-sm text-ink-2">
      {column.samples.length > 0 ? (
        <bdi className="line-clamp-2 break-words">{column.samples.join(" · ")}</bdi>
      ) : (
        <Trans>Empty in every row</Trans>
      )}
      {column.filled > 0 && column.filled < rows ? (
        <span className="text-ink-3">
          <Trans>
            filled in <Plural value={column.filled} one="# row" other="# rows" />
          </Trans>
        </span>
      ) : null}
    </p>
  );
}

const SCALES = [1, 1_000, 1_000_000, 1_000_000_000];

/* How the column's values are read, as far as that is a question: dates, and amounts in thousands or millions. */
function Reading({
  view,
  column,
  field,
}: {
  view: ImportView;
  column: PreviewColumn;
  field: PreviewField;
}) {
  const { t, i18n } = useLingui();
  const formats = useFormats();
  if (field.takes === "date" || field.takes === "instant") {
    const order = view.mapping.date_order ?? column.date_order;
    const example = order ? dateExample(column, order, formats) : null;
    if (!order) return null;
    return <p className="text-xs text-ink-2">{example ?? i18n._(ORDER_WORDS[order])}</p>;
  }
  if (field.takes !== "amount" && field.takes !== "number") return null;
  const mark = view.mapping.decimal_mark ?? column.decimal_mark;
  const scale = view.mapping.scales?.[column.column] ?? 1;
  return (
    <>
      {mark === "comma" ? <p className="text-xs text-ink-2">{i18n._(MARK_WORDS[mark])}</p> : null}
      {field.takes === "amount" || scale !== 1 ? (
        <Select
          aria-label={t`What ${column.column} is counted in`}
          value={String(scale)}
          options={SCALES.map((value) => ({
            value: String(value),
            label: value === 1 ? t`Full amounts` : t`In units of ${formats.number(value)}`,
          }))}
          onChange={(next) => view.save({ scales: { [column.column]: Number(next) } })}
          className="h-7 text-sm"
        />
      ) : null}
    </>
  );
}

function dateExample(
  column: PreviewColumn,
  order: Parameters<typeof readDate>[1],
  formats: Formats,
): string | null {
  const sample = column.samples.find((text) => readDate(text, order) !== null);
  const day = sample ? readDate(sample, order) : null;
  return sample && day ? `${sample} = ${formats.date(day)}` : null;
}
