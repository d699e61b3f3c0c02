import { expect, test } from "vitest";
import { expectAccessible, expectVisible, settled, signIn, withChromium } from "./browser.ts";

withChromium();

test("an administrator scrolls the leads, opens one and finds it again in the address", async () => {
  const page = await signIn("acme", "dana@acme.example", "/leads");
  const rows = page.getByRole("row");
  await rows.nth(5).waitFor();
  const before = await rows.count();
  expect(before).toBeGreaterThan(10);
  expect(before).toBeLessThan(80);
  await rows.nth(3).getByRole("link").first().click();
  await page.waitForURL(/\/leads\/[0-9a-f-]{36}/);
  await expectVisible(page.getByRole("heading", { level: 1 }));
});

test("the board shows the stages of the pipeline with their deals", async () => {
  const page = await signIn("acme", "dana@acme.example", "/pipeline");
  for (const stage of ["Qualification", "Discovery", "Proposal", "Negotiation"]) {
    await expectVisible(page.getByRole("heading", { name: new RegExp(stage) }));
  }
  await expectVisible(page.getByRole("link").filter({ hasText: /€/ }).first());
});

test.each([
  ["/leads", "light", 1440],
  ["/leads", "dark", 360],
  ["/pipeline", "light", 1440],
  ["/pipeline", "dark", 360],
] as const)("%s is accessible, %s at %i px", async (path, theme, width) => {
  const page = await signIn("acme", "dana@acme.example", path, { theme, width });
  await settled(page);
  await expectVisible(page.getByRole("main"));
  await expectAccessible(page);
});
