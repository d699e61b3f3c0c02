import { useFormats } from "../format/format-context.tsx";
import type { ChartData } from "./types.ts";

const STEP_PX = 44;

/** A funnel: how many came to each step, and which share of the step before. First series only. */
export function FunnelChart({
  label,
  data,
  colors,
}: {
  label: string;
  data: ChartData;
  colors?: readonly string[];
}) {
  const formats = useFormats();
  const values = data.series[0]?.values.map((value) => value ?? 0) ?? [];
  const max = Math.max(1, ...values);
  return (
    <ol aria-label={label} className="grid">
      {data.categories.map((category, index) => {
        const value = values[index] ?? 0;
        const before = values[index - 1];
        const rate = before ? value / before : null;
        const next = values[index + 1];
        return (
          <li
            key={category.id}
            className="grid grid-cols-[minmax(5rem,8rem)_1fr_5.5rem] items-center gap-3 text-sm"
            style={{ height: STEP_PX }}
          >
            {category.href ? (
              <a
                href={category.href}
                className="truncate text-ink-2 underline-offset-2 hover:text-ink hover:underline"
              >
                {category.label}
              </a>
            ) : (
              <span className="truncate text-ink-2">{category.label}</span>
            )}
            <Step
              value={value / max}
              next={next === undefined ? null : next / max}
              color={colors?.[index] ?? data.series[0]?.color ?? "var(--accent)"}
            />
            <span className="text-end">
              <b className="font-semibold">
                <bdi>{data.format(value)}</bdi>
              </b>
              {rate === null ? null : (
                <bdi className="ms-1.5 text-xs text-ink-3">{formats.percent(rate)}</bdi>
              )}
            </span>
          </li>
        );
      })}
    </ol>
  );
}

/* A band that narrows towards the next step; the picture of the figure beside it. */
function Step({ value, next, color }: { value: number; next: number | null; color: string }) {
  const left = (share: number) => 50 - share * 50;
  const right = (share: number) => 50 + share * 50;
  return (
    <svg
      viewBox="0 0 100 44"
      preserveAspectRatio="none"
      className="h-full w-full"
      aria-hidden="true"
    >
      {next === null ? null : (
        <path
          d={`M${left(value)} 24H${right(value)}L${right(next)} 44H${left(next)}Z`}
          fill={color}
          fillOpacity=".22"
        />
      )}
      <path d={`M${left(value)} 2H${right(value)}V24H${left(value)}Z`} fill={color} />
    </svg>
  );
}
