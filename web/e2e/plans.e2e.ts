import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { at, expectVisible, expectWellShown, signInByPage, withChromium } from "./browser.ts";
import { fresh, operate, operator } from "./operator.ts";

withChromium();

/** A workspace of this test's own, with one administrator. */
async function workspace(): Promise<{ slug: string; email: string }> {
  const slug = fresh("plover");
  const email = `dana@${slug}.example`;
  const who = ["--admin-name", "Dana Okafor", "--admin-email", email];
  await operate("tenant", "create", slug, "--name", `Plover ${slug}`, ...who);
  return { slug, email };
}

async function openTenant(page: Page, slug: string): Promise<void> {
  await page.getByRole("link", { name: "Tenants", exact: true }).click();
  await page.getByLabel("Search tenants").fill(slug);
  await page.getByRole("link", { name: `Plover ${slug}` }).click();
  await expectVisible(page.getByRole("heading", { name: `Plover ${slug}` }));
}

test("a plan is made, given and changed, and both sides see what it leaves", async () => {
  const { slug, email } = await workspace();
  const page = await operator();
  const name = `Team ${fresh("a")}`;
  await page.getByRole("link", { name: "Plans" }).click();
  await expectVisible(page.getByText("For those who sign up"));
  await page.getByRole("button", { name: "New plan" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Name").fill(name);
  await dialog.getByLabel("Seats").fill("many");
  await dialog.getByRole("button", { name: "Save the plan" }).click();
  await dialog.locator("[aria-invalid=true]").waitFor();
  await dialog.getByLabel("Seats").fill("1");
  await dialog.getByLabel("Records", { exact: true }).fill("10,000");
  await dialog.getByLabel("Gigabytes of files").fill("5");
  await dialog.getByLabel("Reports", { exact: true }).uncheck();
  await expectWellShown(page);
  await dialog.getByRole("button", { name: "Save the plan" }).click();
  const row = page.getByRole("listitem").filter({ hasText: name });
  await expectVisible(row.getByText("Seats: 1 · Records: 10,000 · Files: 5 GB"));
  await expectVisible(row.getByText("Without: Reports"));
  await expectWellShown(page);

  await openTenant(page, slug);
  await page.getByRole("button", { name: "Change the plan" }).click();
  await page.getByRole("dialog").getByLabel("Plan", { exact: true }).click();
  await page.getByRole("option", { name }).click();
  await page.getByLabel("Reason").fill("They asked");
  await expectWellShown(page);
  await page.getByRole("dialog").getByRole("button", { name: "Change the plan" }).click();
  await expectVisible(page.getByRole("heading", { name: `Plan: ${name}` }));
  // Its worker counts within half a minute.
  await expectVisible(page.getByText(/^[01] of 1$/));
  await expectVisible(page.getByText(`Plan: Standard → ${name}`));
  await expectWellShown(page);

  const dana = await signInByPage(slug, email);
  expect(await dana.getByRole("link", { name: "Reports" }).count()).toBe(0);
  await dana.goto(`${at(slug)}/settings/plan`);
  await expectVisible(dana.getByText(`This workspace is on the plan “${name}”.`));
  await expectVisible(dana.getByText("1 of 1"));
  await expectVisible(dana.getByText("Reports – not included"));
  await expectWellShown(dana);
  await dana.goto(`${at(slug)}/settings/people`);
  await dana.getByRole("button", { name: "Invite a colleague" }).click();
  await dana.getByRole("dialog").getByLabel("E-mail").fill(`tom@${slug}.example`);
  await dana.getByRole("button", { name: "Send the invitation" }).click();
  await expectVisible(dana.getByText(/has 1 seats?, and they are taken|Confirm your own/));

  // This tenant has reports after all.
  await page.getByRole("button", { name: "Change the plan" }).click();
  await page.getByRole("dialog").getByLabel("Reports", { exact: true }).check();
  await page.getByRole("dialog").getByRole("button", { name: "Change the plan" }).click();
  await page.getByText("Without: Reports").waitFor({ state: "detached" });
  await dana.goto(`${at(slug)}/reports`);
  await expectVisible(dana.getByRole("heading", { name: "Reports" }));

  await page.getByRole("link", { name: "Plans" }).click();
  await row.getByRole("button", { name: /^More for/ }).click();
  await page.getByRole("menuitem", { name: "Delete" }).click();
  await expectVisible(page.getByText(/Tenants are on this plan/));
});

test("a trial says when it ends, a brake is put on and let go, and a plan that goes comes back", async () => {
  const { slug, email } = await workspace();
  const page = await operator();
  await openTenant(page, slug);
  await page.getByRole("button", { name: "Change the state" }).click();
  await page.getByRole("radio", { name: /^Trial/ }).check();
  await expectVisible(page.getByLabel("The trial ends on"));
  await expectWellShown(page);
  await page.getByRole("dialog").getByRole("button", { name: "Change the state" }).click();
  await expectVisible(page.getByText(/^Trial until/));
  const dana = await signInByPage(slug, email);
  await expectVisible(dana.getByText(/^The trial ends on/));
  await expectWellShown(dana);

  await page.getByRole("button", { name: "Change the plan" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Brake: requests a minute").fill("5");
  await dialog.getByRole("button", { name: "Change the plan" }).click();
  await dialog.locator("[aria-invalid=true]").waitFor();
  await dialog.getByLabel("Brake: requests a minute").fill("60");
  await dialog.getByRole("button", { name: "Change the plan" }).click();
  await expectVisible(page.getByText("Brake: 60 requests a minute"));
  await page.getByRole("button", { name: "Change the plan" }).click();
  await dialog.getByLabel("Brake: requests a minute").fill("");
  await dialog.getByRole("button", { name: "Change the plan" }).click();
  await page.getByText("Brake: 60 requests a minute").waitFor({ state: "detached" });

  const name = `Gone ${fresh("b")}`;
  await page.getByRole("link", { name: "Plans" }).click();
  await page.getByRole("button", { name: "New plan" }).click();
  await dialog.getByLabel("Name").fill(name);
  await dialog.getByRole("button", { name: "Save the plan" }).click();
  const row = page.getByRole("listitem").filter({ hasText: name });
  await row.getByRole("button", { name: /^More for/ }).click();
  await page.getByRole("menuitem", { name: "Delete" }).click();
  await row.waitFor({ state: "detached" });
  await page.getByRole("button", { name: "Undo" }).click();
  await expectVisible(row);
});
