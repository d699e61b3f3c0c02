import { fileURLToPath } from "node:url";
import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { at, expectAccessible, expectVisible, signIn, withChromium } from "./browser.ts";

withChromium();

/** Uploads a file of ours and stops at its columns; what it holds is recognised. */
async function bring(page: Page, name: string): Promise<void> {
  await page.goto(`${at("acme")}/imports`);
  const file = fileURLToPath(new URL(`fixtures/${name}`, import.meta.url));
  await page.locator("input[type=file]").setInputFiles(file);
  await expectVisible(page.getByText(/^Recognised as/));
  await page.getByRole("button", { name: "Upload and look at it" }).click();
  await expectVisible(page.getByRole("heading", { name: "What each column fills" }));
}

async function check(page: Page): Promise<number[]> {
  await page.getByRole("link", { name: "Check the file" }).click();
  await expectVisible(page.getByText("These numbers are exact"));
  return figures(page);
}

async function run(page: Page): Promise<number[]> {
  await page.getByRole("button", { name: /^Import/ }).click();
  await expectVisible(page.getByRole("region", { name: "What the import did" }));
  return figures(page);
}

/** The rows that are new, changed, unchanged and rejected. */
async function figures(page: Page): Promise<number[]> {
  const texts = await page.locator("[data-outcome]").allTextContents();
  return texts.map(Number);
}

test("files of another system come in, a name is confirmed once, and nothing changes the second time", async () => {
  const page = await signIn("acme", "dana@acme.example");
  await bring(page, "sales-teams.csv");
  expect(await check(page)).toEqual([3, 0, 0, 0]);
  expect(await run(page)).toEqual([3, 0, 0, 0]);
  await bring(page, "products.csv");
  await check(page);
  expect(await run(page)).toEqual([2, 0, 0, 0]);
  await bring(page, "accounts.csv");
  await check(page);
  expect(await run(page)).toEqual([2, 0, 0, 0]);

  await bring(page, "sales-pipeline.csv");
  expect(await check(page)).toEqual([1, 0, 0, 3]);
  await expectAccessible(page);
  await page.getByRole("button", { name: "Confirm that TidePro means Tide Pro" }).click();
  await page.waitForFunction(
    () => document.querySelector("[data-outcome=rejected]")?.textContent === "1",
  );
  expect(await figures(page)).toEqual([3, 0, 0, 1]);
  await expectVisible(page.getByRole("gridcell", { name: "Nowhere Known" }));
  expect(await run(page)).toEqual([3, 0, 0, 1]);

  await bring(page, "sales-pipeline.csv");
  expect(await check(page)).toEqual([0, 0, 3, 1]);
  expect(await run(page)).toEqual([0, 0, 3, 1]);
  await expectVisible(page.getByRole("heading", { name: "Nothing came in" }));
});

test("whoever may not import is told so, and whom to ask", async () => {
  const page = await signIn("acme", "elif@acme.example", "/imports");
  await expectVisible(page.getByRole("heading", { name: "You may not import files" }));
  expect(await page.getByRole("navigation").getByText("Import").count()).toBe(0);
});

test.each([
  ["light", 1440],
  ["dark", 360],
] as const)("the import page is accessible, %s at %i px", async (theme, width) => {
  const page = await signIn("acme", "dana@acme.example", "/imports", { theme, width });
  await expectVisible(page.getByRole("heading", { name: "Earlier imports" }));
  await page.waitForLoadState("networkidle");
  await expectAccessible(page);
});
