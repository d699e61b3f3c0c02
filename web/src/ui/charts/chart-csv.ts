import { csvText } from "../csv-text.ts";
import type { ChartData } from "./types.ts";

/** The figures of a chart as a file for a spreadsheet: bare numbers, no formula in any cell. */
export function chartCsv(data: ChartData): string {
  const head = [data.categoryLabel, ...data.series.map((series) => series.label)];
  const rows = data.categories.map((category, index) => [
    category.label,
    ...data.series.map(({ values, plain }) => {
      const value = values[index];
      return value === null || value === undefined ? "" : (plain ?? data.plain ?? String)(value);
    }),
  ]);
  return csvText([head, ...rows]);
}
