import type { Locator, Page } from "playwright-core";
import { expect, test } from "vitest";
import {
  at,
  expectAccessible,
  expectVisible,
  frontDoor,
  inEveryLook,
  signIn,
  visit,
  visitAddress,
  withChromium,
} from "./browser.ts";
import { linkOf, mailTo } from "./mails.ts";

withChromium();

const PASSWORD = "seven quiet herons wade";
const NEW_PASSWORD = "eleven loud magpies sing";
const TOM = "tom@fathom.example";

/* The front door in a browser of its own. */
const atDoor = (path = "/"): Promise<Page> => visitAddress(frontDoor(path));

/* Fills in everything but the address, which the name proposes. */
async function fillSignUp(page: Page, workspace: string, email: string): Promise<void> {
  await page.getByLabel("Name of the workspace").fill(workspace);
  await page.getByLabel("Your name").fill("Nora Quill");
  await page.getByLabel("E-mail").fill(email);
  await page.getByLabel("Password", { exact: true }).fill(PASSWORD);
}

/* A workspace that was just signed up, as its first person sees it. */
async function signUp(slug: string, samples: boolean): Promise<Page> {
  const page = await atDoor("/sign-up");
  await fillSignUp(page, slug, `nora@${slug}.example`);
  await expectVisible(page.getByText(/ is free\./));
  if (!samples) await page.getByLabel(/sample records/).uncheck();
  await page.getByRole("button", { name: "Make the workspace" }).click();
  await page.waitForURL(`${at(slug)}/`);
  await page.getByRole("navigation").first().waitFor();
  return page;
}

const step = (page: Page, words: RegExp) =>
  page
    .getByRole("region", { name: "First steps" })
    .getByRole("listitem")
    .filter({ hasText: words });

/* Goes home, where the list says that a step is done. */
async function expectDone(page: Page, words: RegExp): Promise<void> {
  await page.goto(new URL("/", page.url()).href);
  await expectVisible(step(page, words).filter({ hasText: "(done)" }));
}

test("signing up with the keyboard alone leads into a furnished workspace, which is tidied at once", async () => {
  const page = await atDoor();
  await page.getByRole("link", { name: "Make a workspace" }).focus();
  await page.keyboard.press("Enter");
  await page.waitForURL(frontDoor("/sign-up"));
  await page.getByLabel("Name of the workspace").waitFor();
  for (const word of ["Söhne & Partner", null, "Nora Quill", "nora@soehne.example", PASSWORD]) {
    if (word) await page.keyboard.type(word);
    await page.keyboard.press("Tab");
  }
  await expectVisible(page.getByText(/sohne-partner.*is free\./));
  await page.getByLabel("Password", { exact: true }).press("Enter");
  await page.waitForURL(`${at("sohne-partner")}/`);
  await expectVisible(page.getByText("0 of 6 done"));
  await page.goto(`${at("sohne-partner")}/pipeline`);
  await expectVisible(page.locator("[data-card]", { hasText: "Maintenance contract" }));
  await page.goto(at("sohne-partner"));
  await page.getByRole("button", { name: "Remove the sample records" }).click();
  await page.getByRole("button", { name: "Undo" }).click();
  await expectVisible(page.getByText("The sample records are there"));
  await page.getByRole("button", { name: "Remove the sample records" }).click();
  await expectVisible(page.getByText("The sample records are in the trash"));
  await expectVisible(page.getByRole("heading", { name: "Bring in your pipeline" }));
  await page.goto(`${at("sohne-partner")}/pipeline`);
  await page.getByRole("heading", { name: /Qualification/ }).waitFor();
  expect(await page.locator("[data-card]").count()).toBe(0);
});

test("an address is judged while it is typed, and one that can be had is offered", async () => {
  const page = await atDoor("/sign-up");
  const address = page.getByLabel("Address");
  for (const [typed, said] of [
    ["ab", /3 to 40 small letters/],
    ["adm1n", /reserved/],
    ["acrne", /taken, or looks like one/],
  ] as const) {
    await address.fill(typed);
    await expectVisible(page.getByText(said));
    expect(await address.getAttribute("aria-invalid")).toBe("true");
  }
  await page.getByRole("button", { name: /^Take acrne-/ }).click();
  await expectVisible(page.getByText(/is free\./));
  await page.getByRole("button", { name: "Make the workspace" }).click();
  await expectVisible(page.getByText("Write a name, of at most 120 characters.").first());
  expect(await page.getByLabel("Name of the workspace").evaluate(isFocused)).toBe(true);
});

