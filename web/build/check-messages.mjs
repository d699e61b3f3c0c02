// Fails when the catalogue does not hold exactly the strings of the code: extracts, compares, puts back.
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";

const catalogue = "src/i18n/locales/en.po";
// The header carries the date of the extraction, and origins move with every edit.
const strings = (text) =>
  text
    .split("\n")
    .filter((line) => !/^(#:|"POT-Creation-Date)/.test(line))
    .join("\n");

const committed = readFileSync(catalogue, "utf8");
execFileSync("npx", ["lingui", "extract", "--clean"], { stdio: ["ignore", "ignore", "inherit"] });
const fresh = readFileSync(catalogue, "utf8");
writeFileSync(catalogue, committed);
if (strings(committed) !== strings(fresh)) {
  process.stderr.write(`${catalogue} is out of date: run "npm run messages"\n`);
  process.exit(1);
}
