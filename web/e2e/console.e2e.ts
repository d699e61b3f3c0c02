import { expect, test } from "vitest";
import {
  at,
  expectAccessible,
  expectVisible,
  expectWellShown,
  signIn,
  visit,
  visitAddress,
  withChromium,
} from "./browser.ts";
import { linkOf, mailTo } from "./mails.ts";
import { begin, fresh, linkFor, operator, WORDS } from "./operator.ts";

withChromium();

test("an operator begins with a link, keeps the codes, and signs in with one of them", async () => {
  const email = `${fresh("robin")}@example.com`;
  const link = await linkFor(email, "owner");
  const page = await visitAddress(link);
  await expectVisible(page.getByRole("heading", { name: "Robin Vance" }));
  await expectWellShown(page);
  await page.getByLabel("Password", { exact: true }).fill("short");
  await page.getByLabel("Code of your app").fill("000000");
  await page.getByRole("button", { name: "Begin", exact: true }).click();
  await page.locator("[name=password][aria-invalid=true]").waitFor();
  const codes = await begin(page);
  expect(codes).toHaveLength(10);
  await expectWellShown(page);
  await page.getByRole("link", { name: "I have kept them" }).click();
  await expectVisible(page.getByRole("heading", { name: "Tenants" }));

  await page.getByRole("button", { name: "Sign out" }).click();
  await page.getByLabel("E-mail").fill(email);
  await page.getByLabel("Password", { exact: true }).fill(WORDS);
  await page.getByLabel("Code of your app").fill("000000");
  await expectWellShown(page);
  await page.getByRole("button", { name: "Sign in" }).click();
  await expectVisible(page.getByRole("alert"));
  await page.getByLabel("Code of your app").fill(codes[0] as string);
  await page.getByRole("button", { name: "Sign in" }).click();
  await expectVisible(page.getByRole("heading", { name: "Tenants" }));

  const late = await visitAddress(link);
  await expectVisible(late.getByText("This link has been used"));
  await expectAccessible(late);
});

