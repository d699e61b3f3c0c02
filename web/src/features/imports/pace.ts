import { useState } from "react";

/** How far work was at a moment. */
export interface Sample {
  /** Milliseconds. */
  at: number;
  /** Rows behind it. */
  behind: number;
}

/** How fast work goes, and for how long still if it goes on like that. */
export interface Pace {
  /** Rows a second. */
  rate: number;
  /** Seconds. */
  left: number;
}

/** What is older says little of how fast it goes now: a run that waited in the queue or stood still goes on anew. */
const WINDOW = 15_000;
/** Two readings closer than this make a rate that jumps. */
const APART = 1_500;

/** The samples that still count, with one more; work that began again begins its samples again. */
export function sampled(samples: readonly Sample[], sample: Sample): Sample[] {
  const last = samples.at(-1);
  if (last && sample.behind < last.behind) return [sample];
  return [...samples.filter(({ at }) => at > sample.at - WINDOW), sample];
}

/** The pace between the first and the last of these samples, as soon as they say one. */
export function paceOf(samples: readonly Sample[], rows: number): Pace | undefined {
  const [first, last] = [samples[0], samples.at(-1)];
  if (!first || !last || last.at - first.at < APART || last.behind <= first.behind) return;
  const rate = ((last.behind - first.behind) * 1000) / (last.at - first.at);
  return { rate, left: Math.max(0, rows - last.behind) / rate };
}

/** The pace of work that is watched from now on, from what is read of it time after time. */
export function usePace(reading: Sample, rows: number): Pace | undefined {
  const [samples, setSamples] = useState([reading]);
  if (samples.at(-1)?.at !== reading.at) setSamples(sampled(samples, reading));
  return paceOf(samples, rows);
}