const isFocused = (element: Element) => element === document.activeElement;

test("from sign-up to the first won deal, with a colleague who is invited, forgets the password and comes back", async () => {
  const nora = await signUp("fathom", false);
  await expectVisible(nora.getByText("0 of 6 done"));

  await nora.goto(`${at("fathom")}/settings/people`);
  await invite(nora, TOM);
  await expectVisible(nora.getByText(/Confirm your own e-mail address first/));
  const verify = linkOf(await mailTo("nora@fathom.example", /^Confirm your e-mail address/));
  expect(verify.startsWith(`${at("fathom")}/verify#`)).toBe(true);
  await nora.goto(verify);
  await expectVisible(nora.getByText("Your e-mail address is confirmed."));
  await expectDone(nora, /Confirm your e-mail address/);
  await nora.goto(verify);
  await expectVisible(nora.getByText(/It has been used/));
  await nora.getByRole("link", { name: "Go to your profile" }).click();
  await expectVisible(nora.getByText("Confirmed"));

  await nora.goto(at("fathom"));
  await step(nora, /Invite a colleague/)
    .getByRole("link")
    .click();
  await invite(nora, TOM);
  await expectVisible(nora.getByText(`An invitation is on its way to ${TOM}`));
  await expectDone(nora, /Invite a colleague/);

  const tom = await accept();
  await comeBack(tom);
  await sell(nora);
}, 180_000);

