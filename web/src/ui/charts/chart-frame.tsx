import { useLingui } from "@lingui/react/macro";
import { ChartColumn, Download, Info, Table2 } from "lucide-react";
import { type ReactNode, useId, useState } from "react";
import { Swatch } from "../chip.tsx";
import { IconButton } from "../icon-button.tsx";
import { Menu, MenuItem } from "../overlay/menu.tsx";
import { Popover } from "../overlay/popover.tsx";
import { toast } from "../overlay/toast.tsx";
import { chartCsv } from "./chart-csv.ts";
import { ChartTable } from "./chart-table.tsx";
import type { Shape } from "./picture.ts";
import { saveFile } from "./save-file.ts";
import type { ChartData } from "./types.ts";

/** What stands around a chart. `definition` says how the figure is made. */
export interface ChartFrameProps {
  title: string;
  /** The chart's own page. */
  href?: string;
  definition: string;
  /** The one figure that the chart is about. */
  figure?: ReactNode;
  data: ChartData;
  /** What the table and the file say, where that is more than the picture. */
  table?: ChartData;
  /** How it is drawn, for the picture that can be downloaded. */
  shape?: Shape;
  colors?: readonly string[];
  /** The picture, where the chart paints its own. */
  paint?: () => Promise<Blob>;
  children: ReactNode;
}

/** A chart with its title, its definition, its legend, the same figures as a table, and both as files. */
export function ChartFrame(props: ChartFrameProps) {
  const { title, href, figure, data, table, children } = props;
  const { t } = useLingui();
  const [asTable, setAsTable] = useState(false);
  const headingId = useId();
  return (
    <section
      aria-labelledby={headingId}
      className="grid min-w-0 content-start gap-3 border-line py-4"
    >
      <div className="flex items-center gap-1">
        <h2 id={headingId} className="min-w-0 flex-1 text-sm font-semibold">
          {href ? (
            <a href={href} className="underline-offset-4 hover:underline">
              {title}
            </a>
          ) : (
            title
          )}
        </h2>
        <Definition {...props} />
        <IconButton
          label={asTable ? t`Show ${title} as a chart` : t`Show ${title} as a table`}
          onClick={() => setAsTable(!asTable)}
        >
          {asTable ? <ChartColumn aria-hidden="true" /> : <Table2 aria-hidden="true" />}
        </IconButton>
        <Files {...props} />
      </div>
      {figure ? <p className="font-display text-3xl">{figure}</p> : null}
      {data.series.length > 1 && !asTable ? <Legend data={data} /> : null}
      {asTable ? <ChartTable caption={title} data={table ?? data} /> : children}
    </section>
  );
}

function Legend({ data }: { data: ChartData }) {
  return (
    <ul className="flex flex-wrap gap-x-4 gap-y-1 text-xs text-ink-2">
      {data.series.map((series) => (
        <li key={series.id} className="flex items-center gap-1.5">
          <Swatch color={series.color} /> {series.label}
        </li>
      ))}
    </ul>
  );
}

function Definition({ title, definition }: ChartFrameProps) {
  const { t } = useLingui();
  return (
    <Popover
      title={t`How ${title} is counted`}
      trigger={
        <IconButton label={t`How ${title} is counted`}>
          <Info aria-hidden="true" />
        </IconButton>
      }
    >
      <p className="text-sm text-ink-2">{definition}</p>
    </Popover>
  );
}

function Files({ title, definition, data, table, shape = "bars", colors, paint }: ChartFrameProps) {
  const { t } = useLingui();
  async function savePicture() {
    try {
      const { picture } = await import("./picture.ts");
      const blob = await (paint?.() ?? picture({ title, definition, data, shape, colors }));
      saveFile(blob, title, "png");
    } catch {
      toast(t`The picture could not be made. The table has the same figures.`);
    }
  }
  // The mark in front tells spreadsheets that the letters are UTF-8.
  const saveTable = () =>
    saveFile(new Blob(["\uFEFF", chartCsv(table ?? data)], { type: "text/csv" }), title, "csv");
  return (
    <Menu
      align="end"
      trigger={
        <IconButton label={t`Download ${title}`}>
          <Download aria-hidden="true" />
        </IconButton>
      }
    >
      <MenuItem onSelect={() => void savePicture()}>{t`Picture (PNG)`}</MenuItem>
      <MenuItem onSelect={saveTable}>{t`Table (CSV)`}</MenuItem>
    </Menu>
  );
}
