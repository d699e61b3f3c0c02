import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { api, expectVisible, expectWellShown, settled, signIn, withChromium } from "./browser.ts";

withChromium();

interface CustomField {
  id: string;
  key: string;
  label: string;
  choices: string[];
}

const fieldsOf = (page: Page, noun: string): Promise<CustomField[]> =>
  api(page, "GET", `/api/custom_fields?noun=${noun}`);

async function choose(page: Page, label: string, item: string): Promise<void> {
  await page.getByRole("button", { name: `More for ${label}` }).click();
  await page.getByRole("menuitem", { name: item }).click();
}

async function define(page: Page, label: string, kind: string, choices: string[] = []) {
  await page.getByRole("button", { name: "New field" }).click();
  await page.getByLabel("Name", { exact: true }).fill(label);
  await page.getByLabel("Type").click();
  await page.getByRole("option", { name: kind, exact: true }).click();
  for (const [at, choice] of choices.entries()) {
    if (at > 0) await page.keyboard.press("Enter");
    else await page.getByRole("textbox", { name: "Name of the new choice" }).focus();
    await page.keyboard.type(choice);
  }
}

test("a field is defined, filled in on a record, its choices renamed; it is ordered, trashed and restored", async () => {
  // Of each try its own, for a key stays taken.
  const mark = String(Date.now() % 1_000_000);
  const [tier, seats] = [`Tier ${mark}`, `Seats ${mark}`];
  const page = await signIn(
    "globex",
    "maya@globex.example",
    "/settings/custom-fields?noun=company",
  );
  await expectWellShown(page);
  await define(page, tier, "Several choices", ["Gold", "Silver", "Bronze"]);
  await expectWellShown(page);
  await page.getByRole("button", { name: "Make the field" }).click();
  await expectVisible(page.getByText("Several choices · Gold, Silver, Bronze"));
  await define(page, seats, "Number");
  await page.getByRole("button", { name: "Make the field" }).click();
  await expectVisible(page.getByRole("button", { name: `More for ${seats}` }));
  await expectWellShown(page);

  const { items } = await api(page, "GET", "/api/companies?limit=1");
  const company = `/companies/${items[0].id}`;
  const values = async () => (await api(page, "GET", `/api${company}/custom`)).values;
  const keyOf = async (label: string) =>
    (await fieldsOf(page, "company")).find((field) => field.label === label)?.key ?? "";
  const origin = new URL(page.url()).origin;
  await page.goto(origin + company);
  await page.getByRole("button", { name: `Edit ${tier}:` }).click();
  await page.getByRole("checkbox", { name: "Gold" }).check();
  await page.getByRole("checkbox", { name: "Bronze" }).check();
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: `Edit ${seats}:` }).click();
  await page.getByRole("textbox", { name: seats }).fill("12,5");
  await page.keyboard.press("Enter");
  const [tierKey, seatsKey] = [await keyOf(tier), await keyOf(seats)];
  await expect.poll(values).toMatchObject({ [tierKey]: ["Gold", "Bronze"], [seatsKey]: 12.5 });
  // Its other facts are saved on top of it.
  await page.getByRole("button", { name: "Edit Industry:" }).click();
  await page.getByRole("textbox", { name: "Industry" }).fill("Mills");
  await page.keyboard.press("Enter");
  await expect.poll(async () => (await api(page, "GET", `/api${company}`)).industry).toBe("Mills");

  await page.goto(`${origin}/settings/custom-fields?noun=company`);
  await choose(page, tier, "Change");
  await page.getByRole("textbox", { name: "Name of Gold" }).fill("Platinum");
  await page.getByRole("button", { name: "Take out Silver" }).click();
  await page.getByRole("button", { name: /^Move Bronze/ }).focus();
  await page.keyboard.press("Home");
  await page.getByRole("button", { name: "Save" }).click();
  await expectVisible(page.getByText("Several choices · Bronze, Platinum"));
  expect(await values()).toMatchObject({ [tierKey]: ["Platinum", "Bronze"] });
  await choose(page, tier, "Change");
  await page.getByRole("button", { name: "Take out Platinum" }).click();
  await page.getByRole("button", { name: "Save" }).click();
  await expectVisible(page.getByText("Records have: Platinum. Give them another value first."));
  await page.getByRole("button", { name: "Cancel" }).click();

  await page.getByRole("button", { name: new RegExp(`^Move ${seats}`) }).focus();
  await page.keyboard.press("Home");
  await expect.poll(async () => (await fieldsOf(page, "company"))[0]?.label).toBe(seats);
  await settled(page);
  for (const label of [tier, seats]) {
    await choose(page, label, "Move to the trash");
    await expectVisible(page.getByRole("button", { name: `Restore ${label}` }));
  }
  expect(await values()).not.toHaveProperty(tierKey);
  await page.getByRole("button", { name: `Restore ${tier}` }).click();
  await expect.poll(values).toMatchObject({ [tierKey]: ["Platinum", "Bronze"] });
  await choose(page, tier, "Move to the trash");
  await expectWellShown(page);
});

test("a representative reads the fields and defines none", async () => {
  const page = await signIn("acme", "elif@acme.example", "/settings/custom-fields?noun=deal");
  await expectVisible(page.getByText("Administrators change these."));
  expect(await page.getByRole("button", { name: /^(More for|Move|New field)/ }).count()).toBe(0);
  await expectWellShown(page);
});
