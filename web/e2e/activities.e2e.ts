import { expect, test } from "vitest";
import { expectAccessible, expectVisible, settled, signIn, withChromium } from "./browser.ts";

withChromium();

test("a task about a lead is made, done, undone and moved, and is still there after a reload", async () => {
  const page = await signIn("acme", "elif@acme.example", "/activities");
  const subject = `Send the offer ${Date.now()}`;
  const row = page.getByRole("row").filter({ hasText: subject });
  // An agenda without anything offers it a second time.
  await page.getByRole("button", { name: "New activity" }).first().click();
  await page.getByLabel("Subject").fill(subject);
  await page.getByRole("combobox", { name: "About" }).click();
  await page.getByRole("option", { name: /Lead/ }).first().click();
  await page.getByRole("button", { name: "Create activity" }).click();
  await expectVisible(row);
  expect(await row.getByRole("link").getAttribute("href")).toMatch(/^\/leads\//);

  await row.getByRole("checkbox").click();
  await row.waitFor({ state: "detached" });
  const next = page.getByRole("region", { name: "The next step" });
  await next.getByLabel("Done. What is the next step?").fill(`Call about it ${Date.now()}`);
  await page.keyboard.press("Enter");
  await next.waitFor({ state: "detached" });
  await page.getByRole("button", { name: "Undo" }).click();
  await expectVisible(row);

  await row.getByRole("button", { name: /More actions/ }).click();
  await page.getByRole("menuitem", { name: "Tomorrow" }).click();
  await row.waitFor({ state: "detached" });
  await page.getByRole("link", { name: /^Upcoming/ }).click();
  await expectVisible(row);
  await page.reload();
  await expectVisible(row.getByText("Tomorrow"));
});

test.each([
  ["/activities", "light", 1440],
  ["/activities?who=all&view=overdue", "dark", 360],
  ["/nowhere", "light", 360],
] as const)("%s is accessible, %s at %i px", async (path, theme, width) => {
  const page = await signIn("acme", "dana@acme.example", path, { theme, width });
  await settled(page);
  await expectVisible(page.getByRole("main"));
  await expectAccessible(page);
});