test("an owner adds an operator, who looks and changes nothing, and is kept out", async () => {
  const page = await operator();
  const email = `${fresh("sam")}@example.com`;
  await page.getByRole("link", { name: "Operators" }).click();
  await page.getByRole("button", { name: "Add an operator" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Name").fill("Sam Ortiz");
  await dialog.getByLabel("E-mail").fill("nobody");
  await dialog.getByRole("radio", { name: /Read-only/ }).check();
  await dialog.getByRole("button", { name: "Make the link" }).click();
  await dialog.locator("[aria-invalid=true]").waitFor();
  await dialog.getByLabel("E-mail").fill(email);
  await expectWellShown(page);
  await dialog.getByRole("button", { name: "Make the link" }).click();
  const link = await dialog.getByLabel("Link", { exact: true }).inputValue();
  await dialog.getByRole("button", { name: "Done" }).click();
  await expectVisible(page.getByText(email));
  await expectWellShown(page);

  const sam = await visitAddress(link);
  await begin(sam);
  await sam.getByRole("link", { name: "I have kept them" }).click();
  await expectVisible(sam.getByRole("heading", { name: "Tenants" }));
  expect(await sam.getByRole("button", { name: "New tenant" }).count()).toBe(0);

  await page.reload();
  const row = page.getByRole("listitem").filter({ hasText: email });
  await row.getByRole("button", { name: /^More for/ }).click();
  await page.getByRole("menuitem", { name: "Suspend" }).click();
  await expectVisible(row.getByText("Suspended"));
  await sam.getByRole("link", { name: "Operators" }).click();
  await expectVisible(sam.getByRole("heading", { name: "Console" }));
  await expectVisible(sam.getByText("Your session has ended"));
});

test("a tenant is made, found, suspended, opened again and made read-only, each with its effect said before", async () => {
  const page = await operator("support");
  const slug = fresh("harbor");
  const email = `mina@${slug}.example`;
  await expectVisible(page.getByRole("link", { name: "Acme Trading" }));
  await expectWellShown(page);
  await page.getByRole("button", { name: "New tenant" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Name").fill(`Harbor Foods ${slug}`);
  await dialog.getByLabel("Address").fill("acme");
  await dialog.getByLabel("Administrator").fill("Mina Sato");
  await dialog.getByLabel("E-mail").fill(email);
  await dialog.getByRole("button", { name: "Make the tenant" }).click();
  await dialog.locator("[aria-invalid=true]").waitFor();
  await dialog.getByLabel("Address").fill(slug);
  await expectWellShown(page);
  await dialog.getByRole("button", { name: "Make the tenant" }).click();
  await expectVisible(page.getByRole("heading", { name: `Harbor Foods ${slug}` }));
  const invitation = linkOf(await mailTo(email, /Harbor Foods/));
  expect(invitation).toContain(`${slug}.localhost`);

  await page.getByRole("link", { name: "Tenants" }).click();
  await page.getByLabel("Search tenants").fill(slug);
  await expect.poll(() => page.getByRole("row").count()).toBe(2);
  await page.getByRole("link", { name: `Harbor Foods ${slug}` }).click();
  const change = async (state: string, reason: string) => {
    await page.getByRole("button", { name: "Change the state" }).click();
    const dialog = page.getByRole("dialog", { name: /^Change the state/ });
    await dialog.getByRole("radio", { name: state }).check();
    await dialog.getByLabel("Reason").fill(reason);
    await expectWellShown(page);
    await dialog.getByRole("button", { name: "Change the state" }).click();
    await dialog.waitFor({ state: "detached" });
  };
  await change("Suspended", "Three invoices are open");
  await expectVisible(page.getByText("Three invoices are open"));
  await expectWellShown(page);
  const people = await visit(slug);
  await expectVisible(people.getByRole("heading", { name: "This workspace is suspended" }));

  await change("Active", "All paid");
  await expectVisible(page.getByText("All paid"));
  await people.goto(at(slug));
  await expectVisible(people.getByRole("button", { name: "Sign in" }));

  // Who was invited works there, until it is read-only.
  await people.goto(invitation);
  await people.getByLabel("Password", { exact: true }).fill(WORDS);
  await people.getByRole("button", { name: "Join the workspace" }).click();
  await expectVisible(people.getByRole("navigation"));
  await people.goto(`${at(slug)}/leads`);
  await expectVisible(people.getByRole("button", { name: "New lead" }));
  await change("Read-only", "Moving away");
  await people.reload();
  await expectVisible(people.getByText("This workspace is read-only at the moment"));
  expect(await people.getByRole("button", { name: "New lead" }).count()).toBe(0);
  await expectWellShown(people);
});

test("who uses the installation is shown, live and tenant by tenant", async () => {
  const page = await operator("read_only");
  const people = await signIn("sakura", "aiko@sakura.example", "/leads");
  await people.getByRole("row").nth(3).waitFor();
  await page.getByRole("link", { name: "Traffic" }).click();
  const row = page.getByRole("row").filter({ hasText: "Sakura" });
  await row.waitFor();
  await expectWellShown(page);
  await page.getByRole("combobox", { name: "Time" }).click();
  await page.getByRole("option", { name: "The last 30 days" }).click();
  await expect.poll(() => new URL(page.url()).search).toContain("month");
  await row.getByRole("link").click();
  await expectVisible(page.getByRole("group", { name: "Requests over time" }));
  await expectWellShown(page);
});

test("a stranger gets no further than the sign-in", async () => {
  const page = await visit("admin", "/operators");
  await expectVisible(page.getByRole("heading", { name: "Console" }));
  expect(new URL(page.url()).pathname).toBe("/sign-in");
  expect(await page.evaluate(() => fetch("/api/tenants").then(({ status }) => status))).toBe(401);
});
