import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { expectAccessible, expectVisible, settled, signIn, withChromium } from "./browser.ts";

withChromium();

const heading = (page: Page) =>
  page.getByRole("complementary").getByRole("heading", { level: 2 }).first();
const panel = (page: Page) => page.getByRole("complementary").last();
const opened = (page: Page) => new URL(page.url()).searchParams.get("open");

test.each(["/leads", "/contacts", "/companies"])(
  "%s: the space bar opens a record beside the list, arrows walk, Enter goes there, Back comes back",
  async (path) => {
    const page = await signIn("acme", "dana@acme.example", path);
    const rows = page.getByRole("row");
    await rows.nth(5).waitFor();
    const nameOf = async (at: number) => (await rows.nth(at).getByRole("link").textContent()) ?? "";
    const [first, second] = [await nameOf(1), await nameOf(2)];
    await page.keyboard.press("j");
    await page.keyboard.press("Space");
    await expectVisible(page.getByRole("heading", { level: 2, name: first }));
    const id = opened(page);
    expect(id).not.toBeNull();

    await page.keyboard.press("ArrowDown");
    await expectVisible(page.getByRole("heading", { level: 2, name: second }));
    expect(opened(page)).not.toBe(id);
    await page.keyboard.press("k");
    await expectVisible(page.getByRole("heading", { level: 2, name: first }));
    await expectVisible(panel(page).getByRole("heading", { name: "Timeline" }));

    await page.reload();
    await expectVisible(page.getByRole("heading", { level: 2, name: first }));
    expect(opened(page)).toBe(id);
    await page.getByRole("grid").focus();
    await page.keyboard.press("Enter");
    await page.waitForURL(new RegExp(`${path}/${id}`));
    await page.goBack();
    await expectVisible(page.getByRole("heading", { level: 2, name: first }));
    await settled(page);
    await page.keyboard.press("Escape");
    await heading(page).waitFor({ state: "detached" });
    expect(opened(page)).toBeNull();
    await page.keyboard.press("j");
    await page.keyboard.press("Space");
    await expectVisible(page.getByRole("heading", { level: 2, name: second }));
    await page.goBack();
    await heading(page).waitFor({ state: "detached" });
    expect(new URL(page.url()).pathname).toBe(path);
  },
);

test("a field is edited in the panel and shows in the row; # trashes only from within the panel, with an undo", async () => {
  const page = await signIn("acme", "dana@acme.example", "/leads");
  const row = page.getByRole("row").nth(2);
  await row.hover();
  await row.getByRole("button", { name: "Show beside the list" }).click();
  const name = (await row.getByRole("link").textContent()) ?? "";
  await expectVisible(panel(page).getByRole("heading", { level: 2, name }));
  await panel(page)
    .getByRole("button", { name: /^Edit Score:/ })
    .click();
  await page.getByLabel("Score", { exact: true }).fill("97");
  await page.keyboard.press("Enter");
  await expectVisible(row.getByText("97"));

  await page.getByRole("grid").focus();
  await page.keyboard.press("#");
  await page.keyboard.press("j");
  await expect.poll(() => heading(page).textContent(), { timeout: 15_000 }).not.toBe(name);
  await page.keyboard.press("k");
  await expect.poll(() => heading(page).textContent(), { timeout: 15_000 }).toBe(name);
  expect(await page.getByText(`Moved ${name} to the trash`).count()).toBe(0);
  const edit = panel(page).getByRole("button", { name: /^Edit Score: 97/ });
  await edit.focus();
  await page.keyboard.press("#");
  await expectVisible(page.getByText(`Moved ${name} to the trash`));
  await heading(page).waitFor({ state: "detached" });
  await page.getByRole("button", { name: "Undo" }).click();
  await expectVisible(page.getByText(`${name} is out of the trash`));
});

test("beside the board # belongs to the panel too", async () => {
  const page = await signIn("acme", "dana@acme.example", "/pipeline");
  const card = page.getByRole("link").filter({ hasText: /€/ }).first();
  await card.click();
  await expectVisible(panel(page).getByRole("heading", { name: "Timeline" }));
  const name = (await heading(page).textContent())?.trim() ?? "";
  await page.getByRole("link", { name: "Mine" }).focus();
  await page.keyboard.press("#");
  await page.getByRole("button", { name: "New deal" }).focus();
  await page.keyboard.press("#");
  await expectVisible(panel(page));
  expect(await page.getByText("is in the trash").count()).toBe(0);
  await heading(page).focus();
  await page.keyboard.press("#");
  await expectVisible(page.getByText(`${name} is in the trash`));
  await page.getByRole("button", { name: "Undo" }).click();
});

test("an activity's record opens beside the agenda, with the activity above it", async () => {
  const page = await signIn("acme", "dana@acme.example", "/activities?who=all&view=overdue");
  const row = page.getByRole("row").nth(1);
  await row.hover();
  const subject = (await row.getByRole("link").textContent()) ?? "";
  await row.getByRole("button", { name: "Show beside the list" }).click();
  await expectVisible(panel(page).getByText(subject));
  await expectVisible(panel(page).getByRole("heading", { name: "Timeline" }));
  await expectAccessible(page);
  await page.keyboard.press("Escape");
  await heading(page).waitFor({ state: "detached" });
});

test.each([
  ["/leads", "light", 1440],
  ["/contacts", "dark", 1440],
  ["/companies", "light", 360],
  ["/leads", "dark", 360],
] as const)("the panel of %s is accessible, %s at %i px", async (path, theme, width) => {
  const page = await signIn("acme", "dana@acme.example", path, { theme, width });
  const row = page.getByRole("row").nth(3);
  await row.hover();
  await row.getByRole("button", { name: "Show beside the list" }).click();
  await expectVisible(page.getByRole("heading", { name: "Timeline" }));
  await settled(page);
  await expectAccessible(page);
});

test("on a phone the panel covers the page, and Back closes it", async () => {
  const page = await signIn("acme", "dana@acme.example", "/contacts", { width: 360, height: 740 });
  const row = page.getByRole("row").nth(2);
  await row.hover();
  await row.getByRole("button", { name: "Show beside the list" }).click();
  const sheet = page.getByRole("dialog");
  await expectVisible(sheet.getByRole("heading", { name: "Timeline" }));
  expect(await sheet.boundingBox()).toEqual({ x: 0, y: 0, width: 360, height: 740 });
  await page.goBack();
  await sheet.waitFor({ state: "detached" });
  await expectVisible(row);
});
