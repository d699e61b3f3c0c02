import { Activity, memo, useState } from "react";
import { CatchBoundary, type Fallback } from "./catch-boundary.tsx";
import type { Shown } from "./router.ts";

/** Pages that stay as they are while others are looked at: those behind the menu, and a few records. */
const KEPT_MAX = 10;

interface Kept {
  key: string;
  shown: Shown;
  used: number;
}

/**
 * The page that is shown, and behind it those that were, hidden and asleep: going back to one of them
 * draws nothing anew, and finds it scrolled as it was left.
 */
export function KeptPages({ shown, fallback }: { shown: Shown; fallback: Fallback }) {
  const [kept, setKept] = useState<readonly Kept[]>([]);
  const key = keyOf(shown);
  const current = kept.find((one) => one.key === key);
  if (current?.shown !== shown) setKept(keep(kept, { key, shown, used: nextUse(kept) }));
  else if (current.used !== nextUse(kept) - 1)
    setKept(keep(kept, { ...current, used: nextUse(kept) }));
  return kept.map((one) => (
    <Activity key={one.key} mode={one.key === key ? "visible" : "hidden"}>
      <CatchBoundary fallback={fallback} resetKey={one.shown}>
        <Page shown={one.shown} />
      </CatchBoundary>
    </Activity>
  ));
}

const Page = memo(function Page({ shown }: { shown: Shown }) {
  return <shown.Page params={shown.params} search={shown.search} />;
});

/* A list is one page whatever its filter; a record is one for each record. */
function keyOf({ route, params }: Shown): string {
  return [route.path, ...Object.values(params)].join(" ");
}

function nextUse(kept: readonly Kept[]): number {
  return Math.max(0, ...kept.map(({ used }) => used)) + 1;
}

/* In the order in which they came, so that no element moves; who was looked at longest ago goes. */
function keep(kept: readonly Kept[], now: Kept): readonly Kept[] {
  const known = kept.some(({ key }) => key === now.key);
  const all = known ? kept.map((one) => (one.key === now.key ? now : one)) : [...kept, now];
  if (all.length <= KEPT_MAX) return all;
  const oldest = all.reduce((a, b) => (b.used < a.used ? b : a));
  return all.filter((one) => one !== oldest);
}
