import { t } from "@lingui/core/macro";
import type { OpenStage, PipelineFunnel } from "@/api/generated/types.gen.ts";
import { stageColor } from "@/features/pipelines/pipelines.ts";
import type { ChartData } from "@/ui/charts/types.ts";
import type { Formats } from "@/ui/format/formats.ts";
import { dealsHref } from "./behind.ts";
import { countFormats, moneyFormats, shareFormats, sumIn } from "./currencies.ts";
import { type Asked, without } from "./report-search.ts";

/** The stages of each pipeline that has open deals of a currency; of the first one, when none has. */
export function byPipeline(stages: readonly OpenStage[], currency: string) {
  const ids = [...new Set(stages.map(({ pipeline_id }) => pipeline_id))];
  const all = ids.map((pipelineId) => {
    const own = stages.filter(({ pipeline_id }) => pipeline_id === pipelineId);
    return { pipelineId, stages: own, empty: own.every(({ sums }) => !sumIn(sums, currency)) };
  });
  const used = all.filter(({ empty }) => !empty);
  return used.length > 0 ? used : all.slice(0, 1);
}

/** Open deals of one currency by stage: the whole amounts, and the weighted ones inside. */
export function pipelineChart(
  stages: readonly OpenStage[],
  currency: string,
  formats: Formats,
  asked: Partial<Asked> = {},
): ChartData {
  const always = without(asked, "from", "to");
  const values = (of: "amount" | "weighted_amount") =>
    stages.map((stage) => sumIn(stage.sums, currency)?.[of] ?? 0);
  return {
    ...moneyFormats(formats, currency),
    categoryLabel: t`Stage`,
    categories: stages.map((stage) => ({
      id: stage.stage_id,
      label: stage.name,
      href: dealsHref(always, { of: "open", stage_id: stage.stage_id, currency }),
    })),
    series: [
      {
        id: "amount",
        label: t`Open`,
        color: "color-mix(in oklch, var(--accent) 35%, transparent)",
        values: values("amount"),
      },
      {
        id: "weighted",
        label: t`Weighted`,
        color: "var(--accent)",
        values: values("weighted_amount"),
      },
    ],
  };
}

/** A colour a stage of one pipeline. */
export function stageColors(stages: readonly unknown[]): string[] {
  return stages.map((_, position) => stageColor({ kind: "open", position }));
}

/** A pipeline's funnel: its open stages, and won as the last step. */
export function funnelChart(
  funnel: PipelineFunnel,
  formats: Formats,
  asked: Partial<Asked> = {},
): ChartData {
  const behind = { of: "created", pipeline_id: funnel.pipeline_id } as const;
  return {
    ...countFormats(formats),
    categoryLabel: t`Stage`,
    categories: [
      ...funnel.stages.map((stage) => ({
        id: stage.stage_id,
        label: stage.name,
        href: dealsHref(asked, { ...behind, reached: stage.stage_id }),
      })),
      { id: "won", label: t`Won`, href: dealsHref(asked, { ...behind, state: "won" }) },
    ],
    series: [
      {
        id: "deals",
        label: t`Deals`,
        color: "var(--accent)",
        values: [...funnel.stages.map((stage) => stage.reached), funnel.won],
      },
    ],
  };
}

/** The funnel with the share of the step before, which the picture writes beside its figures. */
export function funnelTable(
  funnel: PipelineFunnel,
  formats: Formats,
  asked: Partial<Asked> = {},
): ChartData {
  const chart = funnelChart(funnel, formats, asked);
  const shares = [
    ...funnel.stages.map((stage) => stage.of_previous ?? null),
    funnel.won_of_last ?? null,
  ];
  const label = t`Of the step before`;
  const share = { id: "share", label, color: "", values: shares, ...shareFormats(formats) };
  return { ...chart, series: [...chart.series, share] };
}

/** The colours of a funnel's steps. */
export function funnelColors({ stages }: PipelineFunnel): string[] {
  return [...stageColors(stages), stageColor({ kind: "won", position: stages.length })];
}
