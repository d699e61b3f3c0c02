import { readFileSync } from "node:fs";
import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { at, expectAccessible, expectVisible, settled, signIn, withChromium } from "./browser.ts";

withChromium();

const DANA = "dana@acme.example";

async function open(path: string, view = {}, email = DANA): Promise<Page> {
  const page = await signIn("acme", email, path, view);
  await page.getByRole("row").nth(2).waitFor();
  return page;
}

/* What comes soon, on a machine that has more to do. */
const SOON = { timeout: 15_000 };

const tabs = (page: Page) => page.getByRole("navigation", { name: "Views" });
const headers = (page: Page) => page.getByRole("columnheader");

/* The names that are on the screen, as rows or as cards. */
function topName(page: Page): Promise<string> {
  return page.getByRole("grid").evaluate((grid) => {
    const box = grid.getBoundingClientRect();
    const row = document.elementFromPoint(box.left + 150, box.top + 45)?.closest("[role=row]");
    return row?.querySelector("a:not([aria-hidden])")?.textContent ?? "";
  });
}

/* Waits until the address has told where one stands: it does once the list rests. */
async function stoodStill(page: Page): Promise<void> {
  let last = "";
  await expect
    .poll(
      () => {
        const same = page.url() === last;
        last = page.url();
        return same;
      },
      { interval: 1_000, timeout: 20_000 },
    )
    .toBe(true);
}

/* All names of a list, in its order, as the API has them. */
function allNames(page: Page, path: string): Promise<string[]> {
  return page.evaluate(async (list) => {
    const names: string[] = [];
    let cursor = "";
    do {
      const answer = await fetch(`${list}&limit=200${cursor && `&cursor=${cursor}`}`);
      const { items, next } = await answer.json();
      names.push(...items.map(({ name }: { name: string }) => name));
      cursor = next ?? "";
    } while (cursor);
    return names;
  }, path);
}

/** The key is the button's: it is there as soon as that is. */
async function saveByKey(page: Page): Promise<void> {
  await expectVisible(page.getByRole("button", { name: /^Save (as a view|changes)$/ }));
  await page.keyboard.press("Control+s");
}

test("a view is kept, changed, renamed, deleted and put back", async () => {
  const page = await open("/contacts?filter=lifecycle_stage:customer");
  await saveByKey(page);
  await page.getByLabel("Name of the view").fill("Our customers");
  await page.getByRole("button", { name: "Save", exact: true }).click();
  const tab = tabs(page).getByRole("link", { name: "Our customers" });
  await expectVisible(tab);
  await expect.poll(() => tab.getAttribute("aria-current"), SOON).toBe("page");
  expect(await page.getByRole("button", { name: "Save changes" }).count()).toBe(0);

  await page.getByRole("button", { name: "Name", exact: true }).click();
  await page.getByRole("button", { name: "Save changes" }).click();
  await expectVisible(page.getByText("Saved Our customers"));
  await page.reload();
  await expectVisible(tab);
  expect(page.url()).toContain("sort=-name");
  const all = tabs(page).getByRole("link", { name: "All", exact: true });
  await all.click();
  await expect.poll(() => all.getAttribute("aria-current"), SOON).toBe("page");
  const back = async () => {
    if (!/sort=-name/.test(page.url())) await page.keyboard.press("[");
    return page.url();
  };
  await expect.poll(back, { timeout: 15_000, interval: 1_000 }).toMatch(/sort=-name/);

  await page.getByRole("button", { name: "View Our customers: more" }).click();
  await page.getByRole("menuitem", { name: "Rename" }).click();
  await page.getByLabel("Name of the view").fill("Buyers");
  await page.keyboard.press("Enter");
  await expectVisible(tabs(page).getByRole("link", { name: "Buyers" }));
  await page.getByRole("button", { name: "View Buyers: more" }).click();
  await page.getByRole("menuitem", { name: "Duplicate" }).click();
  await expectVisible(tabs(page).getByRole("link", { name: "Copy of Buyers" }));
  await page.getByRole("button", { name: "View Copy of Buyers: more" }).click();
  await page.getByRole("menuitem", { name: "Move towards the start" }).click();
  const names = () => tabs(page).getByRole("link").allInnerTexts();
  await expect
    .poll(async () => (await names()).slice(-2), SOON)
    .toEqual(["Copy of Buyers", "Buyers"]);
  await page.getByRole("button", { name: "View Copy of Buyers: more" }).click();
  await page.getByRole("menuitem", { name: "Delete the view" }).click();
  await tabs(page).getByRole("link", { name: "Copy of Buyers" }).waitFor({ state: "detached" });
  await page.getByRole("button", { name: "Undo" }).click();
  await expectVisible(tabs(page).getByRole("link", { name: "Copy of Buyers" }));
});

