import { fileURLToPath } from "node:url";
import type { Page } from "playwright-core";
import { at, expectVisible } from "./browser.ts";

/** Uploads a file, of ours or of this text, to a workspace and stops at its columns; what it holds is recognised. */
export async function bring(page: Page, slug: string, name: string, text?: string): Promise<void> {
  await page.goto(`${at(slug)}/imports`);
  const file =
    text === undefined
      ? fileURLToPath(new URL(`fixtures/${name}`, import.meta.url))
      : { name, mimeType: "text/csv", buffer: Buffer.from(text) };
  await page.locator("input[type=file]").setInputFiles(file);
  await expectVisible(page.getByText(/^Recognised as/));
  await page.getByRole("button", { name: "Upload and look at it" }).click();
  await expectVisible(page.getByRole("heading", { name: "What each column fills" }));
}

/** Goes on to the check: what the import would do. */
export async function check(page: Page): Promise<number[]> {
  await page.getByRole("link", { name: "Check the file" }).click();
  await expectVisible(page.getByText("These numbers are exact"));
  return figures(page);
}

/** Says what a name of the file stands for, and waits until that many rows are left out. */
export async function confirmName(
  page: Page,
  from: string,
  to: string,
  rejected: number,
): Promise<number[]> {
  await page.getByRole("button", { name: `Confirm that ${from} means ${to}` }).click();
  await page.waitForFunction(
    (count) => document.querySelector("[data-outcome=rejected]")?.textContent === String(count),
    rejected,
  );
  return figures(page);
}

/** Imports, and waits for what it did. */
export async function run(page: Page): Promise<number[]> {
  await page.getByRole("button", { name: /^Import/ }).click();
  await expectVisible(page.getByRole("region", { name: "What the import did" }));
  return figures(page);
}

/* The rows that are new, changed, unchanged and rejected. */
async function figures(page: Page): Promise<number[]> {
  const texts = await page.locator("[data-outcome]").allTextContents();
  return texts.map(Number);
}
