import { readdirSync, readFileSync } from "node:fs";
import { expect, it } from "vitest";

/* What is measured in pixels from the left whatever the language: a chart's time runs to the right, and a finger is where it is. */
const PHYSICAL: Record<string, string> = {
  "src/ui/charts/plot.css": "the slip and the cursor of a chart, which is drawn from the left",
  "src/ui/board/use-touch-moves.ts": "the card under a finger",
  "src/features/reports/lead-map/lead-slip.tsx":
    "the slip on the map, which is drawn from the left",
  "src/features/reports/lead-map/lead-map.tsx": "where a point is on the map",
};

const SIDE = "(?:left|right)";
const PROPERTY = new RegExp(
  `(?:^|[\\s;{])(?:${SIDE}|(?:margin|padding|border|scroll-margin|scroll-padding)-${SIDE}[\\w-]*|border-(?:top|bottom)-${SIDE}-radius|float\\s*:\\s*${SIDE}|text-align\\s*:\\s*${SIDE})\\s*[:;]`,
  "m",
);
const INLINE = new RegExp(
  `\\b(?:${SIDE}|(?:margin|padding|border)(?:Left|Right)\\w*)\\s*:\\s*[\`"\\d]`,
);
const SIDED = "ml|mr|pl|pr|left|right|scroll-ml|scroll-mr|scroll-pl|scroll-pr";
const WHOLE = "border-[lr]|rounded-[tb][lr]|text-left|text-right|float-left|float-right";
const VALUE = "(?:\\d[\\d./]*|px|auto|full|\\[[^\\]]*\\]|\\([^)]*\\))";
const CLASS = new RegExp(
  `(?:^|[\\s"'\`:!])-?(?:(?:${SIDED})-${VALUE}|(?:${WHOLE})(?:-${VALUE})?)(?=[\\s"'\`])`,
);

function files(ending: RegExp): [string, string][] {
  return ["src", "../crates/kontaly/src"].flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: "utf8" })
      .filter((name) => ending.test(name) && !/\.test\.|^api\/generated\//.test(name))
      .map((name): [string, string] => [
        `${folder}/${name}`,
        readFileSync(`${folder}/${name}`, "utf8"),
      ]),
  );
}

const literals = (code: string) => code.match(/"[^"\n]*"|`[^`]*`/g) ?? [];
/* Which side `start` is, is said once, in variables. */
const withoutVariables = (css: string) => css.replace(/--[\w-]+:[^;]*;/g, "");

it("styles name the beginning and the end of lines, never left and right", () => {
  const wrong = files(/\.css$/).filter(
    ([name, text]) => PROPERTY.test(withoutVariables(text)) && !(name in PHYSICAL),
  );
  expect(wrong.map(([name]) => name)).toEqual([]);
});

it("so do styles within components", () => {
  const wrong = files(/\.tsx?$/).filter(([name, text]) => INLINE.test(text) && !(name in PHYSICAL));
  expect(wrong.map(([name]) => name)).toEqual([]);
});

it("so do classes", () => {
  const wrong = files(/\.tsx$/).flatMap(([name, text]) =>
    (name in PHYSICAL ? [] : literals(text))
      .filter((literal) => CLASS.test(literal))
      .map((literal) => `${name}: ${literal}`),
  );
  expect(wrong).toEqual([]);
});

it("would be seen otherwise", () => {
  const properties = ["a { left: 0 }", "a {\n  margin-right: 1px;\n}", "a{text-align:left;}"];
  expect(properties.filter((text) => !PROPERTY.test(text))).toEqual([]);
  const classes = ['"flex ml-2"', '"md:right-0 grid"', '"-ml-[3px] x"', '"border-l x"'];
  expect(classes.filter((text) => !CLASS.test(text))).toEqual([]);
  const logical = ['"rounded-l border-line ms-2"', '"text-start end-0"', "`what is left out`"];
  expect(logical.filter((text) => CLASS.test(text))).toEqual([]);
});
