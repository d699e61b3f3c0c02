import { useLingui } from "@lingui/react/macro";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { messageOf } from "@/features/records/message-of.ts";
import { BarChart } from "@/ui/charts/bar-chart.tsx";
import type { ChartData } from "@/ui/charts/types.ts";
import { ErrorState } from "@/ui/feedback/error-state.tsx";
import { SkeletonLines } from "@/ui/feedback/skeleton.tsx";
import { useFormats } from "@/ui/format/format-context.tsx";
import { NamedFigure } from "@/ui/named-figure.tsx";
import type { TrafficStep } from "../generated/types.gen.ts";
import { type TrafficWindow, tenantTrafficQuery } from "./traffic.ts";
import { useMillis } from "./traffic-words.ts";
import { WindowSelect } from "./window-select.tsx";

/** What a tenant asks for, over a time that one chooses. */
export function TenantTraffic({ id }: { id: string }) {
  const { t } = useLingui();
  const [window, setWindow] = useState<TrafficWindow>("hour");
  const steps = useQuery({ ...tenantTrafficQuery(id, window), placeholderData: keepPreviousData });
  return (
    <section aria-labelledby="traffic" className="grid gap-3">
      <div className="flex flex-wrap items-center justify-between gap-2">
        <h2 id="traffic" className="font-display text-xl font-medium">{t`Requests`}</h2>
        <WindowSelect value={window} onChange={setWindow} />
      </div>
      {steps.error && !steps.data ? (
        <ErrorState title={t`The traffic could not be loaded`} onRetry={() => steps.refetch()}>
          {messageOf(steps.error)}
        </ErrorState>
      ) : steps.data ? (
        <Steps steps={steps.data} window={window} />
      ) : (
        <SkeletonLines count={5} label={t`Loading the traffic`} />
      )}
    </section>
  );
}

function Steps({ steps, window }: { steps: readonly TrafficStep[]; window: TrafficWindow }) {
  const { t } = useLingui();
  const formats = useFormats();
  const millis = useMillis();
  const sum = (of: (step: TrafficStep) => number) =>
    steps.reduce((total, step) => total + of(step), 0);
  const requests = sum(({ traffic }) => traffic.requests);
  const failed = sum(({ traffic }) => traffic.failed);
  const slowest = Math.max(0, ...steps.map(({ traffic }) => traffic.p95 ?? 0));
  const mean = requests > 0 ? sum(({ traffic }) => traffic.milliseconds) / requests : null;
  const label = (at: string) =>
    window === "hour" || window === "day" ? formats.time(at) : formats.dayShort(at);
  const data: ChartData = {
    categoryLabel: t`Time`,
    categories: steps.map(({ at }) => ({ id: at, label: label(at) })),
    series: [
      {
        id: "answered",
        label: t`Answered`,
        color: "var(--accent)",
        values: steps.map(({ traffic }) => traffic.requests - traffic.refused - traffic.failed),
      },
      {
        id: "refused",
        label: t`Refused`,
        color: "var(--warn)",
        values: steps.map(({ traffic }) => traffic.refused),
      },
      {
        id: "failed",
        label: t`Failed`,
        color: "var(--bad)",
        values: steps.map(({ traffic }) => traffic.failed),
      },
    ],
    format: formats.number,
    formatShort: formats.numberShort,
  };
  return (
    <>
      <dl className="flex flex-wrap gap-x-8 gap-y-2">
        <NamedFigure name={t`Requests`} value={formats.number(requests)} />
        <NamedFigure name={t`Failed`} value={formats.number(failed)} />
        <NamedFigure name={t`On average`} value={millis(mean)} />
        <NamedFigure name={t`95 % within, at worst`} value={slowest > 0 ? millis(slowest) : "–"} />
      </dl>
      <BarChart label={t`Requests over time`} data={data} stacked />
    </>
  );
}