async function invite(page: Page, email: string): Promise<void> {
  await page.getByRole("button", { name: "Invite a colleague" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("E-mail").fill(email);
  await dialog.getByRole("button", { name: "Send the invitation" }).click();
}

/* The colleague opens the mail's link, chooses a password and is in. */
async function accept(): Promise<Page> {
  const link = linkOf(await mailTo(TOM, /^Nora Quill invites you to fathom/));
  const page = await visit("fathom", new URL(link).pathname + new URL(link).hash);
  await page.getByLabel("Your name").fill("Tom Ashby");
  await page.getByLabel("Password", { exact: true }).fill(PASSWORD);
  await page.getByRole("button", { name: "Join the workspace" }).click();
  await page.getByRole("navigation").first().waitFor();
  const again = await visit("fathom", new URL(link).pathname + new URL(link).hash);
  await expectVisible(again.getByText(/This link has been used.*Ask whoever invited you/));
  return page;
}

/* The password is lost: the mail's link sets another one, signs in here and out everywhere else. */
async function comeBack(elsewhere: Page): Promise<void> {
  const page = await visit("fathom", "/sign-in");
  await page.getByRole("link", { name: "Forgot your password?" }).click();
  await page.getByRole("button", { name: "Send the link" }).waitFor();
  await page.getByLabel("E-mail").fill(TOM);
  await page.keyboard.press("Enter");
  await expectVisible(page.getByText(/a mail is on its way to it/));
  const link = linkOf(await mailTo(TOM, /^A new password for fathom/));
  await page.goto(link);
  await page.getByLabel("New password", { exact: true }).fill(NEW_PASSWORD);
  await page.keyboard.press("Enter");
  await page.getByRole("navigation").first().waitFor();
  await elsewhere.reload();
  await expectVisible(elsewhere.getByRole("button", { name: "Sign in" }));
  await signInAs(elsewhere, TOM, PASSWORD);
  await expectVisible(elsewhere.getByText(/do not match/));
  await signInAs(elsewhere, TOM, NEW_PASSWORD);
  await elsewhere.getByRole("navigation").first().waitFor();

  await page.goto(link);
  await expectVisible(page.getByText(/This link has been used/));
  await expectVisible(page.getByRole("link", { name: "Ask for a new link" }));
  await endOther(page, elsewhere);
}

async function signInAs(page: Page, email: string, password: string): Promise<void> {
  await page.getByLabel("E-mail").fill(email);
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Sign in" }).click();
}

/* Two browsers are signed in; one of them signs the other out. */
async function endOther(page: Page, other: Page): Promise<void> {
  await page.goto(`${at("fathom")}/profile`);
  const sessions = page.getByRole("region", { name: "Where you are signed in" });
  await expectVisible(sessions.getByText("This browser"));
  await sessions.getByRole("button", { name: /^Sign out/ }).click();
  await expectVisible(page.getByText("That browser is signed out"));
  expect(await sessions.getByRole("button", { name: /^Sign out/ }).count()).toBe(0);
  await other.goto(`${at("fathom")}/profile`);
  await expectVisible(other.getByRole("button", { name: "Sign in" }));
  await page.reload();
  await expectVisible(sessions.getByText("This browser"));
}

/* The rest of the list, each step from its link. */
async function sell(page: Page): Promise<void> {
  await page.goto(at("fathom"));
  await step(page, /Write down a lead/)
    .getByRole("link")
    .click();
  const lead = await dialogOf(page, "New lead");
  await lead.getByLabel("Last name").fill("Petersen");
  await lead.getByRole("button", { name: "Create lead" }).click();
  await lead.waitFor({ state: "detached" });
  await expectDone(page, /Write down a lead/);

  await step(page, /Put a deal on the pipeline/)
    .getByRole("link")
    .click();
  const deal = await dialogOf(page, "New deal");
  await deal.getByLabel("Name").fill("Maintenance");
  await deal.getByRole("button", { name: "Create deal" }).click();
  await deal.waitFor({ state: "detached" });
  await expectDone(page, /Put a deal on the pipeline/);

  await step(page, /Log a call/)
    .getByRole("link")
    .click();
  const activity = await dialogOf(page, "New activity");
  await activity.getByLabel("Subject").fill("Call Petersen");
  await activity.getByLabel("About").fill("Petersen");
  await page.getByRole("option", { name: /Petersen/ }).click();
  await activity.getByRole("button", { name: "Create activity" }).click();
  await activity.waitFor({ state: "detached" });
  await expectDone(page, /Log a call/);

  await step(page, /Win your first deal/)
    .getByRole("link")
    .click();
  const moved = page.waitForResponse(/\/api\/deals\/[^/]+\/move$/);
  await page
    .locator("[data-card]", { hasText: "Maintenance" })
    .dragTo(page.getByRole("region", { name: "Won" }));
  expect((await moved).status()).toBe(200);
  await page.goto(at("fathom"));
  await page.getByText("Good to see you, Nora").waitFor();
  await expect.poll(() => page.getByRole("region", { name: "First steps" }).count()).toBe(0);
}

/* Presses the button that opens a dialog of the same name. */
async function dialogOf(page: Page, name: string): Promise<Locator> {
  await page.getByRole("button", { name }).first().click();
  return page.getByRole("dialog", { name });
}

test("workspaces are found by mail, and the page says the same of every address", async () => {
  const page = await atDoor("/find");
  const answers: string[] = [];
  for (const email of ["dana@acme.example", "stranger@nowhere.example"]) {
    await page.goto(frontDoor("/find"));
    await page.getByLabel("E-mail").fill(email);
    await page.keyboard.press("Enter");
    const answer = page.getByRole("status").filter({ hasText: "A mail is on its way" });
    await expectVisible(answer);
    answers.push((await answer.innerText()).replace(email, ""));
  }
  expect(answers[0]).toBe(answers[1]);
  const known = await mailTo("dana@acme.example", /^Your workspaces/);
  expect(known.text).toContain(at("acme"));
  const unknown = await mailTo("stranger@nowhere.example", /^Your workspaces/);
  expect(unknown.text).toContain("No workspace here has it");
});

const DOORS = ["/", "/sign-up", "/find", "/nothing"];
const BARE = [
  "/sign-in",
  "/password-reset",
  "/password-reset#x",
  "/invitation#x",
  "/verify#x",
  "/welcome#x",
];
const WITHIN = ["/notifications", "/profile", "/settings/people"];

test.each([
  ...DOORS.map((path) => ({ path: `front door ${path}`, open: () => atDoor(path) })),
  ...BARE.map((path) => ({ path, open: () => visit("acme", path) })),
  ...WITHIN.map((path) => ({ path, open: () => signIn("acme", "dana@acme.example", path) })),
])("$path is accessible and not too wide in every look", async ({ open }) => {
  const page = await open();
  await page.getByRole("heading", { level: 1 }).waitFor();
  await inEveryLook(page, async () => {
    expect(await isTooWide(page)).toBe(false);
    await expectAccessible(page);
  });
});

function isTooWide(page: Page): Promise<boolean> {
  return page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth);
}
