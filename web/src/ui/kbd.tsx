/** The keys of a shortcut, drawn as one cap, e.g. "G L". Hidden from speech: the sheet says them. */
export function Kbd({ keys }: { keys: string }) {
  return (
    <kbd
      aria-hidden="true"
      className="inline-flex h-5 items-center rounded-s border border-line bg-surface px-1 font-sans text-2xs font-medium tracking-wide text-ink-3"
    >
      {keys}
    </kbd>
  );
}
