import type { Locator, Page } from "playwright-core";
import { expect, test } from "vitest";
import { expectVisible, signIn, withChromium } from "./browser.ts";

withChromium();

/* A record that nobody else looks at, made as the person who is signed in. */
async function make(page: Page, noun: string, body: object): Promise<string> {
  const id = await page.evaluate(
    async ([to, what]) => {
      const headers = { "content-type": "application/json" };
      const made = await fetch(`/api/${to}`, { method: "POST", headers, body: what });
      return (await made.json()).id as string;
    },
    [noun, JSON.stringify(body)] as const,
  );
  return id;
}

const open = (page: Page, path: string) => page.goto(new URL(path, page.url()).href);
const name = () => `Walk ${Date.now()}`;

/** Something that takes away or moves: how it is done, and what is there before it and after it was taken back. */
interface Walk {
  what: string;
  /** Makes what it is done to, opens it, and says what is seen while it is as it was. */
  before: (page: Page) => Promise<() => Locator>;
  act: (page: Page) => Promise<void>;
  undo?: string;
}

const WALKS: Walk[] = [
  {
    what: "an address of a contact is removed",
    before: async (page) => {
      const emails = [{ value: "undo@one.example" }, { value: "undo@two.example" }];
      const id = await make(page, "contacts", { last_name: name(), emails });
      await open(page, `/contacts/${id}`);
      return () => page.getByRole("button", { name: "undo@one.example" });
    },
    act: async (page) => {
      await page.getByRole("button", { name: "undo@one.example" }).click();
      await page.getByRole("button", { name: "Remove", exact: true }).click();
    },
  },
  {
    what: "a task is ticked in the timeline",
    before: async (page) => {
      const lead_id = await make(page, "leads", { last_name: name() });
      await make(page, "activities", { kind: "task", subject: "Tick me", lead_id });
      await open(page, `/leads/${lead_id}`);
      return () => page.getByRole("checkbox", { name: /^Tick me/, checked: false });
    },
    act: (page) => page.getByRole("checkbox", { name: /^Tick me/ }).click(),
  },
  {
    what: "a company changes hands",
    before: async (page) => {
      const id = await make(page, "companies", { name: name() });
      await open(page, `/companies/${id}`);
      return () => page.getByRole("button", { name: /^Edit Owner: Dana Okafor/ });
    },
    act: async (page) => {
      await page.getByRole("button", { name: /^Edit Owner/ }).click();
      await page.getByRole("option").nth(1).click();
    },
  },
  {
    what: "a deal changes hands",
    before: async (page) => {
      const id = await make(page, "deals", { name: name() });
      await open(page, `/deals/${id}`);
      return () => page.getByRole("button", { name: /^Edit Owner: Dana Okafor/ });
    },
    act: async (page) => {
      await page.getByRole("button", { name: /^Edit Owner/ }).click();
      await page.getByRole("option").nth(1).click();
    },
  },
  {
    what: "a tag is taken off",
    before: async (page) => {
      const tag = name();
      const id = await make(page, "companies", { name: name() });
      const tag_id = await make(page, "tags", { name: tag });
      await page.evaluate(
        ([record, which]) =>
          fetch(`/api/companies/${record}/tags`, {
            method: "PUT",
            headers: { "content-type": "application/json", "if-match": '"1"' },
            body: JSON.stringify({ tag_ids: [which] }),
          }),
        [id, tag_id] as const,
      );
      await open(page, `/companies/${id}`);
      return () => page.getByRole("button", { name: new RegExp(`^Edit Tags: ${tag}`) });
    },
    act: async (page) => {
      await page.getByRole("button", { name: /^Edit Tags/ }).click();
      await page.getByRole("checkbox", { checked: true }).first().click();
      await page.keyboard.press("Escape");
    },
  },
  {
    what: "a lead is moved to the trash",
    before: async (page) => {
      const lead = name();
      await make(page, "leads", { last_name: lead });
      await open(page, "/leads");
      await page.getByRole("row").filter({ hasText: lead }).getByRole("link").first().click();
      await expectVisible(page.getByRole("heading", { level: 1, name: lead }));
      return () =>
        page
          .getByRole("heading", { level: 1, name: lead })
          .or(page.getByRole("row", { name: lead }));
    },
    act: async (page) => {
      await page.getByRole("button", { name: "More actions" }).click();
      await page.getByRole("menuitem", { name: "Move to the trash" }).click();
    },
  },
  {
    what: "a deal moves to another stage",
    before: async (page) => {
      const id = await make(page, "deals", { name: name() });
      await open(page, `/deals/${id}`);
      return () => page.getByRole("button", { name: "Mark won" });
    },
    act: (page) => page.getByRole("button", { name: "Mark won" }).click(),
  },
  {
    what: "a person is suspended",
    before: async (page) => {
      await open(page, "/settings/people");
      const people = page.getByRole("region", { name: "In the workspace" });
      const button = people.getByRole("button", { name: /^More for/ }).last();
      const person = (await button.getAttribute("aria-label"))?.replace("More for ", "") ?? "";
      await button.click();
      return () =>
        people.getByRole("listitem").filter({ hasText: person, hasNotText: "Suspended" });
    },
    act: (page) => page.getByRole("menuitem", { name: "Suspend" }).click(),
  },
  {
    what: "an invitation is taken back",
    before: async (page) => {
      const email = `undo${Date.now()}@acme.example`;
      await make(page, "invitations", { email, name: "Walk Invited", role: "read_only" });
      await open(page, "/settings/people");
      const row = page.getByRole("listitem").filter({ hasText: email });
      await row.getByRole("button", { name: /^More for/ }).click();
      return () => row.getByText(/Invited until|on its way/);
    },
    act: (page) => page.getByRole("menuitem", { name: "Take the invitation back" }).click(),
    undo: "Invite again",
  },
];

test.each(WALKS.map((walk) => [walk.what, walk] as const))(
  "%s, and that is taken back",
  async (_what, walk) => {
    const page = await signIn("acme", "dana@acme.example", "/");
    const seen = await walk.before(page);
    await expectVisible(seen());
    await walk.act(page);
    await expect.poll(() => seen().count()).toBe(0);
    await page.getByRole("button", { name: walk.undo ?? "Undo", exact: true }).click();
    await expectVisible(seen());
  },
);