test("a shared view is everybody's tab, a private one nobody else's, and its address shows the same", async () => {
  const dana = await open("/companies?filter=employees>200&columns=name!:260,employees,city");
  await dana.getByRole("button", { name: "Save as a view" }).click();
  await dana.getByLabel("Name of the view").fill("Large ones");
  await dana.getByRole("checkbox", { name: "Everybody in the workspace sees it" }).check();
  await dana.getByRole("button", { name: "Save", exact: true }).click();
  await expectVisible(tabs(dana).getByRole("link", { name: "Large ones shared" }));
  await dana.getByRole("button", { name: "View Large ones: more" }).click();
  await dana.getByRole("menuitem", { name: "Duplicate" }).click();
  await expectVisible(tabs(dana).getByRole("link", { name: "Copy of Large ones" }));
  const address = new URL(dana.url());

  const rep = await open("/companies", {}, "elif@acme.example");
  await expectVisible(tabs(rep).getByRole("link", { name: "Large ones shared" }));
  expect(await tabs(rep).getByRole("link", { name: "Copy of Large ones" }).count()).toBe(0);
  await rep.goto(`${at("acme")}${address.pathname}${address.search}`);
  await expectVisible(rep.getByRole("button", { name: /Remove filter: Employees more than 200/ }));
  await expect
    .poll(() => headers(rep).allInnerTexts(), SOON)
    .toEqual(["", "Name", "Employees", "City"]);
});

test("columns are made wider with the mouse and the keys, moved, pinned and hidden; the address tells", async () => {
  const page = await open("/leads");
  const edge = page.getByRole("separator", { name: "Width of Company" });
  const width = async () =>
    (await headers(page).filter({ hasText: "Company" }).boundingBox())?.width ?? 0;
  const from = await edge.boundingBox();
  const before = await width();
  await page.mouse.move((from?.x ?? 0) + 6, (from?.y ?? 0) + 15);
  await page.mouse.down();
  await page.mouse.move((from?.x ?? 0) + 66, (from?.y ?? 0) + 15, { steps: 5 });
  await page.mouse.up();
  await page.waitForURL(/company:\d+/);
  expect(Math.round((await width()) - before)).toBe(60);
  await edge.focus();
  await page.keyboard.press("ArrowLeft");
  await expect.poll(async () => Math.round((await width()) - before), SOON).toBe(52);

  await page.getByRole("button", { name: "Score" }).dragTo(headers(page).nth(1), {
    targetPosition: { x: 5, y: 10 },
  });
  const shown = async () => (await headers(page).allInnerTexts()).slice(1, 4);
  await expect.poll(shown, SOON).toEqual(["Score", "Name", "Company"]);

  await page.getByRole("button", { name: "Columns and order" }).click();
  await page.getByRole("button", { name: "Keep Name in sight" }).click();
  for (const [name, shows] of [
    ["Score", false],
    ["E-mail", true],
  ] as const) {
    const box = page.getByRole("checkbox", { name });
    await box.click();
    await expect.poll(() => box.isChecked(), SOON).toBe(shows);
  }
  await page.getByRole("button", { name: "Move E-mail up" }).click();
  await page.keyboard.press("Escape");
  await page.reload();
  await page.getByRole("row").nth(3).waitFor();
  expect(await shown()).toEqual(["Name", "Company", "Status"]);
  expect((await headers(page).allInnerTexts()).slice(-2)).toEqual(["E-mail", "Created"]);
  const name = headers(page).filter({ hasText: "Name" });
  const left = async () => (await name.boundingBox())?.x;
  const start = await left();
  await page.getByRole("grid").evaluate((grid) => grid.scrollBy(200, 0));
  expect(await left()).toBe(start);
  await page
    .getByRole("row")
    .nth(3)
    .click({ position: { x: 600, y: 18 } });
  await page.waitForURL(/\/leads\/[0-9a-f-]{36}/);
});

