import type { CDPSession, Locator, Page } from "playwright-core";
import { expect, test } from "vitest";
import { expectAccessible, expectVisible, signIn, withChromium } from "./browser.ts";

withChromium();

const DANA = "dana@acme.example";
const ELIF = "elif@acme.example";
const PHONE = { width: 360, height: 740, touch: true } as const;

function column(page: Page, title: string): Locator {
  return page.getByRole("region", { name: title });
}

function cardsOf(where: Page | Locator): Locator {
  return where.locator("[data-card]");
}

async function idOf(card: Locator): Promise<string> {
  return (await card.getAttribute("data-card")) ?? "";
}

function answered(page: Page, method: string) {
  return page.waitForResponse(
    (answer) => /\/api\/deals\/[^/]+/.test(answer.url()) && answer.request().method() === method,
  );
}

async function said(page: Page, words: RegExp): Promise<void> {
  await expect
    .poll(() => page.locator('[role="status"], [aria-live]').allInnerTexts())
    .toContainEqual(expect.stringMatching(words));
}

/* What a column's head says: its count. */
async function countOf(page: Page, title: string): Promise<number> {
  const text = await column(page, title).getByTitle("Deals in this column").innerText();
  return Number(text.replaceAll(/\D/g, ""));
}

test("a card goes by keyboard, it is said from where to where, and a press takes it back", async () => {
  const page = await signIn("acme", DANA, "/pipeline");
  const card = cardsOf(column(page, "Qualification")).first();
  const id = await idOf(card);
  const before = [await countOf(page, "Qualification"), await countOf(page, "Discovery")];
  await card.focus();
  const moved = answered(page, "POST");
  for (const key of ["Space", "ArrowRight", "Space"]) await page.keyboard.press(key);
  await said(page, /^Moved .* from Qualification to Discovery, position 1$/);
  expect((await moved).status()).toBe(200);
  await expectVisible(column(page, "Discovery").locator(`[data-card="${id}"]`));
  const [qualification = 0, discovery = 0] = before;
  expect(await countOf(page, "Qualification")).toBe(qualification - 1);
  expect(await countOf(page, "Discovery")).toBe(discovery + 1);

  const back = answered(page, "POST");
  await page.getByRole("button", { name: "Undo" }).click();
  expect((await back).status()).toBe(200);
  await expectVisible(column(page, "Qualification").locator(`[data-card="${id}"]`));
  expect(await countOf(page, "Discovery")).toBe(discovery);
});

test("M lists the columns, for whoever does not want to carry", async () => {
  const page = await signIn("acme", DANA, "/pipeline");
  const card = cardsOf(column(page, "Discovery")).first();
  const id = await idOf(card);
  await card.focus();
  await page.keyboard.press("m");
  const list = page.getByRole("dialog", { name: /^Move / });
  const moved = answered(page, "POST");
  await list.getByRole("button", { name: /Proposal/ }).click();
  expect((await moved).status()).toBe(200);
  await expectVisible(column(page, "Proposal").locator(`[data-card="${id}"]`));
});

test("who was slower sees the card where it is, and who has put it there", async () => {
  const slow = await signIn("acme", DANA, "/pipeline");
  // Whoever hears of it in time is not slower.
  await slow.route("**/api/changes?*", (route) => route.abort());
  await slow.reload();
  const card = cardsOf(column(slow, "Negotiation")).first();
  const id = await idOf(card);
  const owner = await slow.evaluate(
    async (deal) => (await (await fetch(`/api/deals/${deal}`)).json()).owner_id,
    id,
  );
  const quick = await signIn("acme", "martin@acme.example", `/deals/${id}`);
  await expectVisible(quick.getByRole("heading", { level: 1 }));
  expect(await moveElsewhere(quick, id, "Proposal")).toBe(200);

  await card.focus();
  for (const key of ["Space", "ArrowLeft", "ArrowLeft", "Space"]) await slow.keyboard.press(key);
  await expectVisible(slow.getByText(/^Martin Brandt moved .* to Proposal first$/));
  await expectVisible(column(slow, "Proposal").locator(`[data-card="${id}"]`));
  expect(owner).toBeTruthy();
});

