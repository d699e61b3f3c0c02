import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import type { ChoiceMatch } from "@/api/generated/types.gen.ts";
import { pipelinesQuery, stageColor } from "@/features/pipelines/pipelines.ts";
import { Swatch } from "@/ui/chip.tsx";
import { Select, type SelectOption } from "@/ui/forms/select.tsx";
import { choiceLabel, choicesOf } from "./choices.ts";
import { Section } from "./section.tsx";
import type { ImportView } from "./use-import.ts";

/** What the stages, statuses and roles of the file are taken for, each to be set right. */
export function ChoiceMatches({ view }: { view: ImportView }) {
  const { t } = useLingui();
  const choices = view.detail.preview.choices ?? [];
  if (choices.length === 0) return null;
  return (
    <Section
      title={t`What its values stand for`}
      note={
        <Trans>Other systems have other stages and statuses. Say which of yours each one is.</Trans>
      }
    >
      <ul className="grid border-t border-line">
        {choices.map((choice) => (
          <ChoiceRow key={`${choice.field} ${choice.from}`} view={view} choice={choice} />
        ))}
      </ul>
    </Section>
  );
}

function ChoiceRow({ view, choice }: { view: ImportView; choice: ChoiceMatch }) {
  const { t } = useLingui();
  const options = useOptions(view, choice.field);
  const said = view.mapping.values?.[choice.field]?.[choice.from];
  const label = view.detail.preview.fields?.find(({ field }) => field === choice.field)?.label;
  // A value is confirmed by what it is called in the file; the server may know it by another name.
  const to = options.some(({ value }) => value === said) ? said : choice.to;
  return (
    <li className="grid items-center gap-x-3 gap-y-1 border-b border-line py-2 sm:grid-cols-[minmax(0,1fr)_minmax(0,17rem)]">
      <p className="min-w-0">
        <bdi className="font-medium">{choice.from}</bdi>{" "}
        <span className="text-sm text-ink-2">
          {label}, <Plural value={choice.rows} one="# row" other="# rows" />
        </span>
      </p>
      <div className="grid gap-1">
        <Select
          aria-label={t`What ${choice.from} stands for`}
          value={to ?? null}
          options={options}
          placeholder={t`Choose…`}
          aria-invalid={to ? undefined : true}
          onChange={(next) => view.save({ values: { [choice.field]: { [choice.from]: next } } })}
        />
        {to ? null : (
          <p className="text-xs font-medium text-bad">
            <Plural
              value={choice.rows}
              one="Until then its row is rejected."
              other="Until then its # rows are rejected."
            />
          </p>
        )}
      </div>
    </li>
  );
}

function useOptions({ detail, mapping }: ImportView, field: string): SelectOption[] {
  const { i18n } = useLingui();
  const pipelines = useQuery({ ...pipelinesQuery, enabled: field === "stage" }).data ?? [];
  if (field === "stage") {
    const pipeline = pipelines.find(({ id }) => id === mapping.pipeline_id) ?? pipelines[0];
    return (pipeline?.stages ?? []).map((stage) => ({
      value: stage.name,
      label: stage.name,
      before: <Swatch color={stageColor(stage)} />,
    }));
  }
  return choicesOf(detail.noun, field).map((value) => ({
    value,
    label: choiceLabel(i18n, value),
  }));
}
