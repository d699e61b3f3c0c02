import { expect, it } from "vitest";
import { chartCsv } from "./chart-csv.ts";

it("writes bare numbers, and no cell that a spreadsheet would compute", () => {
  const text = chartCsv({
    categoryLabel: "Reason",
    categories: [
      { id: "a", label: '=HYPERLINK("http://x")' },
      { id: "b", label: "Price, mostly" },
    ],
    series: [
      { id: "n", label: "Deals", color: "", values: [3, null] },
      {
        id: "m",
        label: "Amount",
        color: "",
        values: [1_234_50, -5_00],
        plain: (value) => (value / 100).toFixed(2),
      },
    ],
    format: (value) => `${value} deals`,
    formatShort: String,
  });
  expect(text).toBe(
    'Reason,Deals,Amount\r\n"\'=HYPERLINK(""http://x"")",3,1234.50\r\n"Price, mostly",,-5.00\r\n',
  );
});
