import { expect, test } from "vitest";
import { expectAccessible, expectVisible, signIn, withChromium } from "./browser.ts";

withChromium();

test("a lead is converted by keyboard, its deal has one timeline with the rest, and it is a lead again after an undo", async () => {
  const page = await signIn("acme", "dana@acme.example", "/leads?filter=status:qualified");
  await page.getByRole("row").nth(1).getByRole("link").click();
  const convert = page.getByRole("button", { name: "Convert" });
  await expectVisible(convert);
  await page.getByRole("heading", { level: 1 }).click();
  await page.keyboard.press("v");
  const dialog = page.getByRole("dialog");
  await expectVisible(dialog.getByRole("checkbox", { name: /Start a deal in/ }));
  await expectAccessible(page);
  const deal = `Converted ${Date.now()}`;
  await dialog.getByLabel("Name of the deal").fill(deal);
  await page.keyboard.press("Enter");
  await expectVisible(page.getByText("This lead was converted and is read-only."));
  await page.getByRole("button", { name: "Undo", exact: true }).click();
  await expectVisible(page.getByText("is a lead again"));

  await convert.click();
  await dialog.getByLabel("Name of the deal").fill(deal);
  await page.keyboard.press("Enter");
  await page.getByRole("main").getByRole("link", { name: "Deal" }).click();
  await expectVisible(page.getByRole("heading", { name: deal }));
  await expectVisible(page.getByRole("region", { name: "Timeline" }).getByText("created it"));
  await page.goBack();
  await page.getByRole("button", { name: "Undo the conversion" }).click();
  await expectVisible(convert);
  await expectVisible(page.getByText("took the conversion back"));
});

test("a timeline shows one kind, what is next stands on top, and closing it asks for the next step", async () => {
  const page = await signIn("acme", "dana@acme.example", "/pipeline");
  await page.locator("[data-card]").first().click();
  await page.getByRole("link", { name: "Open the full page" }).click();
  const subject = `Send the contract ${Date.now()}`;
  await page.getByRole("button", { name: "Plan a task" }).click();
  await page.getByLabel("What is to be done?").fill(subject);
  await page.getByLabel("Due", { exact: true }).fill("2020-01-02");
  await page.keyboard.press("Enter");
  const next = page.getByText("late, was due").locator("xpath=..");
  await expectVisible(next.getByRole("checkbox", { name: subject }));
  await expectAccessible(page);

  const timeline = page.getByRole("region", { name: "Timeline" });
  await page.getByRole("button", { name: "Changes" }).click();
  await expectVisible(timeline.getByText("created it"));
  expect(await timeline.getByText(subject).count()).toBe(0);
  await page.getByRole("button", { name: "Tasks" }).click();
  await expectVisible(timeline.getByText(subject));
  expect(await timeline.getByText("created it").count()).toBe(0);

  await next.getByRole("checkbox", { name: subject }).click();
  await expectVisible(page.getByLabel("Done. What is the next step?"));
  await next.getByRole("checkbox", { name: subject }).waitFor({ state: "detached" });
});
