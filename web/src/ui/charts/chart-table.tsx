import type { ReactNode } from "react";
import { type ChartData, figureText } from "./types.ts";

/** The figures of a chart as a table: for those who listen, and for those who want them exactly. */
export function ChartTable({ caption, data }: { caption: string; data: ChartData }) {
  return (
    <div className="overflow-x-auto">
      <table className="w-full border-collapse text-sm">
        <caption className="sr-only">{caption}</caption>
        <thead>
          <tr className="border-b border-line text-xs text-ink-3">
            <th scope="col" className="py-1.5 pe-3 text-start font-medium">
              {data.categoryLabel}
            </th>
            {data.series.map((series) => (
              <th key={series.id} scope="col" className="py-1.5 ps-3 text-end font-medium">
                {series.label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {data.categories.map((category, index) => (
            <tr key={category.id} className="border-b border-line last:border-0">
              <th scope="row" className="py-1.5 pe-3 text-start font-normal text-ink-2">
                <Linked href={category.href}>{category.label}</Linked>
              </th>
              {data.series.map((series) => (
                <td key={series.id} className="py-1.5 ps-3 text-end">
                  <Linked href={series.hrefs?.[index]}>{figureText(data, series, index)}</Linked>
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Linked({ href, children }: { href: string | undefined; children: ReactNode }) {
  if (!href) return children;
  return (
    <a href={href} className="underline decoration-line-strong underline-offset-2 hover:text-ink">
      {children}
    </a>
  );
}
