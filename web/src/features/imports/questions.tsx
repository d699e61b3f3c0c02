import { Trans, useLingui } from "@lingui/react/macro";
import { type ReactNode, useId } from "react";
import type { DateOrder, DecimalMark, Question } from "@/api/generated/types.gen.ts";
import { useFormats } from "@/ui/format/format-context.tsx";
import { DATE_ORDERS, DECIMAL_MARKS, readDate, readNumber, telling } from "./readings.ts";
import type { ImportView } from "./use-import.ts";
import { MARK_WORDS, ORDER_WORDS } from "./words.ts";

/** What the file does not show by itself: asked with its own values, each read in every way. */
export function Questions({ view }: { view: ImportView }) {
  const questions = view.detail.preview.questions ?? [];
  const dates = questions.filter(({ code }) => code === "date_order_ambiguous");
  const numbers = questions.filter(({ code }) => code === "decimal_mark_ambiguous");
  return (
    <>
      {dates.length > 0 && !view.mapping.date_order ? (
        <DateQuestion view={view} asked={dates} />
      ) : null}
      {numbers.length > 0 && !view.mapping.decimal_mark ? (
        <NumberQuestion view={view} asked={numbers} />
      ) : null}
    </>
  );
}

function DateQuestion({ view, asked }: { view: ImportView; asked: readonly Question[] }) {
  const { t, i18n } = useLingui();
  const formats = useFormats();
  const samples = telling(samplesOf(view, asked), DATE_ORDERS, readDate);
  const columns = formats.list(namesOf(asked));
  const show = (sample: string, order: DateOrder) => {
    const day = readDate(sample, order);
    return day ? formats.date(day) : null;
  };
  return (
    <Ask
      title={t`In which order do the dates stand?`}
      about={<Trans>The dates of {columns} can be read in more than one way.</Trans>}
      options={DATE_ORDERS.map((order) => ({
        value: order,
        label: i18n._(ORDER_WORDS[order]),
        readings: samples.map((sample) => ({ sample, reads: show(sample, order) })),
      }))}
      onChange={(date_order: DateOrder) => view.save({ date_order })}
    />
  );
}

function NumberQuestion({ view, asked }: { view: ImportView; asked: readonly Question[] }) {
  const { t, i18n } = useLingui();
  const formats = useFormats();
  const samples = telling(samplesOf(view, asked), DECIMAL_MARKS, readNumber);
  const columns = formats.list(namesOf(asked));
  const show = (sample: string, mark: DecimalMark) => {
    const number = readNumber(sample, mark);
    return number === null ? null : formats.number(number);
  };
  return (
    <Ask
      title={t`How are the decimals written?`}
      about={<Trans>The numbers of {columns} can be read in more than one way.</Trans>}
      options={DECIMAL_MARKS.map((mark) => ({
        value: mark,
        label: i18n._(MARK_WORDS[mark]),
        readings: samples.map((sample) => ({ sample, reads: show(sample, mark) })),
      }))}
      onChange={(decimal_mark: DecimalMark) => view.save({ decimal_mark })}
    />
  );
}

function samplesOf({ detail }: ImportView, asked: readonly Question[]): string[] {
  const names = asked.map(({ column }) => column);
  const columns = (detail.preview.columns ?? []).filter(({ column }) => names.includes(column));
  return [...new Set(columns.flatMap(({ samples }) => samples))];
}

function namesOf(asked: readonly Question[]): string[] {
  return asked.map(({ column }) => column ?? "");
}

interface Option<Value> {
  value: Value;
  label: string;
  readings: { sample: string; reads: string | null }[];
}

function Ask<Value extends string>({
  title,
  about,
  options,
  onChange,
}: {
  title: string;
  about: ReactNode;
  options: readonly Option<Value>[];
  onChange: (value: Value) => void;
}) {
  const { t } = useLingui();
  const name = useId();
  return (
    <fieldset className="grid gap-2 rounded-m border border-mark bg-mark-soft p-4">
      <legend className="sr-only">{title}</legend>
      <p aria-hidden="true" className="font-display text-lg font-medium">
        {title}
      </p>
      <p className="text-sm text-ink-2">{about}</p>
      <div className="grid gap-2 sm:grid-cols-2 lg:grid-cols-3">
        {options.map((option) => (
          <label
            key={option.value}
            className="flex cursor-pointer items-start gap-2.5 rounded-m bg-surface p-3 hover:bg-hover"
          >
            <input
              type="radio"
              name={name}
              value={option.value}
              onChange={() => onChange(option.value)}
              className="mt-0.5 size-4 shrink-0 accent-(--accent)"
            />
            <span className="grid gap-0.5 text-sm">
              <span className="font-medium">{option.label}</span>
              {option.readings.map(({ sample, reads }) => (
                <span key={sample} className={reads ? "text-ink-2" : "text-bad"}>
                  <bdi>{sample}</bdi> = {reads ?? t`cannot be read so`}
                </span>
              ))}
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
