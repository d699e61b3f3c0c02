import { readFileSync } from "node:fs";
import type { Locator, Page } from "playwright-core";
import { expect, test } from "vitest";
import { ask } from "./ask.ts";
import { at, expectVisible, signIn, withChromium } from "./browser.ts";
import { bring, check, confirmName, run } from "./import-steps.ts";
import { operate } from "./operator.ts";

withChromium();

const SLUG = "quayside";
const ADMIN = "ines@quayside.example";
const AGENT = { name: "Mina Sato", email: "mina@quayside.example" };
/** The open deals of the file: two of that agent, one of a colleague. */
const WON_BY_MOUSE = { name: "Quayside Timber · Tide Pro", amount: 4821 };
const MOVED_BY_KEY = { name: "Quayside Millworks · Tide Basic", amount: 550 };
const OTHERS = { name: "Quayside Millworks · Tide Pro", amount: 5300 };

test("a business moves in, sells, and nobody sees more than is theirs", async () => {
  await openWorkspace();
  const admin = await signIn(SLUG, ADMIN);
  await bringEverything(admin);
  const before = await headline(admin);
  expect(before.open).toBe(WON_BY_MOUSE.amount + MOVED_BY_KEY.amount + OTHERS.amount);

  await admin.goto(`${at(SLUG)}/pipeline`);
  await dragToWon(admin, WON_BY_MOUSE.name);
  const stage = await carryOn(admin, MOVED_BY_KEY.name);
  await admin.reload();
  await expectVisible(column(admin, stage).locator("[data-card]", { hasText: MOVED_BY_KEY.name }));
  await unfold(admin);
  await expectVisible(column(admin, "Won").locator("[data-card]", { hasText: WON_BY_MOUSE.name }));

  const after = await headline(admin);
  expect(before.open - after.open).toBe(WON_BY_MOUSE.amount);
  expect(before.openDeals - after.openDeals).toBe(1);
  expect(after.won - before.won).toBe(WON_BY_MOUSE.amount);
  expect(after.wonDeals - before.wonDeals).toBe(1);

  await admin.goto(`${at(SLUG)}/pipeline`);
  const theirs = await addressOf(admin, OTHERS.name);
  expect(await find(admin, "Quayside Timber")).toContainEqual(
    expect.stringContaining("Quayside Timber"),
  );

  const agent = await signIn(SLUG, AGENT.email, "/pipeline");
  await unfold(agent);
  await expect.poll(() => cards(agent)).toEqual(dealsInFileOf(AGENT.name));
  expect((await headline(agent)).open).toBe(MOVED_BY_KEY.amount);
  await expectNothingAt(agent, `${at(SLUG)}${theirs}`);
  await agent.goto(`${at(SLUG)}${await ownDeal(agent)}`);
  await expectVisible(agent.getByRole("heading", { level: 1, name: MOVED_BY_KEY.name }));

  const stranger = await signIn("acme", "dana@acme.example");
  await expectNothingAt(stranger, `${at("acme")}${theirs}`);
  expect(await find(stranger, "Quayside Timber")).toEqual([]);
  const cookie = await cookieOf(admin);
  expect((await ask(SLUG, "/api/deals", { cookie })).status).toBe(200);
  expect((await ask("acme", "/api/deals", { cookie })).status).toBe(401);
}, 180_000);

/* As an operator does it: the workspace, and the one of its people who will sign in. */
async function openWorkspace(): Promise<void> {
  const administrator = ["--admin-name", "Ines Faro", "--admin-email", ADMIN];
  await operate(
    "tenant",
    "create",
    SLUG,
    "--name",
    "Quayside",
    "--currency",
    "USD",
    ...administrator,
  );
  await operate("user", "create", SLUG, "--name", AGENT.name, "--email", AGENT.email);
}

/* The files of the other system, in the order in which they refer to each other. */
async function bringEverything(page: Page): Promise<void> {
  await bring(page, SLUG, "sales-teams.csv");
  // whoever can sign in already is found by name and joins the team
  expect(await check(page)).toEqual([2, 1, 0, 0]);
  expect(await run(page)).toEqual([2, 1, 0, 0]);
  await bring(page, SLUG, "products.csv");
  expect(await check(page)).toEqual([2, 0, 0, 0]);
  expect(await run(page)).toEqual([2, 0, 0, 0]);
  await bring(page, SLUG, "journey/accounts.csv");
  expect(await check(page)).toEqual([2, 0, 0, 0]);
  expect(await run(page)).toEqual([2, 0, 0, 0]);
  await bring(page, SLUG, "journey/sales-pipeline.csv");
  expect(await check(page)).toEqual([3, 0, 0, 4]);
  expect(await confirmName(page, "TidePro", "Tide Pro", 1)).toEqual([6, 0, 0, 1]);
  expect(await run(page)).toEqual([6, 0, 0, 1]);
}

