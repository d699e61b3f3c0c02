import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import {
  expectAccessible,
  expectVisible,
  frontDoor,
  settled,
  signIn,
  type View,
  visit,
  withChromium,
} from "./browser.ts";

withChromium();

const DANA = "dana@acme.example";
const PHONE = { width: 360, height: 740, touch: true } as const;
/* What records and pipelines of the demo are called, which is nobody's to translate. */
const DATA = [
  "Sales",
  "Discovery",
  "Negotiation",
  "Due",
  "Chose a competitor",
  "No answer any more",
  "No budget",
  "Bad timing",
  "A feature was missing",
  "Won",
  "Lost",
  "Website",
  "Referral",
  "Partner",
  "Trade fair",
  "Newsletter",
  "Cold call",
  "Advertising",
];

/** The English of each message that says something else in a language. */
function english(language: string): string[] {
  const file = (tag: string) =>
    fileURLToPath(new URL(`../src/i18n/locales/${tag}.po`, import.meta.url));
  const blocks = (tag: string) => readFileSync(file(tag), "utf8").split("\n\n");
  const said = (block: string) => /^msgstr "(.*)"$/m.exec(block)?.[1] ?? "";
  const of = (block: string) => /^msgid "(.*)"$/m.exec(block)?.[1] ?? "";
  return blocks(language)
    .filter((block) => of(block) !== said(block) && !/[{<\\]/.test(of(block)))
    .map(of)
    .filter((text) => text.length > 1 && !DATA.includes(text));
}

/** What a page shows of these words, as text or as a name, outside of what people wrote. */
function leftIn(page: Page, words: readonly string[]): Promise<string[]> {
  return page.evaluate((words) => {
    const known = new Set(words);
    const left: string[] = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const text = (node.textContent ?? "").trim();
      const from = node.parentElement;
      if (known.has(text) && !from?.closest("bdi, [dir=auto], script, style, [lang=en]"))
        left.push(text);
    }
    for (const element of document.querySelectorAll("[aria-label], [title], [placeholder]"))
      for (const name of ["aria-label", "title", "placeholder"]) {
        const text = element.getAttribute(name) ?? "";
        if (known.has(text)) left.push(`${name}=${text}`);
      }
    return left;
  }, words);
}

const overflow = (page: Page) =>
  page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);

async function speak(page: Page, locale: string | null): Promise<void> {
  const status = await page.evaluate(async (locale) => {
    const headers = { "content-type": "application/json" };
    const body = JSON.stringify({ locale });
    return (await fetch("/api/profile", { method: "PATCH", headers, body })).status;
  }, locale);
  expect(status).toBe(200);
}

/** Does something as somebody who reads a language, and leaves it as it was. */
async function reading(
  locale: string,
  view: View,
  then: (page: Page) => Promise<void>,
): Promise<void> {
  const page = await signIn("acme", DANA, "/", view);
  await speak(page, locale);
  try {
    await page.reload();
    await then(page);
  } finally {
    await speak(page, null);
  }
}

async function open(page: Page, path: string): Promise<void> {
  await page.goto(new URL(path, page.url()).href);
  await expectVisible(page.getByRole("heading", { level: 1 }));
  await settled(page);
}

async function expectRead(page: Page, locale: string, words: readonly string[]): Promise<void> {
  const html = page.locator("html");
  expect({
    path: new URL(page.url()).pathname,
    lang: await html.getAttribute("lang"),
    dir: await html.getAttribute("dir"),
    overflow: Math.max(0, await overflow(page)),
    english: await leftIn(page, words),
  }).toEqual({
    path: new URL(page.url()).pathname,
    lang: locale,
    dir: locale === "ar" ? "rtl" : "ltr",
    overflow: 0,
    english: [],
  });
  await expectAccessible(page);
}

test.each([
  ["de", { theme: "light" }],
  ["de", { theme: "dark", ...PHONE }],
  ["ar", { theme: "light" }],
  ["ar", { theme: "dark", ...PHONE }],
] as const)("the pages are whole in %s: %o", { timeout: 240_000 }, async (locale, view) => {
  const words = english(locale);
  expect(words.length).toBeGreaterThan(700);
  await reading(locale, view, async (page) => {
    const id = await page.evaluate(async () => {
      const answer = await fetch("/api/deals?limit=1");
      return (await answer.json()).items[0].id as string;
    });
    for (const path of [
      "/",
      "/leads",
      "/pipeline",
      `/deals/${id}`,
      "/activities",
      "/notifications",
      "/reports",
      "/profile",
    ]) {
      await open(page, path);
      await expectRead(page, locale, words);
    }
  });
});

