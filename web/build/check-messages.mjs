// Fails when a catalogue does not hold exactly the strings of the code: extracts, compares, puts back.
import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";

const folder = "src/i18n/locales";
const catalogues = readdirSync(folder).map((name) => `${folder}/${name}`);
// The header carries the date of the extraction, and origins move with every edit.
const strings = (text) =>
  text
    .split("\n")
    .filter((line) => !/^(#:|"POT-Creation-Date)/.test(line))
    .join("\n");

const committed = catalogues.map((catalogue) => readFileSync(catalogue, "utf8"));
execFileSync("npx", ["lingui", "extract", "--clean"], { stdio: ["ignore", "ignore", "inherit"] });
const stale = catalogues.filter((catalogue, index) => {
  const fresh = readFileSync(catalogue, "utf8");
  writeFileSync(catalogue, committed[index]);
  return strings(committed[index]) !== strings(fresh);
});
if (stale.length > 0) {
  process.stderr.write(`${stale.join(", ")}: out of date. Run "npm run messages", and translate\n`);
  process.exit(1);
}
