/** A line without axes for a trend beside its figure; its end is marked. Decorative: the figure says it. */
export function Sparkline({
  values,
  className = "h-10 w-full",
}: {
  values: readonly number[];
  className?: string;
}) {
  if (values.length < 2) return null;
  const min = Math.min(...values);
  const span = Math.max(...values) - min || 1;
  const x = (index: number) => (index / (values.length - 1)) * 100;
  const y = (value: number) => 92 - ((value - min) / span) * 84;
  const points = values.map((value, index) => `${x(index).toFixed(2)},${y(value).toFixed(2)}`);
  return (
    <span aria-hidden="true" dir="ltr" className={`relative block ${className}`}>
      <svg
        viewBox="0 0 100 100"
        preserveAspectRatio="none"
        className="h-full w-full overflow-visible"
      >
        <polyline
          points={points.join(" ")}
          fill="none"
          stroke="var(--accent)"
          strokeWidth="1.75"
          strokeLinejoin="round"
          vectorEffect="non-scaling-stroke"
        />
      </svg>
      <span
        className="absolute end-0 size-1.75 translate-x-1/2 -translate-y-1/2 rounded-full bg-mark"
        style={{ top: `${y(values.at(-1) ?? 0)}%` }}
      />
    </span>
  );
}
