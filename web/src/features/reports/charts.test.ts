import { describe, expect, it } from "vitest";
import type { OpenStage, PipelineFunnel, WonLost } from "@/api/generated/types.gen.ts";
import { createFormats } from "@/ui/format/formats.ts";
import { reasonsTable, winRateChart, wonLostChart } from "./closed-charts.ts";
import { currenciesOf } from "./currencies.ts";
import { byPipeline, funnelTable, pipelineChart } from "./deal-charts.ts";

const formats = createFormats({ locale: "en", timeZone: "Europe/Berlin", currency: "EUR" });
const rest = { deals: 1, without_amount: 0 };
const eur = { ...rest, currency: "EUR", amount: 500_00, weighted_amount: 100_00 };
const jpy = { ...rest, currency: "JPY", amount: 900_000, weighted_amount: 90_000 };

function stage(id: string, sums: OpenStage["sums"], pipeline = "p"): OpenStage {
  return {
    stage_id: id,
    pipeline_id: pipeline,
    name: id,
    probability: 20,
    deals: sums.length,
    sums,
  };
}

it("lists the workspace's currency first, even when it is not the first to occur", () => {
  expect(currenciesOf([[jpy], [eur, { currency: "CHF" }]], "EUR")).toEqual(["EUR", "CHF", "JPY"]);
});

describe("the open pipeline", () => {
  const stages = [stage("New", [eur, jpy]), stage("Proposal", [jpy]), stage("Empty", [])];

  it("takes the amounts of one currency and leaves the others out", () => {
    const chart = pipelineChart(stages, "JPY", formats);
    expect(chart.series.map((series) => series.values)).toEqual([
      [900_000, 900_000, 0],
      [90_000, 90_000, 0],
    ]);
    expect(chart.format(900_000)).toBe("¥900,000");
    expect(pipelineChart(stages, "EUR", formats).series[0]?.values).toEqual([500_00, 0, 0]);
  });

  it("is a chart for each pipeline that has some of the currency", () => {
    const both = [...stages, stage("Renewal", [jpy], "q"), stage("Signing", [], "q")];
    const ids = (currency: string) =>
      byPipeline(both, currency).map((one) => one.stages.map(({ stage_id }) => stage_id));
    expect(ids("JPY")).toEqual([
      ["New", "Proposal", "Empty"],
      ["Renewal", "Signing"],
    ]);
    expect(ids("EUR")).toEqual([["New", "Proposal", "Empty"]]);
    const [none] = byPipeline(both, "CHF");
    expect(none).toMatchObject({ pipelineId: "p", empty: true });
  });
});

it("ends a funnel with what was won, and says each step's share in the table", () => {
  const funnel: PipelineFunnel = {
    pipeline_id: "p",
    name: "Sales",
    deals: 10,
    open: 3,
    won: 2,
    lost: 5,
    stages: [
      { stage_id: "a", name: "New", reached: 10, of_previous: 1 },
      { stage_id: "b", name: "Proposal", reached: 4, of_previous: 0.4 },
    ],
    won_of_last: 0.5,
  };
  const [deals, share] = funnelTable(funnel, formats).series;
  expect(deals?.values).toEqual([10, 4, 2]);
  expect(share?.values).toEqual([1, 0.4, 0.5]);
  expect(share?.format?.(0.4)).toBe("40%");
});

describe("what was closed", () => {
  const none = { won: 0, lost: 0, win_rate: null, won_sums: [], lost_sums: [] };
  const some = { won: 1, lost: 1, win_rate: 0.5, won_sums: [eur], lost_sums: [jpy] };
  const month = (from: string, outcome: typeof none | typeof some) => ({
    days: { from, to: from },
    outcome,
  });
  const figures: WonLost = {
    months: [month("2026-10-01", none), month("2026-11-01", some)],
    total: some,
    lost_reasons: [{ reason: "Price", deals: 2, sums: [jpy, eur] }],
  };

  it("shows no win rate, rather than 0 %, for a month in which nothing was closed", () => {
    expect(winRateChart(figures, formats).series[0]?.values).toEqual([null, 0.5]);
  });

  it("sets won and lost of one currency side by side", () => {
    const [won, lost] = wonLostChart(figures, "EUR", formats).series;
    expect(won?.values).toEqual([0, 500_00]);
    expect(lost?.values).toEqual([0, 0]);
  });

  it("gives each currency of the lost reasons a column of its own", () => {
    const { series } = reasonsTable(figures.lost_reasons, formats);
    expect(series.map((one) => one.id)).toEqual(["deals", "EUR", "JPY"]);
    expect(series[2]?.format?.(900_000)).toBe("¥900,000");
  });
});
