import { expect, test } from "vitest";
import { expectAccessible, expectVisible, settled, signIn, withChromium } from "./browser.ts";
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
