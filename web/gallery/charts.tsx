import { BarChart } from "@/ui/charts/bar-chart.tsx";
import { BarList } from "@/ui/charts/bar-list.tsx";
import { ChartFrame } from "@/ui/charts/chart-frame.tsx";
import { FunnelChart } from "@/ui/charts/funnel-chart.tsx";
import { LineChart } from "@/ui/charts/line-chart.tsx";
import type { ChartData } from "@/ui/charts/types.ts";
import { useFormats } from "@/ui/format/format-context.tsx";
import { Figure, PageHeader } from "@/ui/page-header.tsx";

const DAYS = Array.from(
  { length: 90 },
  (_, index) => Date.UTC(2026, 7, 22) / 1000 + index * 86_400,
);

export function ChartsStory() {
  const formats = useFormats();
  const money = {
    format: (value: number) => formats.money({ amount: value, currency: "EUR" }),
    formatShort: (value: number) => formats.moneyShort({ amount: value, currency: "EUR" }),
  };
  const count = { format: formats.number, formatShort: formats.numberShort };
  const months: ChartData = {
    ...money,
    categoryLabel: "Month",
    categories: Array.from({ length: 12 }, (_, index) => ({
      id: String(index),
      label: formats.month(new Date(Date.UTC(2025, 11 + index, 1)).toISOString()),
      href: `/pipeline?m=${index}`,
    })),
    series: [
      {
        id: "won",
        label: "Won",
        color: "var(--s-won)",
        values: [32, 41, 28, 55, 61, 48, 70, 66, 81, 77, 92, 64].map((value) => value * 1_000_000),
      },
      {
        id: "lost",
        label: "Lost",
        color: "var(--s-lost)",
        values: [20, 22, 31, 24, 30, 28, 33, 29, 38, 41, 36, 22].map((value) => value * 1_000_000),
      },
    ],
  };
  const stages = ["Qualification", "Discovery", "Proposal", "Negotiation"].map((label) => ({
    id: label,
    label,
    href: "/pipeline",
  }));
  const colors = ["var(--s-new)", "var(--s-qual)", "var(--s-prop)", "var(--s-nego)"];
  const pipeline: ChartData = {
    ...money,
    categoryLabel: "Stage",
    categories: stages,
    series: [
      {
        id: "all",
        label: "Open",
        color: "color-mix(in oklch, var(--accent) 35%, transparent)",
        values: [412e5, 986e5, 1120e5, 1690e5],
      },
      {
        id: "weighted",
        label: "Weighted",
        color: "var(--accent)",
        values: [41e5, 246e5, 560e5, 1267e5],
      },
    ],
  };
  const funnel: ChartData = {
    ...count,
    categoryLabel: "Stage",
    categories: stages,
    series: [{ id: "n", label: "Deals", color: "var(--accent)", values: [1240, 860, 410, 190] }],
  };
  const leads: ChartData = {
    ...count,
    categoryLabel: "Day",
    categories: DAYS.map((day) => ({
      id: String(day),
      label: formats.day(new Date(day * 1000).toISOString()),
    })),
    series: [
      {
        id: "leads",
        label: "Leads",
        color: "var(--accent)",
        values: DAYS.map((_, index) => Math.round(40 + 22 * Math.sin(index / 5) + index / 3)),
      },
    ],
  };
  return (
    <>
      <PageHeader
        title="Good morning, Dana"
        summary={
          <>
            <Figure>€4.21M</Figure> open, <Figure>31 %</Figure> won
          </>
        }
      />
      <div className="min-h-0 flex-1 overflow-y-auto bg-surface px-4 md:px-6">
        <div className="grid gap-x-8 divide-line lg:grid-cols-2">
          <ChartFrame
            title="Pipeline by stage"
            definition="Open deals now; the solid part is weighted by probability."
            data={pipeline}
          >
            <BarList data={pipeline} colors={colors} />
          </ChartFrame>
          <ChartFrame
            title="Won and lost"
            definition="Amount of deals by the month in which they were closed."
            data={months}
          >
            <BarChart label="Won and lost" data={months} />
          </ChartFrame>
          <ChartFrame
            title="Funnel"
            definition="Deals that reached each stage, and the share of the stage before."
            data={funnel}
          >
            <FunnelChart label="Funnel" data={funnel} colors={colors} />
          </ChartFrame>
          <ChartFrame
            title="New leads"
            definition="Leads by the day on which they were created."
            data={leads}
          >
            <LineChart
              label="New leads"
              data={leads}
              times={DAYS}
              formatTime={(seconds) => formats.dayShort(seconds * 1000)}
            />
          </ChartFrame>
        </div>
      </div>
    </>
  );
}
