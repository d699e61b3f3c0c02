import { readFileSync } from "node:fs";
import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { expectAccessible, expectVisible, settled, signIn, withChromium } from "./browser.ts";

withChromium();

const UNDER = "/leads?filter=status:nurture";

async function openList(view = {}): Promise<Page> {
  const page = await signIn("acme", "dana@acme.example", UNDER, view);
  await page.getByRole("row").nth(4).waitFor();
  return page;
}

/* How many leads a filter of the API matches. */
function count(page: Page, filter: object): Promise<number> {
  return page.evaluate(async (text) => {
    const answer = await fetch(`/api/leads/count?exact=true&filter=${encodeURIComponent(text)}`);
    return (await answer.json()).count;
  }, JSON.stringify(filter));
}

const NURTURE = { field: "status", op: "eq", value: "nurture" };

test("rows are chosen by key, by range and all at once", async () => {
  const page = await openList();
  const bar = page.getByRole("region", { name: "Selected rows" });
  const grid = page.getByRole("grid");
  await page.keyboard.press("j");
  await page.keyboard.press("x");
  await expectVisible(bar.getByText("1 selected"));
  await page.keyboard.press("Shift+ArrowDown");
  await page.keyboard.press("Shift+ArrowDown");
  await expectVisible(bar.getByText("3 selected"));
  await grid
    .getByRole("checkbox", { name: "Select this row" })
    .nth(5)
    .click({ modifiers: ["Shift"] });
  await expectVisible(bar.getByText("6 selected"));
  await page.keyboard.press("x");
  await expectVisible(bar.getByText("5 selected"));
  await page.keyboard.press("Escape");
  await bar.waitFor({ state: "detached" });
  await page.keyboard.press("Control+a");
  await expectVisible(bar.getByRole("button", { name: "Move to the trash" }));
});

test("all that match are edited, told in exact numbers, and put back with one undo", async () => {
  const page = await openList();
  const before = await count(page, NURTURE);
  await page.getByRole("checkbox", { name: "Select all loaded rows" }).check();
  const bar = page.getByRole("region", { name: "Selected rows" });
  const all = bar.getByRole("button", { name: /^Select all/ });
  if (await all.count()) await all.click();
  await bar.getByRole("button", { name: "Edit" }).click();
  await page.getByRole("combobox", { name: "Status" }).click();
  await page.getByRole("option", { name: "Contacted" }).click();
  await page.getByRole("button", { name: "Apply" }).click();
  await expectVisible(page.getByText(`Changed ${before} leads`));
  expect(await count(page, NURTURE)).toBe(0);
  await page.getByRole("button", { name: "Undo" }).click();
  await expectVisible(page.getByText(`Put back ${before} leads`));
  expect(await count(page, NURTURE)).toBe(before);
});

test("a selection goes to the trash and comes back", async () => {
  const page = await openList();
  const before = await count(page, NURTURE);
  await page.keyboard.press("j");
  await page.keyboard.press("x");
  await page.keyboard.press("Shift+ArrowDown");
  await page.getByRole("button", { name: "Move to the trash" }).click();
  await expectVisible(page.getByText("Moved 2 leads to the trash"));
  expect(await count(page, NURTURE)).toBe(before - 2);
  await page.getByRole("button", { name: "Undo" }).click();
  await expectVisible(page.getByText("Put back 2 leads"));
  expect(await count(page, NURTURE)).toBe(before);
});

/* The text of the file that the selection is taken out as. */
async function exported(page: Page, columns: string): Promise<string> {
  const bar = page.getByRole("region", { name: "Selected rows" });
  await bar.getByRole("button", { name: "Export" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("radio", { name: /^CSV/ }).check();
  await dialog.getByRole("radio", { name: columns }).check();
  const downloading = page.waitForEvent("download");
  await dialog.getByRole("button", { name: "Export" }).click();
  return readFileSync(await (await downloading).path(), "utf8");
}

test("a whole list is exported as a workbook, by a link that works once", async () => {
  const page = await openList({ theme: "dark" });
  const before = await count(page, NURTURE);
  await page.getByRole("button", { name: "Export the list" }).click();
  const dialog = page.getByRole("dialog");
  await expectVisible(dialog.getByText(`Export ${before} leads`));
  await expectAccessible(page);
  const downloading = page.waitForEvent("download");
  await dialog.getByRole("button", { name: "Export" }).click();
  const download = await downloading;
  expect(download.suggestedFilename()).toMatch(/^leads-\d{4}-\d\d-\d\d\.xlsx$/);
  expect(
    readFileSync(await download.path())
      .subarray(0, 2)
      .toString(),
  ).toBe("PK");
  await expectVisible(page.getByText(`Exported ${before} leads`));
  const again = await page.evaluate(async (url) => (await fetch(url)).status, download.url());
  expect(again).toBe(410);
});

test("a selection is exported as CSV, its rows and no others", async () => {
  const page = await openList();
  await page.keyboard.press("j");
  await page.keyboard.press("x");
  await page.keyboard.press("Shift+ArrowDown");
  const text = await exported(page, "All columns");
  const lines = text.trim().split("\r\n");
  expect(lines[0]).toContain("Name,Company,Status,Score");
  expect(lines).toHaveLength(3);
  expect(lines[1]).toContain("Nurture");
});

test("an export has tags and custom fields, and only the columns shown where that is asked for", async () => {
  const page = await signIn("acme", "dana@acme.example", "/leads");
  const tag = `Exported ${Date.now()}`;
  await page.evaluate(async (name) => {
    const headers = { "content-type": "application/json" };
    const send = (path: string, method: string, body: object, also = {}) =>
      fetch(path, { method, headers: { ...headers, ...also }, body: JSON.stringify(body) });
    const lead = await (await send("/api/leads", "POST", { last_name: name })).json();
    const { id } = await (await send("/api/tags", "POST", { name })).json();
    const version = { "if-match": `"${lead.version}"` };
    await send(`/api/leads/${lead.id}/tags`, "PUT", { tag_ids: [id] }, version);
    const next = { "if-match": `"${lead.version + 1}"` };
    await send(`/api/leads/${lead.id}/custom`, "PUT", { values: { fair: "Milano" } }, next);
  }, tag);
  await page.goto(new URL("/leads?columns=company,name", page.url()).href);
  const row = page.getByRole("row").filter({ hasText: tag });
  const file = async (columns: string) => {
    await row.getByRole("checkbox").click();
    const text = (await exported(page, columns)).replace("\uFEFF", "");
    await row.getByRole("checkbox").click();
    return text.trim().split("\r\n");
  };
  const all = await file("All columns");
  expect(all[0]).toContain("Tags");
  expect(all[0]).toContain("Met at");
  expect(all[1]?.split(tag).length).toBe(3);
  expect(all[1]).toContain("Milano");
  const shown = await file("The columns shown");
  expect(shown[0]).toMatch(/^Company,Name/);
  expect(shown[0]).not.toContain("Tags");
});

test.each([
  ["light", 1440],
  ["dark", 360],
] as const)("the bar of a selection is accessible, %s at %i px", async (theme, width) => {
  const page = await openList({ theme, width });
  await page.getByRole("checkbox", { name: "Select this row" }).nth(1).click();
  await expectVisible(page.getByRole("region", { name: "Selected rows" }));
  await settled(page);
  await expectAccessible(page);
});
