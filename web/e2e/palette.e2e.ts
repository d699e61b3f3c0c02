import { expect, test } from "vitest";
import { expectAccessible, expectVisible, settled, signIn, withChromium } from "./browser.ts";

withChromium();

test("the palette finds a record, goes there, acts on it and remembers it, by keyboard alone", async () => {
  const page = await signIn("acme", "dana@acme.example", "/leads");
  const name = (await page.getByRole("row").nth(1).getByRole("link").textContent()) ?? "";
  await page.keyboard.press("Control+k");
  const box = page.getByRole("combobox", { name: "Search or do something" });
  await expectVisible(box);
  await page.keyboard.type(name);
  const hit = page.getByRole("group", { name: "Found" }).getByRole("option", { name }).first();
  await expectVisible(hit);
  await expectAccessible(page);
  await page.keyboard.press("Enter");
  await expectVisible(page.getByRole("heading", { level: 1, name }));

  await page.keyboard.press("Control+k");
  await page.keyboard.type("log a ca");
  const action = page.getByRole("option", { name: "Log a call" });
  await expectVisible(action);
  expect(await box.getAttribute("aria-activedescendant")).toBe(await action.getAttribute("id"));
  await page.keyboard.press("Enter");
  await expectVisible(page.getByLabel("What was it about?"));
  await page.keyboard.press("Escape");

  await page.getByRole("link", { name: "Home" }).click();
  await page.keyboard.press("/");
  const recent = page.getByRole("group", { name: "Recent" }).getByRole("option").first();
  await expectVisible(recent);
  expect(await recent.textContent()).toContain(name);
  await page.keyboard.press("Escape");
  await box.waitFor({ state: "detached" });
});

test("a record is made from anywhere by two keys, and single keys can be switched off for good", async () => {
  const page = await signIn("acme", "dana@acme.example", "/activities");
  await expectVisible(page.getByRole("heading", { level: 1 }));
  await page.keyboard.press("n");
  await page.keyboard.press("l");
  await expectVisible(page.getByRole("dialog", { name: "New lead" }));
  await page.keyboard.press("Escape");

  await page.keyboard.press("?");
  const sheet = page.getByRole("dialog", { name: "Keyboard shortcuts" });
  await expectVisible(sheet.getByText("New company"));
  await expectVisible(sheet.getByText("Search or do something"));
  await sheet.getByRole("checkbox", { name: "Single-key shortcuts" }).uncheck();
  await page.keyboard.press("Escape");
  await sheet.waitFor({ state: "detached" });
  await page.reload();
  await expectVisible(page.getByRole("heading", { level: 1 }));
  await page.keyboard.press("?");
  await page.keyboard.press("Control+k");
  await expectVisible(page.getByRole("dialog", { name: "Search and commands" }));
  expect(await sheet.count()).toBe(0);
});

test("the record that lies open is handed over, tagged and moved in two steps, and each is taken back", async () => {
  const page = await signIn("acme", "dana@acme.example", "/pipeline");
  const id = await page.evaluate(async () => {
    const headers = { "content-type": "application/json" };
    await fetch("/api/tags", { method: "POST", headers, body: '{"name":"Palette"}' });
    const made = await fetch("/api/deals", {
      method: "POST",
      headers,
      body: '{"name":"Two steps"}',
    });
    return (await made.json()).id;
  });
  await page.goto(new URL(`/deals/${id}`, page.url()).href);
  await expectVisible(page.getByRole("heading", { level: 1, name: "Two steps" }));
  // what the palette offers for a record comes with the record's controls
  await settled(page);
  const undo = page.getByRole("button", { name: "Undo", exact: true });

  const box = page.getByRole("combobox", { name: "Search or do something" });
  await page.keyboard.press("Control+k");
  await expectVisible(box);
  await page.keyboard.type("assign to");
  await expectVisible(page.getByRole("option", { name: /^Assign to…/ }));
  await page.keyboard.press("Enter");
  const asked = page.getByRole("combobox", { name: "Assign to…" });
  await expectVisible(asked);
  await expectAccessible(page);
  // Backspace leads back, the key of it leads there at once
  await page.keyboard.press("Backspace");
  await expectVisible(box);
  await page.keyboard.press("Escape");
  await box.waitFor({ state: "detached" });
  await page.keyboard.press("o");
  await expectVisible(asked);
  await page.keyboard.type("nobody");
  await page.keyboard.press("Enter");
  await expectVisible(page.getByRole("button", { name: /^Edit Owner: Nobody/ }));
  await undo.click();
  await expectVisible(page.getByRole("button", { name: /^Edit Owner: Dana Okafor/ }));

  await page.keyboard.press("h");
  await expectVisible(page.getByRole("combobox", { name: "Put on or take off a tag…" }));
  await expectVisible(page.getByRole("option", { name: "Palette" }));
  await page.keyboard.type("palette");
  await page.keyboard.press("Enter");
  await expectVisible(page.getByText("Put on the tag Palette"));

  await page.keyboard.press("s");
  await expectVisible(page.getByRole("combobox", { name: "Move to a stage…" }));
  await page.keyboard.type("proposal");
  await expectVisible(page.getByRole("option", { name: "Proposal" }));
  await page.keyboard.press("Enter");
  await expectVisible(page.getByText("Moved Two steps to Proposal"));
});

test("chosen deals are assigned, tagged and moved from the palette, and that is taken back", async () => {
  const page = await signIn("acme", "dana@acme.example", "/deals");
  await page.getByRole("row").nth(1).getByRole("checkbox").click();
  await page.getByRole("row").nth(2).getByRole("checkbox").click();
  await expectVisible(page.getByText("2 selected"));
  await page.keyboard.press("Control+k");
  await expectVisible(page.getByRole("combobox", { name: "Search or do something" }));
  await page.keyboard.type("move the selection to a");
  await page.getByRole("option", { name: /^Move the selection to a stage…/ }).click();
  await page.keyboard.type("negotiation");
  await expectVisible(page.getByRole("option", { name: "Negotiation" }).first());
  await page.keyboard.press("Enter");
  await expectVisible(page.getByText(/^Moved \d deals? to Negotiation/));
  await page.getByRole("button", { name: "Undo", exact: true }).click();
  await expectVisible(page.getByText(/^Put back \d deals?/));

  await page.getByRole("row").nth(1).getByRole("checkbox").click();
  await page.keyboard.press("o");
  await expectVisible(page.getByRole("combobox", { name: "Assign the selection to…" }));
  await page.keyboard.type("nobody");
  await page.keyboard.press("Enter");
  await expectVisible(page.getByText("Changed 1 deal"));
  await page.getByRole("button", { name: "Undo", exact: true }).last().click();
  await expectVisible(page.getByText("Put back 1 deal"));
});

test.each([
  ["light", 1440],
  ["dark", 360],
] as const)("the palette is accessible, %s at %i px", async (theme, width) => {
  const page = await signIn("acme", "dana@acme.example", "/pipeline", { theme, width });
  await page.keyboard.press("Control+k");
  await expectVisible(page.getByRole("option", { name: "New deal" }));
  await expectAccessible(page);
});
