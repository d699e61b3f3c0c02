import { plural } from "@lingui/core/macro";
import { useLingui } from "@lingui/react/macro";
import type { Counts } from "@/api/generated/types.gen.ts";
import { cx } from "@/ui/cx.ts";
import { useFormats } from "@/ui/format/format-context.tsx";

/** One number of what rows did, with its words. */
export interface Part {
  id: string;
  label: string;
  count: number;
  tone: string;
}

/** What the rows do, each in exactly one of these ways; `planned` before the import, otherwise after it. */
export function OutcomeFigures({ counts, planned }: { counts: Counts; planned: boolean }) {
  return <Figures parts={useParts(counts, planned)} />;
}

/** Numbers beside each other that add up to the rows. */
export function Figures({ parts }: { parts: readonly Part[] }) {
  const formats = useFormats();
  return (
    <dl className="grid grid-cols-2 gap-px overflow-hidden rounded-m border border-line bg-line sm:auto-cols-fr sm:grid-flow-col sm:grid-cols-none">
      {parts.map(({ id, label, count, tone }) => (
        <div
          key={id}
          className="grid content-start bg-surface px-4 py-3 max-sm:last:odd:col-span-2"
        >
          <dt className="text-sm text-ink-2">{label}</dt>
          <dd
            data-outcome={id}
            className={cx("font-display text-3xl font-medium", count === 0 ? "text-ink-3" : tone)}
          >
            {formats.number(count)}
          </dd>
        </div>
      ))}
    </dl>
  );
}

function useParts(counts: Counts, planned: boolean): Part[] {
  const { t } = useLingui();
  const merged = counts.merged ?? 0;
  const parts = [
    {
      id: "created",
      label: planned ? t`will be new` : t`new`,
      count: counts.created ?? 0,
      tone: "text-ok",
    },
    {
      id: "updated",
      label: planned ? t`will change` : t`changed`,
      count: counts.updated ?? 0,
      tone: "text-ink",
    },
    { id: "merged", label: t`add to an earlier row`, count: merged, tone: "text-ink" },
    {
      id: "unchanged",
      label: planned ? t`stay as they are` : t`as they were`,
      count: counts.unchanged ?? 0,
      tone: "text-ink",
    },
    {
      id: "rejected",
      label: planned ? t`will be rejected` : t`rejected`,
      count: counts.rejected ?? 0,
      tone: "text-bad",
    },
  ];
  return parts.filter(({ id }) => id !== "merged" || merged > 0);
}

/** The same as a sentence, for those who listen. */
export function useOutcomeText(): (counts: Counts, planned: boolean) => string {
  const { t } = useLingui();
  const formats = useFormats();
  return (counts, planned) => {
    const created = formats.number(counts.created ?? 0);
    const changed = formats.number((counts.updated ?? 0) + (counts.merged ?? 0));
    const unchanged = formats.number(counts.unchanged ?? 0);
    const rejected = formats.number(counts.rejected ?? 0);
    return planned
      ? t`Checked: ${created} will be new, ${changed} will change, ${unchanged} stay as they are, ${rejected} will be rejected.`
      : t`Imported: ${created} new, ${changed} changed, ${unchanged} as they were, ${rejected} rejected.`;
  };
}

/** What was made beside the file's own records: companies that rows named, teams, managers. */
export function MadeText({ made, planned }: { made: Counts["made"]; planned: boolean }) {
  const { t } = useLingui();
  const formats = useFormats();
  const words: Record<string, (count: number) => string> = {
    companies: (count) => plural(count, { one: "# company", other: "# companies" }),
    teams: (count) => plural(count, { one: "# team", other: "# teams" }),
    managers: (count) => plural(count, { one: "# manager", other: "# managers" }),
  };
  const parts = Object.entries(made ?? {})
    .filter(([, count]) => count > 0)
    .map(([what, count]) => words[what]?.(count) ?? `${formats.number(count)} ${what}`);
  if (parts.length === 0) return null;
  const list = formats.list(parts);
  return (
    <p className="text-ink-2">
      {planned ? t`Along the way it makes ${list}.` : t`Along the way it made ${list}.`}
    </p>
  );
}
