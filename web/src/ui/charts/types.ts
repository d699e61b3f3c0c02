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
}
