import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { api, expectVisible, expectWellShown, settled, signIn, withChromium } from "./browser.ts";

withChromium();

interface Stage {
  id: string;
  name: string;
  version: number;
}
interface Pipeline {
  id: string;
  name: string;
  stages: Stage[];
}

const DANA = "dana@acme.example";

/** A pipeline of this test's own, so that it can run again. */
async function ownPipeline(page: Page): Promise<{ id: string; name: string }> {
  const name = `Renewals ${Date.now()}`;
  await page.getByRole("button", { name: "New pipeline" }).click();
  await page.getByLabel("Name").fill(name);
  await page.getByRole("button", { name: "Make the pipeline" }).click();
  await expectVisible(page.getByRole("heading", { name }));
  const made = (await pipelines(page)).find((one) => one.name === name);
  return made as Pipeline;
}

const pipelines = (page: Page): Promise<Pipeline[]> => api(page, "GET", "/api/pipelines");

async function stagesOf(page: Page, id: string): Promise<Stage[]> {
  return (await pipelines(page)).find((one) => one.id === id)?.stages ?? [];
}

const listOf = (page: Page, name: string) => page.getByRole("list", { name: `Stages of ${name}` });

async function choose(page: Page, name: string, stage: string, item: string): Promise<void> {
  await listOf(page, name)
    .getByRole("button", { name: `More for ${stage}` })
    .click();
  await page.getByRole("menuitem", { name: item }).click();
}

/** What the list shows, top to bottom. */
async function shown(page: Page, name: string): Promise<string[]> {
  const rows = await listOf(page, name).getByRole("listitem").allInnerTexts();
  return rows.map((text) => text.split("\n")[0]?.trim() ?? "");
}

test("stages are added, changed, ordered by key and by mouse, emptied, trashed and restored", async () => {
  const page = await signIn("acme", DANA, "/settings/pipelines");
  const { id, name } = await ownPipeline(page);
  await expectWellShown(page);

  await page.getByRole("button", { name: `Add a stage ${name}` }).click();
  await page.getByLabel("Name").fill("Pilot");
  await page.getByRole("button", { name: "Make the stage" }).click();
  await expectVisible(page.getByText("Give 0 to 100 percent."));
  await page.getByLabel("Probability in %").fill("60");
  await page.getByLabel("Stale after days").fill("7");
  await page.getByRole("checkbox", { name: "Amount" }).check();
  await expectWellShown(page);
  await page.getByRole("button", { name: "Make the stage" }).click();
  await expectVisible(page.getByText("60% · Pipeline · stale after 7 days · asks for: Amount"));

  const usual = ["Qualification", "Discovery", "Proposal", "Negotiation"];
  const handle = (stage: string) =>
    listOf(page, name).getByRole("button", { name: new RegExp(`^Move ${stage}`) });
  await handle("Pilot").focus();
  await page.keyboard.press("Home");
  await expect.poll(() => shown(page, name)).toEqual(["Pilot", ...usual, "Won", "Lost"]);
  await page.keyboard.press("ArrowDown");
  await expect.poll(async () => (await shown(page, name))[1]).toBe("Pilot");
  await page.keyboard.press("ArrowDown");
  await expect
    .poll(async () => (await stagesOf(page, id)).map((stage) => stage.name))
    .toEqual(["Qualification", "Discovery", "Pilot", "Proposal", "Negotiation", "Won", "Lost"]);
  await settled(page);
  const over = (stage: string) =>
    listOf(page, name).getByRole("listitem").filter({ hasText: stage });
  await handle("Pilot").dragTo(over("Negotiation"), { targetPosition: { x: 200, y: 48 } });
  await expect
    .poll(async () => (await stagesOf(page, id)).map((stage) => stage.name))
    .toEqual([...usual, "Pilot", "Won", "Lost"]);

  const stages = await stagesOf(page, id);
  const idOf = (stage: string) => stages.find((one) => one.name === stage)?.id as string;
  const deal = await api(page, "POST", "/api/deals", {
    name: `Roof ${name}`,
    stage_id: idOf("Pilot"),
    amount: 100_000,
  });
  await choose(page, name, "Pilot", "Move to the trash");
  await expectVisible(page.getByText("1 deal stands in this stage."));
  await expectWellShown(page);
  await page.getByLabel("Move them to").click();
  await page.getByRole("option", { name: "Discovery", exact: true }).click();
  await page.getByRole("button", { name: "Move them and trash the stage" }).click();
  await expect.poll(() => shown(page, name)).toEqual([...usual, "Won", "Lost"]);
  await expect
    .poll(async () => (await api(page, "GET", `/api/deals/${deal.id}`)).stage_id)
    .toBe(idOf("Discovery"));
  await page.getByRole("button", { name: "Undo" }).click();
  await expect.poll(() => shown(page, name)).toEqual([...usual, "Pilot", "Won", "Lost"]);

  await choose(page, name, "Lost", "Move to the trash");
  await expectVisible(page.getByText(/keeps at least one stage/));
  await expect.poll(() => shown(page, name)).toContain("Lost");

  await page.goto(`${new URL(page.url()).origin}/pipeline?pipeline=${id}`);
  await expectVisible(page.getByText("Pilot"));
  await api(page, "DELETE", `/api/deals/${deal.id}`);
});

test("whoever was slower is told who was faster, and keeps what was typed", async () => {
  const page = await signIn("acme", DANA, "/settings/pipelines");
  const { id, name } = await ownPipeline(page);
  const discovery = (await stagesOf(page, id)).find((stage) => stage.name === "Discovery") as Stage;
  await choose(page, name, "Discovery", "Change");
  await page.getByLabel("Name").fill("First talk");
  await api(
    page,
    "PATCH",
    `/api/stages/${discovery.id}`,
    { stale_after_days: 3 },
    discovery.version,
  );
  await page.getByRole("button", { name: "Save" }).click();
  await expectVisible(page.getByText(/changed Discovery a moment ago/));
  await page.getByRole("button", { name: "Save" }).click();
  await expect
    .poll(async () => (await stagesOf(page, id)).find((stage) => stage.id === discovery.id))
    .toMatchObject({ name: "First talk", stale_after_days: 3 });

  await page.getByRole("button", { name: `More for ${name}` }).click();
  await page.getByRole("menuitem", { name: "Move to the trash" }).click();
  await expectVisible(page.getByRole("button", { name: `Restore ${name}` }));
  await page.getByRole("button", { name: `Restore ${name}` }).click();
  await expectVisible(page.getByRole("heading", { name }));
  await api(page, "DELETE", `/api/pipelines/${id}`);
});

test("a representative reads the stages and changes none; the list of settings leads there", async () => {
  const page = await signIn("acme", "elif@acme.example", "/settings");
  await expectWellShown(page);
  await page.getByRole("link", { name: /^Pipelines/ }).click();
  await expectVisible(page.getByText("Administrators change these."));
  expect(await page.getByRole("button", { name: /^(More for|Move|New pipeline)/ }).count()).toBe(0);
  await expectWellShown(page);
  await page.goto(`${new URL(page.url()).origin}/settings/api-keys`);
  await expectVisible(page.getByText("This page is for administrators"));
  await expectWellShown(page);
});