test("a column of a custom field is sorted too, both ways, and the address tells", async () => {
  const page = await open("/leads?columns=name,custom.fair");
  const header = page.getByRole("columnheader", { name: "Met at" });
  for (const [sort, state] of [
    ["custom.fair", "ascending"],
    ["-custom.fair", "descending"],
  ] as const) {
    await header.getByRole("button").first().click();
    await page.waitForURL(new RegExp(`sort=${sort}`));
    const names = await allNames(page, `/api/leads?sort=${sort}`);
    await expect.poll(() => topName(page)).toBe(names[0]);
    expect(await header.getAttribute("aria-sort")).toBe(state);
  }
  const first = await topName(page);
  await page.reload();
  await expect.poll(() => topName(page)).toBe(first);
});

test("filters nest, as sentences and as text", async () => {
  const page = await open("/leads");
  await page.getByRole("button", { name: "Filter", exact: true }).click();
  await page.getByRole("button", { name: "Status" }).last().click();
  await page.getByRole("checkbox", { name: "Nurture" }).check();
  await page.getByRole("button", { name: "Or…" }).click();
  await page.getByRole("button", { name: "Score" }).last().click();
  await page.getByRole("textbox", { name: "Value" }).fill("70");
  await page.getByRole("button", { name: "Apply" }).click();
  await page.waitForURL(/filter=status:nurture\+or\+score/);
  await page.getByRole("button", { name: "Edit all filters as text" }).click();
  const box = page.getByRole("combobox", { name: "Filter by typing" });
  expect(await box.inputValue()).toBe("status:nurture or score>=70");
  await box.fill("source~fair (status:nurture or score>70)");
  await box.press("Enter");
  const group = page.getByRole("list", { name: "Group of filters" });
  await expectVisible(group.getByRole("button", { name: "Remove filter: Score more than 70" }));
  await expectVisible(page.getByRole("button", { name: /Remove filter: Source contains fair/ }));
  const nested = {
    and: [
      { field: "source", op: "contains", value: "fair" },
      {
        or: [
          { field: "status", op: "eq", value: "nurture" },
          { field: "score", op: "gt", value: 70 },
        ],
      },
    ],
  };
  const found = await page.evaluate(async (filter) => {
    const answer = await fetch(`/api/leads/count?filter=${encodeURIComponent(filter)}`);
    return (await answer.json()).count;
  }, JSON.stringify(nested));
  await expectVisible(page.getByText(`${found} leads`));
  await page.getByRole("button", { name: "or: change to and" }).click();
  await page.waitForURL(/fair\+status:nurture\+score/);
});