/* What the dashboard says, in whole units of the workspace's currency. */
async function headline(page: Page) {
  await page.goto(`${at(SLUG)}/`);
  const item = (label: string): Locator =>
    page.locator("dl > div", { has: page.getByText(label, { exact: true }) });
  const money = async (label: string) =>
    Number(await item(label).locator("data").first().getAttribute("value")) / 100;
  const count = async (label: string, words: RegExp) =>
    Number.parseInt(await item(label).getByText(words).innerText(), 10);
  return {
    open: await money("Open pipeline"),
    openDeals: await count("Open pipeline", /deals? now/),
    won: await money("Won"),
    wonDeals: await count("Won", /deals? in the period/),
  };
}

function column(page: Page, stage: string): Locator {
  return page.getByRole("region", { name: stage });
}

/* Shows the closed stages, which stand folded. */
async function unfold(page: Page): Promise<void> {
  for (const stage of ["Won", "Lost"]) await page.getByTitle(`Unfold ${stage}`).click();
}

async function cards(page: Page): Promise<string[]> {
  const names = await page.locator("[data-card] b").allInnerTexts();
  return names.sort();
}

/* The names of a person's deals, as the file makes them: company and product, the product by its confirmed name. */
function dealsInFileOf(agent: string): string[] {
  const file = new URL("fixtures/journey/sales-pipeline.csv", import.meta.url);
  const rows = readFileSync(file, "utf8").trimEnd().split("\n").slice(1);
  return rows
    .map((row) => row.split(","))
    .filter(([, owner]) => owner === agent)
    .map(([, , product, account]) => `${account} · ${product?.replace("TidePro", "Tide Pro")}`)
    .sort();
}

async function dragToWon(page: Page, name: string): Promise<void> {
  const moved = page.waitForResponse(/\/api\/deals\/[^/]+\/move$/);
  await page.locator("[data-card]", { hasText: name }).dragTo(column(page, "Won"));
  expect((await moved).status()).toBe(200);
}

/* Lifts a deal with the keyboard and puts it down one stage on, which it answers. */
async function carryOn(page: Page, name: string): Promise<string> {
  const moved = page.waitForResponse(/\/api\/deals\/[^/]+\/move$/);
  await page.locator("[data-card]", { hasText: name }).focus();
  for (const key of ["Space", "ArrowRight", "Space"]) await page.keyboard.press(key);
  expect((await moved).status()).toBe(200);
  return "Discovery";
}

/* The path of a deal's own page, by its card. */
async function addressOf(page: Page, name: string): Promise<string> {
  const card = page.locator("[data-card]", { hasText: name }).first();
  return `/deals/${await card.getAttribute("data-card")}`;
}

async function ownDeal(page: Page): Promise<string> {
  await page.goto(`${at(SLUG)}/pipeline`);
  return addressOf(page, MOVED_BY_KEY.name);
}

async function expectNothingAt(page: Page, address: string): Promise<void> {
  await page.goto(address);
  await expectVisible(page.getByRole("heading", { name: "Nothing is here" }));
}

/* What the search box of the page that finds nothing offers for these words. */
async function find(page: Page, words: string): Promise<string[]> {
  await page.goto(new URL("/nowhere", page.url()).href);
  const answered = page.waitForResponse((answer) => answer.url().includes("/api/search"));
  await page.getByRole("combobox", { name: "Find a record" }).fill(words);
  expect((await answered).status()).toBe(200);
  await expectVisible(page.getByRole("option").or(page.getByText("Nothing found")));
  return page.getByRole("option").allInnerTexts();
}

/* The session's cookie, as a thief would have it. */
async function cookieOf(page: Page): Promise<string> {
  const [session] = (await page.context().cookies()).filter(({ name }) => /kontaly/.test(name));
  if (!session) throw new Error("There is no session.");
  return `${session.name}=${session.value}`;
}