test.each([
  ["de", { theme: "light", locale: "de-AT" }],
  ["ar", { theme: "dark", locale: "ar", ...PHONE }],
] as const)(
  "so are the pages before the workspace in %s: %o",
  { timeout: 120_000 },
  async (language, view) => {
    const words = english(language);
    expect(words.length).toBeGreaterThan(700);
    const page = await visit("acme", "/sign-in", view);
    const paths = ["/sign-in", "/password-reset", ...["/", "/sign-up", "/find"].map(frontDoor)];
    for (const path of paths) {
      await open(page, path);
      await expectRead(page, view.locale, words);
    }
  },
);

test("numbers, money and dates are written as the language writes them", async () => {
  const shown = async (page: Page) => {
    await open(page, "/");
    await expectVisible(page.getByRole("main").getByText(/[\d٠-٩]\s(Mio\.|مليون)/));
    return page.getByRole("main").innerText();
  };
  await reading("de", {}, async (page) => {
    expect(await shown(page)).toMatch(/\d,\d+\sMio\.\s€/);
  });
  await reading("ar-EG", {}, async (page) => {
    const text = await shown(page);
    expect(text).toMatch(/[٠-٩]٫[٠-٩]+\sمليون/);
    expect(text).toMatch(/يناير|مارس|يونيو|سبتمبر|نوفمبر|ديسمبر/);
  });
});

test("a card goes to the side that the key points to, from right to left too", async () => {
  await reading("ar", {}, async (page) => {
    await open(page, "/pipeline");
    const column = (name: string) => page.getByRole("region", { name });
    const card = column("Qualification").locator("[data-card]").first();
    const id = await card.getAttribute("data-card");
    const x = async (name: string) => (await column(name).boundingBox())?.x ?? 0;
    expect(await x("Discovery")).toBeLessThan(await x("Qualification"));
    await card.focus();
    const moved = page.waitForResponse(
      (answer) => /\/api\/deals\/[^/]+/.test(answer.url()) && answer.request().method() === "POST",
    );
    for (const key of ["Space", "ArrowLeft", "Space"]) await page.keyboard.press(key);
    expect((await moved).status()).toBe(200);
    await expectVisible(column("Discovery").locator(`[data-card="${id}"]`));
    await page.getByRole("button", { name: "تراجع" }).click();
    await expectVisible(column("Qualification").locator(`[data-card="${id}"]`));
  });
});

test("whoever chooses another language reads it at once, and loses nothing", async () => {
  const page = await signIn("acme", DANA, "/leads");
  await page.getByRole("row").nth(3).getByRole("link").first().click();
  await page.waitForURL(/\/leads\/[0-9a-f-]{36}/);
  await page.getByRole("button", { name: "Write a note" }).click();
  await page.getByLabel("Note", { exact: true }).fill("Half a thought");
  await page.evaluate(() => Object.assign(window, { stayed: true }));
  await page.getByRole("button", { name: /account and appearance/ }).click();
  await page.getByRole("menuitem", { name: "Profile" }).click();
  const choose = async (label: string, option: string) => {
    await page.getByRole("combobox", { name: label }).click();
    await page.getByRole("option", { name: option, exact: true }).click();
  };
  try {
    await choose("Language", "العربية");
    await expectVisible(page.getByRole("heading", { level: 1, name: "الملف الشخصي" }));
    expect(await page.locator("html").getAttribute("dir")).toBe("rtl");
    await expect.poll(() => page.evaluate(() => document.activeElement?.role)).toBe("combobox");
    await page.goBack();
    const note = page.getByLabel("ملاحظة", { exact: true });
    await expectVisible(note);
    expect(await note.inputValue()).toBe("Half a thought");
    expect(await page.evaluate(() => "stayed" in window)).toBe(true);
  } finally {
    await speak(page, null);
  }
});

test("whoever is not signed in chooses on the page, and what was typed stays", async () => {
  const page = await visit("acme", "/sign-in");
  await page.getByLabel("E-mail").fill("rita@acme.example");
  await page.getByRole("button", { name: "Deutsch" }).click();
  await expectVisible(page.getByRole("button", { name: "Anmelden" }));
  expect(await page.getByLabel("E-Mail").inputValue()).toBe("rita@acme.example");
  await page.reload();
  await expectVisible(page.getByRole("button", { name: "Anmelden" }));
  await page.getByRole("button", { name: "العربية" }).click();
  await expectVisible(page.getByRole("button", { name: "تسجيل الدخول" }));
  expect(await page.locator("html").getAttribute("dir")).toBe("rtl");
});
