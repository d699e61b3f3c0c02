import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { expectAccessible, expectVisible, settled, signIn, withChromium } from "./browser.ts";

withChromium();

/* Companies of a name that nothing else has, in the trash; their ids. */
async function throwAway(page: Page, name: string, count: number): Promise<string[]> {
  return page.evaluate(
    async ([text, many]) => {
      const headers = { "content-type": "application/json" };
      const ids: string[] = [];
      for (let n = 1; n <= Number(many); n++) {
        const body = JSON.stringify({ name: `${text} ${n}` });
        const made = await fetch("/api/companies", { method: "POST", headers, body });
        const { id } = await made.json();
        const contact = JSON.stringify({ last_name: `${text} person`, company_id: id });
        await fetch("/api/contacts", { method: "POST", headers, body: contact });
        await fetch(`/api/companies/${id}`, { method: "DELETE" });
        ids.push(id);
      }
      return ids;
    },
    [name, String(count)] as const,
  );
}

test("what was trashed is found, restored with an undo, and deleted for good after a question that says what goes", async () => {
  const page = await signIn("acme", "dana@acme.example", "/");
  const name = `Quarry ${Date.now()}`;
  const [first] = await throwAway(page, name, 3);
  await page.getByRole("navigation").first().getByRole("link", { name: "Trash" }).click();
  await expectVisible(page.getByText("What lies here is deleted for good after 30 days."));
  await page
    .getByRole("link", { name: /^Companies/ })
    .last()
    .click();
  await page.getByLabel("Name", { exact: true }).fill(name);
  const rows = page.getByRole("row").filter({ hasText: name });
  await expect.poll(() => rows.count()).toBe(3);
  await expectVisible(rows.first().getByText("Dana Okafor"));

  await rows
    .first()
    .getByRole("button", { name: `Restore ${name} 3` })
    .click();
  await expectVisible(page.getByText("1 record is out of the trash"));
  await expect.poll(() => rows.count()).toBe(2);
  await page.getByRole("button", { name: "Undo" }).click();
  await expect.poll(() => rows.count()).toBe(3);

  for (const which of [3, 2])
    await rows
      .filter({ hasText: `${name} ${which}` })
      .getByRole("checkbox")
      .click();
  await page.getByRole("button", { name: "Restore", exact: true }).click();
  await expectVisible(page.getByText("2 records are out of the trash"));
  await expect.poll(() => rows.count()).toBe(1);

  await rows.first().getByRole("checkbox").click();
  await page.getByRole("button", { name: "Delete for good" }).click();
  const dialog = page.getByRole("dialog", { name: "Delete 1 record for good?" });
  await expectVisible(dialog.getByText("1 contact", { exact: true }));
  await expectAccessible(page);
  await dialog.getByRole("button", { name: "Delete for good" }).click();
  await dialog.waitFor({ state: "detached" });
  await expectVisible(page.getByText("Nothing in the trash matches"));
  const status = await page.evaluate(
    async (id) => (await fetch(`/api/companies/${id}`)).status,
    first,
  );
  expect(status).toBe(404);
});

test("whoever may not delete for good is not offered it", async () => {
  const page = await signIn("acme", "elif@acme.example", "/");
  const name = `Slate ${Date.now()}`;
  await throwAway(page, name, 1);
  await page.goto(`${new URL(page.url()).origin}/trash?noun=companies&by=me`);
  const row = page.getByRole("row").filter({ hasText: name });
  await row.getByRole("checkbox").click();
  await expectVisible(page.getByRole("button", { name: "Restore", exact: true }));
  expect(await page.getByRole("button", { name: "Delete for good" }).count()).toBe(0);
});

test.each([
  ["light", 1440],
  ["dark", 360],
] as const)("the trash is accessible, %s at %i px", async (theme, width) => {
  const page = await signIn("acme", "dana@acme.example", "/trash?noun=activities", {
    theme,
    width,
  });
  await settled(page);
  await expectVisible(page.getByRole("heading", { level: 1, name: "Trash" }));
  await expectAccessible(page);
});
