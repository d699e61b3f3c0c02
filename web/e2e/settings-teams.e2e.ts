import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { api, expectVisible, expectWellShown, signIn, withChromium } from "./browser.ts";

withChromium();

interface Team {
  id: string;
  name: string;
  parent_id: string | null;
  version: number;
}

const DANA = "dana@acme.example";

async function teamOf(page: Page, name: string): Promise<Team | undefined> {
  const teams: Team[] = await api(page, "GET", "/api/teams");
  return teams.find((team) => team.name === name);
}

async function choose(page: Page, name: string, item: string): Promise<void> {
  await page.getByRole("button", { name: `More for ${name}`, exact: true }).click();
  await page.getByRole("menuitem", { name: item }).click();
}

async function make(page: Page, name: string): Promise<void> {
  await page.getByLabel("Name").fill(name);
  await page.getByRole("button", { name: "Make the team" }).click();
  await expectVisible(page.getByRole("button", { name: `More for ${name}`, exact: true }));
}

test("teams are made, moved within the tree, and deleted when nothing is in the way", async () => {
  const mark = Date.now();
  const [north, south, harbour] = [`North ${mark}`, `South ${mark}`, `Harbour ${mark}`];
  const page = await signIn("acme", DANA, "/settings/teams");
  for (const name of [north, south]) {
    await page.getByRole("button", { name: "New team" }).click();
    await make(page, name);
  }
  await choose(page, north, "New team below it");
  await make(page, harbour);
  const parentOf = async (name: string) => (await teamOf(page, name))?.parent_id;
  expect(await parentOf(harbour)).toBe((await teamOf(page, north))?.id);
  await expectWellShown(page);

  await choose(page, north, "Delete");
  await expectVisible(page.getByText("There are teams below it. Move them to another team first."));
  await choose(page, harbour, "Rename or move");
  await expectWellShown(page);
  await page.getByLabel("Below").click();
  await page.getByRole("option", { name: south }).click();
  await page.getByRole("button", { name: "Save" }).click();
  const southId = (await teamOf(page, south))?.id;
  await expect.poll(() => parentOf(harbour)).toBe(southId);
  await choose(page, north, "Delete");
  await expect.poll(() => teamOf(page, north)).toBeUndefined();
  await page.getByRole("button", { name: "Undo" }).last().click();
  await expect.poll(() => teamOf(page, north)).toMatchObject({ parent_id: null });

  await choose(page, south, "Rename or move");
  await page.getByLabel("Name").fill(`${south} II`);
  const seen = (await teamOf(page, south)) as Team;
  await api(page, "PATCH", `/api/teams/${seen.id}`, { name: `${south} III` }, seen.version);
  await page.getByRole("button", { name: "Save" }).click();
  await expectVisible(page.getByText(new RegExp(`changed ${south} a moment ago`)));
  await page.getByRole("button", { name: "Save" }).click();
  await expect.poll(() => teamOf(page, `${south} II`)).toMatchObject({ id: seen.id });
  for (const name of [harbour, `${south} II`, north])
    await api(page, "DELETE", `/api/teams/${(await teamOf(page, name))?.id}`);
});

test("the matrix says what the server does, and everybody may read it", async () => {
  const page = await signIn("acme", "elif@acme.example", "/settings/roles");
  await expectVisible(page.getByRole("heading", { name: "Roles" }));
  const matrix: Record<string, Record<string, boolean>> = await api(
    page,
    "GET",
    "/api/permissions",
  );
  await expectVisible(page.getByRole("rowheader", { name: "Convert" }));
  const rows = page.getByRole("row").filter({ has: page.getByRole("cell") });
  expect(await rows.count()).toBe(Object.keys(matrix).length);
  const granted = Object.values(matrix)
    .flatMap((roles) => Object.values(roles))
    .filter(Boolean);
  expect(await page.getByRole("img", { name: "Yes" }).count()).toBe(granted.length);
  await expectWellShown(page);
  await page.goto(`${new URL(page.url()).origin}/settings/teams`);
  await expectVisible(page.getByText("Administrators change these."));
  expect(await page.getByRole("button", { name: /^(More for|New team)/ }).count()).toBe(0);
  await expectWellShown(page);
});
