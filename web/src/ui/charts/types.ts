/** A place on the category axis: a month, a stage, a person. `href` leads to the rows behind it. */
export interface ChartCategory {
  id: string;
  label: string;
  href?: string;
}

/** One row of figures, as long as the categories. */
export interface ChartSeries {
  id: string;
  label: string;
  /** A token, e.g. `var(--s-won)`. */
  color: string;
  values: readonly (number | null)[];
  /** How this row writes its figures, where that is another way than the chart's. */
  format?: (value: number) => string;
  /** The same for a file that a spreadsheet reads. */
  plain?: (value: number) => string;
  /** Where each figure leads, when a category has several. */
  hrefs?: readonly (string | undefined)[];
  /** Drawn as a line across the others instead of a bar: what is expected, a target. */
  mark?: boolean;
}

/** A figure of a row as text; a dash where there is none. */
export function figureText(data: ChartData, series: ChartSeries, index: number): string {
  const value = series.values[index];
  return value === null || value === undefined ? "–" : (series.format ?? data.format)(value);
}

/** What every chart draws and its table says. */
export interface ChartData {
  /** What the categories are: "Month", "Stage". The head of the table's first column. */
  categoryLabel: string;
  categories: readonly ChartCategory[];
  series: readonly ChartSeries[];
  /** An exact figure, for tables and labels. */
  format: (value: number) => string;
  /** A short one, for axes. */
  formatShort: (value: number) => string;
  /** One for a file that a spreadsheet reads; the bare number, where it is not said. */
  plain?: (value: number) => string;
}