/* Moves a deal over the API, as another browser would. */
function moveElsewhere(page: Page, id: string, name: string): Promise<number> {
  return page.evaluate(
    async ([deal, stageName]) => {
      const { version } = await (await fetch(`/api/deals/${deal}`)).json();
      const pipelines = await (await fetch("/api/pipelines")).json();
      const stage = pipelines[0].stages.find((one: { name: string }) => one.name === stageName);
      const answer = await fetch(`/api/deals/${deal}/move`, {
        method: "POST",
        headers: { "content-type": "application/json", "if-match": `"${version}"` },
        body: JSON.stringify({ stage_id: stage.id }),
      });
      return answer.status;
    },
    [id, name] as const,
  );
}

test("between the columns of owners a deal changes hands, and comes back", async () => {
  const page = await signIn("acme", DANA, "/pipeline");
  await page.getByRole("combobox", { name: "Columns" }).click();
  await page.getByRole("option", { name: "By owner" }).click();
  await page.waitForURL(/group=owner/);
  const from = column(page, "Elif Yıldız");
  const card = cardsOf(from).first();
  await card.waitFor();
  const id = await idOf(card);
  const given = answered(page, "PATCH");
  await card.dragTo(column(page, "Freja Lund"));
  expect((await given).status()).toBe(200);
  await expectVisible(page.getByText(/^Moved .* to Freja Lund$/));
  expect(await ownerNameOf(page, id)).toBe("Freja Lund");
  const back = answered(page, "PATCH");
  await page.getByRole("button", { name: "Undo" }).click();
  expect((await back).status()).toBe(200);
  expect(await ownerNameOf(page, id)).toBe("Elif Yıldız");
});

function ownerNameOf(page: Page, id: string): Promise<string> {
  return page.evaluate(async (deal) => {
    const { owner_id } = await (await fetch(`/api/deals/${deal}`)).json();
    const people = await (await fetch("/api/users")).json();
    return people.find((one: { id: string }) => one.id === owner_id)?.name;
  }, id);
}

test("between the columns of months a deal gets another date, and keeps its day", async () => {
  const page = await signIn("acme", DANA, "/pipeline?group=month");
  const columns = page.getByRole("group", { name: "Pipeline" }).locator("[data-column]");
  await columns.nth(2).waitFor();
  const ids = await columns.evaluateAll((all) => all.map((one) => one.getAttribute("data-column")));
  const months = ids.filter((id) => /^\d{4}-\d{2}$/.test(id ?? "")) as string[];
  expect(months).toHaveLength(6);
  const card = cardsOf(page.locator(`[data-column="${months[1]}"]`)).first();
  const id = await idOf(card);
  const day = await dateOf(page, id);
  expect(day.slice(0, 7)).toBe(months[1]);
  await card.focus();
  const changed = answered(page, "PATCH");
  for (const key of ["Space", "ArrowRight", "Space"]) await page.keyboard.press(key);
  expect((await changed).status()).toBe(200);
  const after = await dateOf(page, id);
  expect(after.slice(0, 7)).toBe(months[2]);
  expect(Number(after.slice(8))).toBeLessThanOrEqual(Number(day.slice(8)));
});

function dateOf(page: Page, id: string): Promise<string> {
  return page.evaluate(
    async (deal) => (await (await fetch(`/api/deals/${deal}`)).json()).expected_close_date,
    id,
  );
}

test("filters are typed or chosen, stand in the address, and counts and sums follow", async () => {
  const page = await signIn("acme", DANA, "/pipeline");
  await cardsOf(page).first().waitFor();
  const all = await countOf(page, "Proposal");
  const box = page.getByRole("combobox", { name: "Filter by typing" });
  await box.fill("owner:me");
  await box.press("Enter");
  await page.waitForURL(/filter=owner_id/);
  await expect.poll(() => countOf(page, "Proposal")).toBeLessThan(all);
  await expectVisible(page.getByRole("button", { name: /Remove filter: Owner/ }));
  await page.reload();
  await cardsOf(page).first().waitFor();
  expect(await countOf(page, "Proposal")).toBeLessThan(all);
  await page.getByRole("button", { name: /Remove filter: Owner/ }).click();
  await expect.poll(() => countOf(page, "Proposal")).toBe(all);
});

