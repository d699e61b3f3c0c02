import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import type { Page } from "playwright-core";
import { Webhook } from "standardwebhooks";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { api, expectVisible, expectWellShown, signIn, withChromium } from "./browser.ts";

withChromium();

/** What a program was sent. */
interface Message {
  headers: Record<string, string>;
  body: string;
}

/* A program elsewhere, here: it keeps what it is told, and answers as the test wants it. */
const told: Message[] = [];
let answer = 204;
const program = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on("data", (chunk: Buffer) => chunks.push(chunk));
  request.on("end", () => {
    told.push({ headers: text(request.headers), body: Buffer.concat(chunks).toString() });
    response.writeHead(answer).end();
  });
});
beforeAll(() => new Promise<void>((ready) => program.listen(0, "127.0.0.1", ready)));
beforeEach(() => {
  told.length = 0;
  answer = 204;
});
afterAll(() => program.close());

const text = (headers: IncomingHttpHeaders) =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]));

/** The message of that number, as soon as it is there. */
async function message(number: number): Promise<Message> {
  await expect.poll(() => told.length).toBeGreaterThanOrEqual(number);
  return told[number - 1] as Message;
}

/** What a message says, to whoever has the secret. */
const verified = (secret: string, { headers, body }: Message) =>
  new Webhook(secret).verify(body, headers) as { type: string; data: { id: string } };

async function changeLead(page: Page, city: string): Promise<string> {
  const { items } = await api(page, "GET", "/api/leads?limit=1");
  const [{ id, version }] = items;
  await api(page, "PATCH", `/api/leads/${id}`, { city }, version);
  return id;
}

async function choose(page: Page, item: string): Promise<void> {
  await page.getByRole("button", { name: "More for Billing" }).click();
  await page.getByRole("menuitem", { name: item }).click();
}

const secretOf = (page: Page) =>
  page.getByRole("textbox", { name: "Secret", exact: true }).inputValue();
const done = (page: Page) => page.getByRole("button", { name: "Done" }).click();

test("a program is told of a lead, believes the signature of either secret, and is told again", async () => {
  // A workspace where no other test works: the program is told of nothing else.
  const page = await signIn("globex", "maya@globex.example", "/settings/webhooks");
  // Of a first try, where this is the second.
  for (const { id } of await api(page, "GET", "/api/webhooks"))
    await api(page, "DELETE", `/api/webhooks/${id}`);
  await page.getByRole("button", { name: "New webhook" }).click();
  await page
    .getByLabel("Address")
    .fill(`http://127.0.0.1:${(program.address() as AddressInfo).port}/kontaly`);
  await page.getByLabel("Description").fill("Billing");
  await page.getByLabel("Leads").check();
  await expectWellShown(page);
  await page.getByRole("button", { name: "Make the webhook" }).click();
  await choose(page, "Show the secret");
  const first = await secretOf(page);
  await done(page);

  const lead = await changeLead(page, "Trieste");
  const one = await message(1);
  expect(verified(first, one)).toMatchObject({ type: "lead.update", data: { id: lead } });
  expect(() => verified(first, { ...one, body: one.body.replace(lead, "another") })).toThrow(
    "No matching signature",
  );

  await choose(page, "Show the secret");
  await page.getByRole("button", { name: "Make another secret" }).click();
  await expectVisible(page.getByLabel("The one before"));
  const second = await secretOf(page);
  await expectWellShown(page);
  await done(page);
  expect(() => verified(second, one)).toThrow("No matching signature");
  await changeLead(page, "Gorizia");
  const two = await message(2);
  for (const secret of [first, second]) expect(verified(secret, two).data.id).toBe(lead);

  await page.getByRole("button", { name: "Log of Billing" }).click();
  await expect.poll(() => page.getByText("Taken").count()).toBe(2);
  await page.getByRole("button", { name: "Tell lead.update again" }).first().click();
  const again = await message(3);
  expect(again.headers["webhook-id"]).toBe(two.headers["webhook-id"]);
  expect(verified(second, again).data.id).toBe(lead);

  answer = 500;
  await changeLead(page, "Udine");
  await message(4);
  await expectVisible(page.getByText("Answered 500"));
  await expectWellShown(page);
  await done(page);
  await expectWellShown(page);

  await choose(page, "Delete");
  await page.getByRole("button", { name: "Delete the webhook" }).click();
  await expectVisible(page.getByRole("heading", { name: "No program is told anything yet" }));
});
