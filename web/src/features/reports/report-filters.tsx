import { useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { NOBODY, useOwnerFilterOptions } from "@/features/people/owner-options.tsx";
import { pipelinesQuery } from "@/features/pipelines/pipelines.ts";
import { useFormats } from "@/ui/format/format-context.tsx";
import { useNow } from "@/ui/format/use-now.ts";
import { Input } from "@/ui/forms/input.tsx";
import { Select } from "@/ui/forms/select.tsx";
import { DEFAULT_PERIOD, PERIODS, type Period } from "./period.ts";
import { PERIOD_WORDS } from "./period-words.ts";
import { askedBy, type ReportSearch, without } from "./report-search.ts";
import { teamsQuery } from "./teams.ts";

/** What stands for no choice. */
const ALL = "all";
/** Days of one's own instead of a period. */
const OWN = "own";

/** What the filters of reports take: the address, and a way to change it. */
export interface ReportFiltersProps {
  search: ReportSearch;
  onSearch: (search: ReportSearch) => void;
  /** The currencies that occur, the workspace's own first. */
  currencies: readonly string[];
}

/** Period, owner, team, pipeline and currency: all of them in the address. */
export function ReportFilters({ search, onSearch, currencies }: ReportFiltersProps) {
  const { t } = useLingui();
  const change = (part: Partial<ReportSearch>) => onSearch({ ...search, ...part });
  const owners = useOwnerFilterOptions("").filter(({ value }) => value !== NOBODY);
  const teams = useQuery(teamsQuery).data ?? [];
  const pipelines = useQuery(pipelinesQuery).data ?? [];
  const named = (list: readonly { id: string; name: string }[]) =>
    list.map(({ id, name }) => ({ value: id, label: name }));
  return (
    <search
      aria-label={t`What the reports are of`}
      className="flex flex-wrap items-center gap-2 border-b border-line bg-surface px-4 py-2 md:px-6"
    >
      <PeriodFilter search={search} onSearch={onSearch} />
      <Choice
        label={t`Owner`}
        everything={t`Everybody`}
        options={owners}
        value={search.owner}
        onChange={(owner) => change({ owner })}
      />
      {teams.length > 0 ? (
        <Choice
          label={t`Team`}
          everything={t`All teams`}
          options={named(teams)}
          value={search.team}
          onChange={(team) => change({ team })}
        />
      ) : null}
      {pipelines.length > 1 ? (
        <Choice
          label={t`Pipeline`}
          everything={t`All pipelines`}
          options={named(pipelines)}
          value={search.pipeline}
          onChange={(pipeline) => change({ pipeline })}
        />
      ) : null}
      {currencies.length > 1 ? (
        <Select
          aria-label={t`Currency of the charts`}
          value={search.currency ?? currencies[0] ?? null}
          options={currencies.map((code) => ({ value: code, label: code }))}
          onChange={(code) => change({ currency: code === currencies[0] ? undefined : code })}
          className="max-w-24"
        />
      ) : null}
    </search>
  );
}

function PeriodFilter({ search, onSearch }: Omit<ReportFiltersProps, "currencies">) {
  const { t, i18n } = useLingui();
  const asked = askedBy(search, useFormats().dayKey(useNow()));
  const own = search.from !== undefined;
  const rest = without(search, "period", "from", "to");
  const day = (name: "from" | "to", label: string) => (
    <Input
      type="date"
      aria-label={label}
      required
      value={asked[name]}
      min={name === "to" ? asked.from : undefined}
      max={name === "from" ? asked.to : undefined}
      onChange={({ target }) => {
        if (target.value && target.validity.valid)
          onSearch({ ...rest, from: asked.from, to: asked.to, [name]: target.value });
      }}
      className="max-w-38"
    />
  );
  return (
    <>
      <Select
        aria-label={t`Period`}
        value={own ? OWN : (search.period ?? DEFAULT_PERIOD)}
        options={[
          ...PERIODS.map((id) => ({ value: id, label: i18n._(PERIOD_WORDS[id]) })),
          { value: OWN, label: t`From and to` },
        ]}
        onChange={(id) =>
          onSearch(
            id === OWN
              ? { ...rest, from: asked.from, to: asked.to }
              : { ...rest, period: id as Period },
          )
        }
        className="max-w-40"
      />
      {own ? (
        <>
          {day("from", t`First day`)}
          {day("to", t`Last day`)}
        </>
      ) : null}
    </>
  );
}

interface ChoiceProps {
  label: string;
  everything: string;
  options: { value: string; label: string }[];
  value: string | undefined;
  onChange: (value: string | undefined) => void;
}

function Choice({ label, everything, options, value, onChange }: ChoiceProps) {
  return (
    <Select
      aria-label={label}
      value={value ?? ALL}
      options={[{ value: ALL, label: everything }, ...options]}
      onChange={(next) => onChange(next === ALL ? undefined : next)}
      className="max-w-40"
    />
  );
}
