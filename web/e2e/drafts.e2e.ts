import { expect, test } from "vitest";
import { expectAccessible, expectVisible, signIn, withChromium } from "./browser.ts";

withChromium();

test("a half-written note survives a reload, and is gone once it is saved", async () => {
  const page = await signIn("acme", "dana@acme.example", "/contacts");
  await page.getByRole("row").nth(1).getByRole("link").first().click();
  await page.getByRole("button", { name: "Write a note" }).click();
  const note = page.getByLabel("Note", { exact: true });
  const text = `Half a thought ${Date.now()}`;
  await note.fill(text);
  await page.reload();
  await expectVisible(note);
  expect(await note.inputValue()).toBe(text);
  await page.getByRole("button", { name: "Save" }).click();
  await expectVisible(page.getByRole("region", { name: "Timeline" }).getByText(text));
  await page.reload();
  await expectVisible(page.getByRole("region", { name: "Timeline" }).getByText(text));
  expect(await note.count()).toBe(0);
});

test("a new lead and a new deal point at who is there already", async () => {
  const page = await signIn("acme", "dana@acme.example", "/leads");
  const lead = page.getByRole("row").nth(1).getByRole("link");
  const [first = "", ...rest] = ((await lead.textContent()) ?? "").split(" ");
  await page.getByRole("button", { name: "New lead" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("First name").fill(first);
  await dialog.getByLabel("Last name").fill(rest.join(" "));
  await expectVisible(dialog.getByText("Perhaps there already."));
  await expectVisible(dialog.getByRole("link", { name: `${first} ${rest.join(" ")}` }));
  await expectAccessible(page);
  await page.keyboard.press("Escape");

  await page.goto(page.url().replace("/leads", "/pipeline"));
  const deal = (await page.locator("[data-card] b").first().textContent()) ?? "";
  await page.getByRole("button", { name: "New deal" }).click();
  await dialog.getByLabel("Name", { exact: true }).fill(deal);
  await expectVisible(dialog.getByRole("link", { name: deal }));
});
