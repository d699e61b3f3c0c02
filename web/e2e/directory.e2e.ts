import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { expectAccessible, expectVisible, settled, signIn, withChromium } from "./browser.ts";

withChromium();

test("a contact with two addresses is written down, joins a company, goes to the trash and comes back", async () => {
  const page = await signIn("acme", "dana@acme.example", "/contacts");
  const known = await oneThatIsThere(page);
  await page.getByRole("button", { name: "New contact" }).first().click();
  const dialog = page.getByRole("dialog", { name: "New contact" });
  await dialog.getByLabel("First name").fill("Nora");
  await dialog.getByLabel("Last name").fill("Quill");

  // somebody else's address: the dialog points at them
  const email = dialog.getByLabel("E-mail", { exact: true });
  await email.fill(known.email);
  await expectVisible(dialog.getByRole("link", { name: known.name }));
  await email.fill("nora@quill.example");
  await dialog.getByRole("link", { name: known.name }).waitFor({ state: "detached" });

  await dialog.getByRole("button", { name: "Add another address" }).click();
  await dialog.getByLabel("E-mail 2", { exact: true }).fill("not an address");
  await dialog.getByRole("button", { name: "Create contact" }).click();
  await expectVisible(dialog.getByText("This is not an e-mail address."));
  await dialog.getByLabel("E-mail 2", { exact: true }).fill("nora@home.example");
  await dialog.getByRole("button", { name: "Create contact" }).click();
  await page.getByRole("button", { name: "Open", exact: true }).click();
  await page.waitForURL(/\/contacts\/[0-9a-f-]{36}/);
  await expectVisible(page.getByRole("heading", { level: 1, name: "Nora Quill" }));

  await page.getByRole("button", { name: /^Edit Company:/ }).click();
  await page.getByRole("combobox", { name: "Company" }).fill(known.company);
  await page.getByRole("option", { name: known.company }).first().click();
  await expectVisible(page.getByRole("link", { name: `Go to ${known.company}` }));
  await page.getByRole("button", { name: "Write a note" }).click();
  await page.getByLabel("Note", { exact: true }).fill("Met at the fair\nWants a demo.");
  await page.getByRole("button", { name: "Save" }).click();
  await expectVisible(page.getByText("Wants a demo."));

  await page.reload();
  for (const written of ["nora@quill.example", "nora@home.example"])
    await expectVisible(page.getByRole("link", { name: `Write to ${written}` }));
  await expectVisible(page.getByRole("link", { name: `Go to ${known.company}` }));
  await expectVisible(page.getByText("Met at the fair"));

  const address = page.url();
  await page.getByRole("button", { name: "More actions" }).click();
  await page.getByRole("menuitem", { name: "Move to the trash" }).click();
  await page.waitForURL(/\/contacts$/);
  await page.getByRole("button", { name: "Undo" }).click();
  await expectVisible(page.getByText("Nora Quill is out of the trash"));
  await page.goto(address);
  await expectVisible(page.getByRole("heading", { level: 1, name: "Nora Quill" }));
  expect(await page.getByText("This is in the trash.").count()).toBe(0);

  // and from the company's page back to the contact
  await page.getByRole("link", { name: `Go to ${known.company}` }).click();
  await page.waitForURL(/\/companies\//);
  await page.locator(`main a[href="${new URL(address).pathname}"]`).click();
  await page.waitForURL(address);
});

test("a record that is not there says what to do", async () => {
  const page = await signIn(
    "acme",
    "dana@acme.example",
    "/companies/00000000-0000-7000-8000-000000000000",
  );
  await expectVisible(page.getByRole("heading", { name: "Nothing is here" }));
  await page.getByRole("main").getByRole("link", { name: "Companies" }).click();
  await expectVisible(page.getByRole("heading", { level: 1, name: "Companies" }));
});

test.each([
  ["/contacts", "light", 1440],
  ["/contacts", "dark", 360],
  ["/companies", "dark", 1440],
  ["/companies", "light", 360],
] as const)("%s and one of them are accessible, %s at %i px", async (path, theme, width) => {
  const page = await signIn("acme", "dana@acme.example", path, { theme, width });
  await settled(page);
  await expectAccessible(page);
  await page.locator(`main a[href^="${path}/"]`).nth(3).click();
  await expectVisible(page.getByRole("heading", { name: "Timeline" }));
  await settled(page);
  await expectAccessible(page);
});

/* A contact of the demo with an address and a company. */
async function oneThatIsThere(
  page: Page,
): Promise<{ name: string; email: string; company: string }> {
  const found: { name: string; email: string; company_name: string }[] = await page.evaluate(
    async () => {
      const filter = JSON.stringify({
        and: [
          { field: "email", op: "not_empty" },
          { field: "company_name", op: "prefix", value: "A" },
        ],
      });
      const answer = await fetch(`/api/contacts?limit=1&filter=${encodeURIComponent(filter)}`);
      return (await answer.json()).items;
    },
  );
  const [one] = found;
  if (!one) throw new Error("The demo has no contact with a company.");
  return { name: one.name, email: one.email, company: one.company_name };
}
