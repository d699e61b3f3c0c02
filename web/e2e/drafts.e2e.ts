import { expect, test } from "vitest";
import { expectAccessible, expectVisible, signIn, signInByPage, withChromium } from "./browser.ts";

withChromium();

test("a half-written note survives a reload, and is gone once it is saved", async () => {
  const page = await signIn("acme", "dana@acme.example", "/contacts");
  await page.getByRole("row").nth(1).getByRole("link").first().click();
  await page.getByRole("button", { name: "Write a note" }).click();
  const note = page.getByLabel("Note", { exact: true });
  const text = `Half a thought ${Date.now()}`;
  await note.fill(text);
  await page.reload();
  await expectVisible(note);
  expect(await note.inputValue()).toBe(text);
  await page.getByRole("button", { name: "Save" }).click();
  await expectVisible(page.getByRole("region", { name: "Timeline" }).getByText(text));
  await page.reload();
  await expectVisible(page.getByRole("region", { name: "Timeline" }).getByText(text));
  expect(await note.count()).toBe(0);
});

test("a new lead and a new deal point at who is there already", async () => {
  const page = await signIn("acme", "dana@acme.example", "/leads");
  const lead = page.getByRole("row").nth(1).getByRole("link");
  const [first = "", ...rest] = ((await lead.textContent()) ?? "").split(" ");
  await page.getByRole("button", { name: "New lead" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("First name").fill(first);
  await dialog.getByLabel("Last name").fill(rest.join(" "));
  await expectVisible(dialog.getByText("Perhaps there already."));
  await expectVisible(dialog.getByRole("link", { name: `${first} ${rest.join(" ")}` }));
  await expectAccessible(page);
  await page.keyboard.press("Escape");

  await page.goto(page.url().replace("/leads", "/pipeline"));
  const deal = (await page.locator("[data-card] b").first().textContent()) ?? "";
  await page.getByRole("button", { name: "New deal" }).click();
  await dialog.getByLabel("Name", { exact: true }).fill(deal);
  await expectVisible(dialog.getByRole("link", { name: deal }));
});

test.each([
  ["/leads", "New lead", "Last name"],
  ["/contacts", "New contact", "Last name"],
  ["/companies", "New company", "Website"],
  ["/pipeline", "New deal", "Name"],
  ["/activities", "New activity", "Subject"],
] as const)(
  "at %s what stands in “%s” survives a reload, and says so",
  async (path, opens, label) => {
    const page = await signIn("acme", "dana@acme.example", path);
    const dialog = page.getByRole("dialog", { name: opens });
    const box = dialog.getByLabel(label, { exact: true });
    const open = () => page.getByRole("main").getByRole("button", { name: opens }).first().click();
    await open();
    await box.fill("Half a thought");
    await page.reload();
    // the board's address holds its dialog, so that it is there again by itself
    if (path !== "/pipeline") await open();
    await expectVisible(dialog.getByText("This is what you had not saved."));
    expect(await box.inputValue()).toBe("Half a thought");
    await expectAccessible(page);
    await dialog.getByRole("button", { name: "Discard the draft" }).click();
    expect(await box.inputValue()).toBe("");
    expect(await dialog.getByText("This is what you had not saved.").count()).toBe(0);

    // Escape may be an accident; Cancel is none.
    await box.fill("Another one");
    await page.keyboard.press("Escape");
    await dialog.waitFor({ state: "detached" });
    await open();
    expect(await box.inputValue()).toBe("Another one");
    await dialog.getByRole("button", { name: "Cancel" }).click();
    await open();
    expect(await box.inputValue()).toBe("");
  },
);

test("a conversion and a reason that were begun are there again, and whoever signs out leaves none behind", async () => {
  const page = await signInByPage("acme", "dana@acme.example", "/leads");
  const [lead, deal] = await page.evaluate(async () => {
    const headers = { "content-type": "application/json" };
    const make = async (noun: string, body: object) => {
      const made = await fetch(`/api/${noun}`, {
        method: "POST",
        headers,
        body: JSON.stringify(body),
      });
      return (await made.json()).id;
    };
    return [
      await make("leads", { last_name: "Draft", company_name: `Drafts ${Date.now()}` }),
      await make("deals", { name: `Drafts ${Date.now()}` }),
    ];
  });
  for (const [path, opens, label] of [
    [`/leads/${lead}`, "Convert", "Name of the deal"],
    [`/deals/${deal}`, "Mark lost", "Reason"],
  ] as const) {
    await page.goto(new URL(path, page.url()).href);
    const box = page.getByRole("dialog").getByLabel(label, { exact: true });
    await page.getByRole("button", { name: opens, exact: true }).click();
    await box.fill("Half a thought");
    await page.reload();
    await page.getByRole("button", { name: opens, exact: true }).click();
    await expectVisible(page.getByText("This is what you had not saved."));
    expect(await box.inputValue()).toBe("Half a thought");
    await page.keyboard.press("Escape");
  }
  await page.getByRole("button", { name: "Dana Okafor: account and appearance" }).click();
  await page.getByRole("menuitem", { name: "Sign out" }).click();
  await expectVisible(page.getByLabel("E-mail"));
  const left = await page.evaluate(() =>
    Object.keys(sessionStorage).filter((key) => key.startsWith("kontaly.draft.")),
  );
  expect(left).toEqual([]);
});
