import { useLingui } from "@lingui/react/macro";
import { useFormats } from "@/ui/format/format-context.tsx";
import type { TrafficWindow } from "./traffic.ts";

/** What a time is called. */
export function useWindowText(): (window: TrafficWindow) => string {
  const { t } = useLingui();
  const words: Record<TrafficWindow, string> = {
    hour: t`The last hour`,
    day: t`The last 24 hours`,
    month: t`The last 30 days`,
    quarter: t`The last 90 days`,
  };
  return (window) => words[window];
}

/** A duration as operators read it: whole milliseconds, a dash where nothing was measured. */
export function useMillis(): (milliseconds: number | null | undefined) => string {
  const { t } = useLingui();
  const formats = useFormats();
  return (milliseconds) => {
    if (milliseconds === null || milliseconds === undefined) return "–";
    const figure = formats.number(Math.max(1, Math.round(milliseconds)));
    return t`${figure} ms`;
  };
}