test("a second pipeline has its own stages, and its address", async () => {
  const page = await signIn("acme", DANA, "/pipeline");
  await page.getByRole("combobox", { name: "Pipeline" }).click();
  await page.getByRole("option", { name: "Service renewals" }).click();
  await page.waitForURL(/pipeline=/);
  await expectVisible(column(page, "Agreed in principle"));
  await expectVisible(cardsOf(page).first());
  await page.reload();
  await expectVisible(column(page, "Agreed in principle"));
  await expectVisible(page.getByText(/stale \d+ d/).first());
});

test("a finger that rests on a card carries it, at the edge to the next stage", async () => {
  const page = await signIn("acme", DANA, "/pipeline", PHONE);
  const card = cardsOf(column(page, "Qualification")).first();
  const id = await idOf(card);
  const touch = await fingerOf(page);
  const box = await boxOf(card);
  await touch.down(box.x + 60, box.y + 30);
  await page.waitForTimeout(450);
  await touch.move(box.x + 140, box.y + 60);
  await touch.move(345, box.y + 90);
  const moved = answered(page, "POST");
  // the board turns over to the next column while the finger stays at the edge
  await expect
    .poll(async () => (await column(page, "Discovery").boundingBox())?.x ?? 999, { timeout: 5_000 })
    .toBeLessThan(80);
  await touch.move(200, box.y + 90);
  await touch.up();
  expect((await moved).status()).toBe(200);
  await expectVisible(column(page, "Discovery").locator(`[data-card="${id}"]`));
});

test("a finger that only rests is asked where to, a moving one scrolls, a button asks too", async () => {
  const page = await signIn("acme", ELIF, "/pipeline", PHONE);
  const card = cardsOf(page).first();
  const touch = await fingerOf(page);
  const box = await boxOf(card);
  await touch.down(box.x + 60, box.y + 40);
  await touch.move(box.x + 60, box.y + 10);
  await touch.move(box.x + 60, box.y - 40);
  await page.waitForTimeout(450);
  await touch.up();
  expect(await page.getByRole("dialog").count()).toBe(0);

  const still = await boxOf(cardsOf(page).nth(2));
  await touch.down(still.x + 60, still.y + 40);
  await page.waitForTimeout(450);
  await touch.up();
  await expectVisible(page.getByRole("dialog", { name: /^Move / }));
  await expectAccessible(page);
  await page.keyboard.press("Escape");

  await page
    .getByRole("button", { name: /^Move / })
    .first()
    .tap();
  const moved = answered(page, "POST");
  await page
    .getByRole("dialog")
    .getByRole("button", { name: /Negotiation/ })
    .tap();
  expect((await moved).status()).toBe(200);
});

/* A finger, by the browser's own touch events. */
async function fingerOf(page: Page) {
  const session: CDPSession = await page.context().newCDPSession(page);
  const send = (
    type: "touchStart" | "touchMove" | "touchEnd",
    touchPoints: { x: number; y: number }[],
  ) => session.send("Input.dispatchTouchEvent", { type, touchPoints });
  return {
    down: (x: number, y: number) => send("touchStart", [{ x, y }]),
    move: (x: number, y: number) => send("touchMove", [{ x, y }]),
    up: () => send("touchEnd", []),
  };
}

async function boxOf(card: Locator) {
  await card.waitFor();
  const box = await card.boundingBox();
  if (!box) throw new Error("The card is not on the screen.");
  return box;
}

test.each([
  ["/pipeline?group=owner", "light", 1440],
  ["/pipeline?group=month", "dark", 1440],
  ["/pipeline?group=owner", "dark", 360],
  ["/pipeline?group=month", "light", 360],
] as const)("%s is accessible, %s at %i px", async (path, theme, width) => {
  const page = await signIn("acme", DANA, path, { theme, width });
  await cardsOf(page).first().waitFor();
  await expectAccessible(page);
});
