import { expect, test } from "vitest";
import { expectAccessible, expectVisible, signIn, withChromium } from "./browser.ts";

withChromium();

test("the search page finds records of every noun, marks what fits, and is walked by the arrows", async () => {
  const page = await signIn("acme", "dana@acme.example", "/leads");
  const first = page.getByRole("row").nth(1).getByRole("link");
  const name = (await first.textContent()) ?? "";
  await first.click();
  await expectVisible(page.getByRole("heading", { level: 1, name }));

  await page.goto(`${new URL(page.url()).origin}/search`);
  await expectVisible(page.getByRole("heading", { name: "Looked at last" }));
  await expectVisible(page.getByRole("main").getByRole("link", { name }));
  await page.getByRole("searchbox", { name: "Search for" }).fill(name);
  const leads = page.getByRole("region", { name: "Leads" });
  await expectVisible(leads.getByRole("link", { name }));
  await expect.poll(() => new URL(page.url()).searchParams.get("q")).toBe(name);
  expect(await leads.locator("mark").first().textContent()).toBe(name.split(" ")[0]);
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await expectVisible(page.getByRole("heading", { level: 1, name }));
  await page.goBack();
  await expectVisible(leads.getByRole("link", { name }));

  await page.getByRole("searchbox", { name: "Search for" }).fill("zzqqxx");
  await expectVisible(page.getByRole("heading", { name: "Nothing found" }));
});

test("the palette leads on to everything that is found", async () => {
  const page = await signIn("acme", "dana@acme.example", "/");
  await page.keyboard.press("Control+k");
  await page.getByRole("combobox", { name: "Search or do something" }).fill("hal");
  await page.getByRole("option", { name: /Search everything for/ }).click();
  await page.waitForURL(/\/search\?q=hal/);
  await expectVisible(page.getByRole("main").getByRole("link").first());
});

test.each([
  ["light", 1440],
  ["dark", 360],
] as const)("the search page is accessible, %s at %i px", async (theme, width) => {
  const page = await signIn("acme", "dana@acme.example", "/search?q=ha", { theme, width });
  await expectVisible(page.getByRole("region", { name: "Leads" }));
  await expectAccessible(page);
});