test("deals are a list and a board under the same filter", async () => {
  const page = await open("/deals?filter=amount>2000000");
  await expectVisible(page.getByRole("heading", { name: "Deals" }));
  await page.getByRole("link", { name: "As a board" }).click();
  await page.waitForURL(/\/pipeline\?filter=amount/);
  const chip = page.getByRole("button", { name: "Remove filter: Amount more than €20,000" });
  await expectVisible(chip);
  await saveByKey(page);
  await page.getByLabel("Name of the view").fill("Big board");
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await page.waitForURL(/\/pipeline\?view=/);
  await page.getByRole("link", { name: "As a list" }).click();
  await page.waitForURL(/\/deals\?/);
  await expectVisible(chip);
  await tabs(page).getByRole("link", { name: "Big board" }).click();
  await page.waitForURL(/\/pipeline\?view=/);
});

test("a long list is read from both ends and from the middle, and comes back where one was", async () => {
  const page = await open("/leads?sort=name");
  const names = await allNames(page, "/api/leads?sort=name");
  const links = page.getByRole("row").getByRole("link");
  await page.getByRole("grid").focus();
  await page.keyboard.press("End");
  await expect.poll(async () => (await links.allInnerTexts()).at(-1), SOON).toBe(names.at(-1));
  for (let presses = 0; presses < 14; presses++) await page.keyboard.press("PageUp");
  await page.waitForURL(/at=before:/);
  await stoodStill(page);
  const there = await topName(page);
  expect(names.slice(50, -50)).toContain(there);
  await page.reload();
  await expect.poll(() => topName(page), SOON).toBe(there);
  // upwards from there nothing is left out
  await page.getByRole("grid").hover();
  let last = names.indexOf(there);
  for (let wheel = 0; wheel < 20 && last > 20; wheel++) {
    await page.mouse.wheel(0, -360);
    await expect.poll(async () => names.indexOf(await topName(page)), SOON).toBeLessThan(last);
    const now = names.indexOf(await topName(page));
    expect(last - now).toBeLessThanOrEqual(12);
    last = now;
  }
  await page.getByRole("grid").focus();
  await page.keyboard.press("Home");
  await expect.poll(() => topName(page), SOON).toBe(names[0]);
  await page.waitForURL(/sort=name$/);
});

test("what leaves as a file stands in the audit log", async () => {
  const page = await open("/leads?filter=status:nurture");
  await page.getByRole("checkbox", { name: "Select this row" }).nth(1).click();
  const downloading = page.waitForEvent("download");
  const bar = page.getByRole("region", { name: "Selected rows" });
  await bar.getByRole("button", { name: "Export" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("radio", { name: /^CSV/ }).check();
  await dialog.getByRole("button", { name: "Export" }).click();
  const text = readFileSync(await (await downloading).path(), "utf8");
  expect(text.trim().split("\r\n")).toHaveLength(2);
  const events = await page.evaluate(async () => {
    const filter = JSON.stringify({ field: "noun", op: "eq", value: "export" });
    const answer = await fetch(`/api/events?limit=1&filter=${encodeURIComponent(filter)}`);
    return (await answer.json()).items;
  });
  expect(events[0].actor_name).toBe("Dana Okafor");
  const rows = events[0].changes.find(({ field }: { field: string }) => field === "rows");
  expect(rows.after).toBe(1);
});

const GROUP = "filter=source~e+(owner_id:me+or+created_at=this-month)&columns=name!:180,company";

test.each([
  ["light", 1440, `/leads?${GROUP}`],
  ["dark", 1440, `/deals?${GROUP}`],
  ["light", 360, `/deals?${GROUP}`],
  ["dark", 360, `/leads?${GROUP}`],
] as const)("a list with all its tools is accessible, %s at %i px", async (theme, width, path) => {
  const page = await signIn("acme", DANA, path, { theme, width });
  await expectVisible(page.getByRole("button", { name: "Save as a view" }));
  await settled(page);
  await expectAccessible(page);
  await page.getByRole("button", { name: "Columns and order" }).click();
  await expectVisible(page.getByRole("list", { name: "Columns that are shown" }));
  await expectAccessible(page);
  if (width < 700) await expectVisible(page.getByRole("dialog", { name: "Columns and order" }));
});
