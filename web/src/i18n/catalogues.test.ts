import { readdirSync, readFileSync } from "node:fs";
import { formatter } from "@lingui/format-po";
import { expect, it } from "vitest";
import { LANGUAGES } from "./i18n.ts";

const FOLDER = "src/i18n/locales";

type Catalogue = Record<string, { translation?: string; message?: string }>;

function read(language: string): Catalogue {
  const text = readFileSync(`${FOLDER}/${language}.po`, "utf8");
  const file = `${language}.po`;
  return formatter().parse(text, {
    locale: language,
    sourceLocale: "en",
    filename: file,
  }) as Catalogue;
}

const source = read("en");
const others = LANGUAGES.filter((language) => language !== "en");

/** The placeholders and tags of a message, each as often as it stands outside the branches of a plural. */
function parts(message: string): string[] {
  const flat = message.replace(
    /\{(\w+), plural,((?:[^{}]|\{(?:[^{}]|\{\w+\})*\})*)\}/g,
    (_, name) => `{${name}}`,
  );
  return (flat.match(/\{\w+\}|<\/?\d+\/?>/g) ?? []).sort();
}

/** The categories of each plural in a message, and what their branches mention. */
function plurals(message: string): { categories: string[]; branches: string[] }[] {
  return [...message.matchAll(/\{\w+, plural,((?:[^{}]|\{(?:[^{}]|\{\w+\})*\})*)\}/g)].map(
    ([, body = ""]) => {
      const found = [...body.matchAll(/([\w=]+) \{((?:[^{}]|\{\w+\})*)\}/g)];
      return {
        categories: found.map(([, name = ""]) => name).sort(),
        branches: found.map(([, , text = ""]) => text),
      };
    },
  );
}

/** What a message mentions, outside its plurals and in the branch that stands for most numbers. */
function mentioned(message: string): string {
  const branches = plurals(message).map(({ branches }) => parts(branches.at(-1) ?? ""));
  return JSON.stringify([parts(message), branches]);
}

it("has a file for each language, and none besides", () => {
  expect(readdirSync(FOLDER).sort()).toEqual(LANGUAGES.map((language) => `${language}.po`).sort());
});

it.each(others)("has every message in %s, and none that is empty", (language) => {
  const known = read(language);
  expect(Object.keys(known).sort()).toEqual(Object.keys(source).sort());
  const empty = Object.entries(known).filter(([, { translation }]) => !translation?.trim());
  expect(empty.map(([, { message }]) => message)).toEqual([]);
});

it.each(others)("mentions in %s what the English mentions", (language) => {
  const wrong = Object.entries(read(language)).filter(([id, { translation = "" }]) => {
    const english = source[id]?.translation ?? "";
    return mentioned(translation) !== mentioned(english);
  });
  expect(wrong.map(([, { translation }]) => translation)).toEqual([]);
});

it.each(others)("has in %s each form that the language counts with", (language) => {
  const wanted = new Intl.PluralRules(language).resolvedOptions().pluralCategories.toSorted();
  const wrong = Object.values(read(language)).filter(({ translation = "" }) =>
    plurals(translation).some(({ categories }) => categories.join() !== wanted.join()),
  );
  expect(wrong.map(({ translation }) => translation)).toEqual([]);
});

it("would see what is missing", () => {
  expect(parts("<0>{a}</0> {b, plural, one {# x} other {{c} y}} {a}")).toEqual(
    ["<0>", "{a}", "</0>", "{b}", "{a}"].sort(),
  );
  expect(plurals("{b, plural, one {# x} other {{c} y}}")[0]).toEqual({
    categories: ["one", "other"],
    branches: ["# x", "{c} y"],
  });
});
