import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { expectAccessible, expectVisible, settled, signIn, withChromium } from "./browser.ts";

withChromium();

test("a step of the funnel leads to as many deals as it says", async () => {
  const page = await signIn("acme", "elif@acme.example", "/reports/funnel");
  const step = page.getByRole("listitem").filter({
    has: page.getByRole("link", { name: "Discovery" }),
  });
  const said = await step.locator("b").innerText();
  await step.getByRole("link").click();
  await page.waitForURL(/\/reports\/deals\?.*reached=/);
  await expectVisible(page.getByRole("main").getByText(new RegExp(`^${said} deals$`)));
});

test("sources lead to as many leads as they say, under the same filter", async () => {
  const page = await signIn("acme", "elif@acme.example", "/reports/sources?owner=me");
  await page.getByRole("button", { name: "Show Leads by source as a table" }).click();
  const row = page.getByRole("row").nth(1);
  const said = await row.getByRole("cell").innerText();
  await row.getByRole("link").click();
  await page.waitForURL(/\/leads\?/);
  await expectVisible(page.getByRole("main").getByText(new RegExp(`^${said} leads?$`)));
});

test("a chart is downloaded as a table and as a picture", async () => {
  const page = await signIn("acme", "dana@acme.example", "/reports/forecast");
  for (const [kind, begins] of [
    ["Table (CSV)", "\uFEFFMonth,Won,Commit"],
    ["Picture (PNG)", "\uFFFDPNG"],
  ] as const) {
    await page.getByRole("button", { name: "Download Forecast by month, EUR" }).click();
    const [file] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("menuitem", { name: kind }).click(),
    ]);
    expect(readFileSync(await file.path(), "utf8").slice(0, begins.length)).toBe(begins);
  }
});

test("the map of leads is walked by keys, and opens the lead it says", async () => {
  const page = await signIn("acme", "dana@acme.example", "/reports/lead-map");
  const map = page.getByRole("application", { name: /Map of leads/ });
  await map.focus();
  await page.keyboard.press("n");
  const slip = page.getByRole("status").filter({ hasText: "score" });
  await slip.getByText("…").waitFor({ state: "detached" });
  const name = await slip.locator("b").innerText();
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/leads\/[0-9a-f-]{36}/);
  await expectVisible(page.getByRole("heading", { level: 1, name }));
});

test.each([
  ["/reports", "light", 1440],
  ["/reports", "dark", 360],
  ["/reports/lead-map", "dark", 1440],
  ["/reports/forecast", "light", 360],
  ["/reports/deals?of=closed&state=lost", "light", 1440],
] as const)("%s is accessible, %s at %i px", async (path, theme, width) => {
  const page = await signIn("acme", "dana@acme.example", path, { theme, width });
  await settled(page);
  await expectVisible(page.getByRole("main"));
  await expectAccessible(page);
});
