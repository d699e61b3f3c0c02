import { expect, test } from "vitest";
import { expectAccessible, expectVisible, signIn, withChromium } from "./browser.ts";

withChromium();

test("the palette finds a record, goes there, acts on it and remembers it, by keyboard alone", async () => {
  const page = await signIn("acme", "dana@acme.example", "/leads");
  const name = (await page.getByRole("row").nth(1).getByRole("link").textContent()) ?? "";
  await page.keyboard.press("Control+k");
  const box = page.getByRole("combobox", { name: "Search or do something" });
  await expectVisible(box);
  await page.keyboard.type(name);
  const hit = page.getByRole("group", { name: "Found" }).getByRole("option", { name }).first();
  await expectVisible(hit);
  await expectAccessible(page);
  await page.keyboard.press("Enter");
  await expectVisible(page.getByRole("heading", { level: 1, name }));

  await page.keyboard.press("Control+k");
  await page.keyboard.type("log a ca");
  const action = page.getByRole("option", { name: "Log a call" });
  await expectVisible(action);
  expect(await box.getAttribute("aria-activedescendant")).toBe(await action.getAttribute("id"));
  await page.keyboard.press("Enter");
  await expectVisible(page.getByLabel("What was it about?"));
  await page.keyboard.press("Escape");

  await page.getByRole("link", { name: "Home" }).click();
  await page.keyboard.press("/");
  const recent = page.getByRole("group", { name: "Recent" }).getByRole("option").first();
  await expectVisible(recent);
  expect(await recent.textContent()).toContain(name);
  await page.keyboard.press("Escape");
  await box.waitFor({ state: "detached" });
});

test("a record is made from anywhere by two keys, and single keys can be switched off for good", async () => {
  const page = await signIn("acme", "dana@acme.example", "/activities");
  await expectVisible(page.getByRole("heading", { level: 1 }));
  await page.keyboard.press("n");
  await page.keyboard.press("l");
  await expectVisible(page.getByRole("dialog", { name: "New lead" }));
  await page.keyboard.press("Escape");

  await page.keyboard.press("?");
  const sheet = page.getByRole("dialog", { name: "Keyboard shortcuts" });
  await expectVisible(sheet.getByText("New company"));
  await expectVisible(sheet.getByText("Search or do something"));
  await sheet.getByRole("checkbox", { name: "Single-key shortcuts" }).uncheck();
  await page.keyboard.press("Escape");
  await sheet.waitFor({ state: "detached" });
  await page.reload();
  await expectVisible(page.getByRole("heading", { level: 1 }));
  await page.keyboard.press("?");
  await page.keyboard.press("Control+k");
  await expectVisible(page.getByRole("dialog", { name: "Search and commands" }));
  expect(await sheet.count()).toBe(0);
});

test.each([
  ["light", 1440],
  ["dark", 360],
] as const)("the palette is accessible, %s at %i px", async (theme, width) => {
  const page = await signIn("acme", "dana@acme.example", "/pipeline", { theme, width });
  await page.keyboard.press("Control+k");
  await expectVisible(page.getByRole("option", { name: "New deal" }));
  await expectAccessible(page);
});
