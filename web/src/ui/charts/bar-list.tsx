import type { ChartData } from "./types.ts";

/**
 * Lying bars, one line a category, the second series drawn inside the first: pipeline by stage with
 * its weighted part. Plain HTML, so that long names wrap and every figure is text.
 */
export function BarList({ data, colors }: { data: ChartData; colors?: readonly string[] }) {
  const [outer, inner] = data.series;
  const max = Math.max(1, ...(outer?.values.map((value) => value ?? 0) ?? []));
  return (
    <ul className="grid gap-1">
      {data.categories.map((category, index) => {
        const whole = outer?.values[index] ?? 0;
        const part = inner?.values[index] ?? null;
        const color = colors?.[index] ?? outer?.color ?? "var(--accent)";
        const line = (
          <>
            <span className="line-clamp-2 leading-tight wrap-anywhere text-ink-2">
              {category.label}
            </span>
            <span className="relative h-5 overflow-hidden rounded-s bg-sunken">
              <Bar share={whole / max} color={color} faint={part !== null} />
              {part === null ? null : <Bar share={part / max} color={color} />}
            </span>
            <span className="min-w-16 text-end">
              {data.formatShort(whole)}
              {part === null ? null : (
                <span className="block text-xs text-ink-3">{data.formatShort(part)}</span>
              )}
            </span>
          </>
        );
        const box =
          "grid min-h-9 grid-cols-[minmax(5rem,8rem)_1fr_auto] items-center gap-3 rounded-s px-1 text-sm";
        return (
          <li key={category.id}>
            {category.href ? (
              <a href={category.href} className={`${box} hover:bg-hover`}>
                {line}
              </a>
            ) : (
              <span className={box}>{line}</span>
            )}
          </li>
        );
      })}
    </ul>
  );
}

function Bar({ share, color, faint }: { share: number; color: string; faint?: boolean }) {
  return (
    <span
      aria-hidden="true"
      className="absolute inset-0 origin-left rounded-s rtl:origin-right"
      style={{
        background: color,
        opacity: faint ? 0.35 : 1,
        transform: `scaleX(${Math.max(0, Math.min(1, share))})`,
      }}
    />
  );
}
