import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import {
  expectAccessible,
  expectVisible,
  inEveryLook,
  settled,
  signIn,
  withChromium,
} from "./browser.ts";
import { bring, check, confirmName, run } from "./import-steps.ts";

withChromium();

test("files of another system come in, a name is confirmed once, and nothing changes the second time", async () => {
  const page = await signIn("acme", "dana@acme.example");
  await bring(page, "acme", "sales-teams.csv");
  expect(await check(page)).toEqual([3, 0, 0, 0]);
  expect(await run(page)).toEqual([3, 0, 0, 0]);
  await bring(page, "acme", "products.csv");
  await check(page);
  expect(await run(page)).toEqual([2, 0, 0, 0]);
  await bring(page, "acme", "accounts.csv");
  await check(page);
  expect(await run(page)).toEqual([2, 0, 0, 0]);

  await bring(page, "acme", "sales-pipeline.csv");
  expect(await check(page)).toEqual([1, 0, 0, 3]);
  await expectAccessible(page);
  expect(await confirmName(page, "TidePro", "Tide Pro", 1)).toEqual([3, 0, 0, 1]);
  await expectVisible(page.getByRole("gridcell", { name: "Nowhere Known" }));
  expect(await run(page)).toEqual([3, 0, 0, 1]);

  await bring(page, "acme", "sales-pipeline.csv");
  expect(await check(page)).toEqual([0, 0, 3, 1]);
  expect(await run(page)).toEqual([0, 0, 3, 1]);
  await expectVisible(page.getByRole("heading", { name: "Nothing came in" }));
});

test("an import is undone: exact numbers come first, and what somebody went on with stays", async () => {
  const page = await signIn("acme", "dana@acme.example");
  const text =
    "Lead ID,Last name,Email,City\nFair-1,Faber,faber@fair.example,Bonn\nFair-2,Gallo,gallo@fair.example,Kiel\n";
  await bring(page, "acme", "fair.csv", text);
  await check(page);
  expect(await run(page)).toEqual([2, 0, 0, 0]);
  await goOnWith(page, "Faber");
  await page.getByRole("link", { name: "Import another file" }).click();
  await page.getByRole("link", { name: "Undo the import of fair.csv" }).first().click();
  const effect = page.locator("[data-undo-effect]");
  await expectVisible(effect.getByText("1 lead", { exact: true }));
  await expectVisible(effect.getByText("1 row keeps what somebody changed since."));
  await settled(page);
  await expectAccessible(page);
  await page.getByRole("button", { name: "Undo the import" }).click();
  await expectVisible(page.getByRole("heading", { name: "It is undone" }));
  expect(await page.locator("[data-outcome]").allTextContents()).toEqual(["1", "1", "0"]);
  await expectVisible(page.getByRole("gridcell", { name: "Somebody changed this since." }));
  await inEveryLook(page, () => expectAccessible(page));
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.getByRole("link", { name: "Look into the trash" }).click();
  await expectVisible(page.getByText("Gallo"));

  await bring(page, "acme", "fair.csv", text);
  expect(await check(page)).toEqual([1, 1, 0, 0]);
});

/* Somebody writes on a lead that came in. */
async function goOnWith(page: Page, name: string): Promise<void> {
  const status = await page.evaluate(async (called) => {
    const filter = JSON.stringify({ and: [{ field: "name", op: "eq", value: called }] });
    const list = await fetch(`/api/leads?filter=${encodeURIComponent(filter)}`);
    const [lead] = (await list.json()).items;
    const headers = { "Content-Type": "application/json", "If-Match": `"${lead.version}"` };
    const body = JSON.stringify({ city: "Bremen" });
    const answer = await fetch(`/api/leads/${lead.id}`, { method: "PATCH", headers, body });
    // What is not read to its end is still on its way, as far as the page's traffic is concerned.
    await answer.text();
    return answer.status;
  }, name);
  expect(status).toBe(200);
}

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
  await settled(page);
  await expectAccessible(page);
});
