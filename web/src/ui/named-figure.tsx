/** A large figure under its name; several of them stand in a `dl`. */
export function NamedFigure({ name, value }: { name: string; value: string }) {
  return (
    <div>
      <dt className="text-sm text-ink-2">{name}</dt>
      <dd className="font-display text-xl tabular-nums">{value}</dd>
    </div>
  );
}
