import { readdirSync, readFileSync } from "node:fs";
import { expect, it } from "vitest";

/* The one door to Intl, and what nobody of us writes. */
const ALLOWED = ["src/i18n/intl.ts"];
const OURS = /\.toLocale\w*\(|\bnew Intl\.|\bIntl\.\w+\(|\.localeCompare\(/;

function sources(): [string, string][] {
  const names = readdirSync("src", { recursive: true, encoding: "utf8" });
  return names
    .filter((name) => /\.tsx?$/.test(name) && !/\.test\.|^api\/generated\//.test(name))
    .map((name) => [`src/${name}`, readFileSync(`src/${name}`, "utf8")]);
}

it("is asked for in one module", () => {
  const found = sources().filter(([name, text]) => OURS.test(text) && !ALLOWED.includes(name));
  expect(found.map(([name]) => name)).toEqual([]);
});

it("would be found elsewhere", () => {
  for (const text of ["date.toLocaleString()", "new Intl.NumberFormat()", "a.localeCompare(b)"])
    expect(OURS.test(text)).toBe(true);
});
