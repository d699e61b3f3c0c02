import { useLingui } from "@lingui/react/macro";
import { ChartColumn, Table2 } from "lucide-react";
import { type ReactNode, useId, useState } from "react";
import { Swatch } from "../chip.tsx";
import { IconButton } from "../icon-button.tsx";
import { ChartTable } from "./chart-table.tsx";
import type { ChartData } from "./types.ts";

/** What stands around a chart. `definition` says how the figure is made. */
export interface ChartFrameProps {
  title: string;
  definition: string;
  /** The one figure that the chart is about. */
  figure?: ReactNode;
  data: ChartData;
  /** What the table says, where that is more than the picture. */
  table?: ChartData;
  children: ReactNode;
}

/** A chart with its title, its definition, its legend and the same figures as a table. */
export function ChartFrame({ title, definition, figure, data, table, children }: ChartFrameProps) {
  const { t } = useLingui();
  const [asTable, setAsTable] = useState(false);
  const headingId = useId();
  return (
    <section
      aria-labelledby={headingId}
      className="grid min-w-0 content-start gap-3 border-line py-4"
    >
      <div className="flex items-start gap-3">
        <div className="min-w-0 flex-1">
          <h2 id={headingId} className="text-sm font-semibold">
            {title}
          </h2>
          <p className="text-xs text-ink-3">{definition}</p>
        </div>
        <IconButton
          label={asTable ? t`Show ${title} as a chart` : t`Show ${title} as a table`}
          onClick={() => setAsTable(!asTable)}
        >
          {asTable ? <ChartColumn aria-hidden="true" /> : <Table2 aria-hidden="true" />}
        </IconButton>
      </div>
      {figure ? <p className="font-display text-3xl">{figure}</p> : null}
      {data.series.length > 1 && !asTable ? (
        <ul className="flex flex-wrap gap-x-4 gap-y-1 text-xs text-ink-2">
          {data.series.map((series) => (
            <li key={series.id} className="flex items-center gap-1.5">
              <Swatch color={series.color} /> {series.label}
            </li>
          ))}
        </ul>
      ) : null}
      {asTable ? <ChartTable caption={title} data={table ?? data} /> : children}
    </section>
  );
}
