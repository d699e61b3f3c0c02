import { expect, test } from "vitest";
import {
  at,
  expectAccessible,
  expectVisible,
  inEveryLook,
  signInByPage,
  visit,
  withChromium,
} from "./browser.ts";

withChromium();

test("a person signs in at the workspace's own address, stays signed in, and signs out", async () => {
  const page = await signInByPage("acme", "dana@acme.example");
  await page.reload();
  await page.getByRole("navigation").first().waitFor();
  await page.locator('button[aria-haspopup="menu"]').filter({ hasText: "Dana" }).click();
  await page.getByRole("menuitem", { name: "Sign out" }).click();
  await expectVisible(page.getByRole("button", { name: "Sign in" }));
});

test("a wrong password and an unknown person get the same answer", async () => {
  const page = await visit("acme");
  const answers: string[] = [];
  for (const email of ["dana@acme.example", "nobody@acme.example"]) {
    await page.getByLabel("E-mail").fill(email);
    await page.getByLabel("Password", { exact: true }).fill("not the password");
    await page.getByRole("button", { name: "Sign in" }).click();
    answers.push((await page.getByRole("alert").first().textContent()) ?? "");
  }
  expect(answers[0]).not.toBe("");
  expect(answers[1]).toBe(answers[0]);
});

test("a session opens no other workspace", async () => {
  const page = await signInByPage("acme", "dana@acme.example");
  const cookies = await page.context().cookies();
  expect(cookies.map((cookie) => cookie.name)).toContain("__Host-kontaly");
  await page.goto(at("globex"));
  await expectVisible(page.getByRole("button", { name: "Sign in" }));
});

test("the sign-in page is accessible in every look", async () => {
  const page = await visit("acme", "/");
  await page.getByRole("button", { name: "Sign in" }).waitFor();
  await inEveryLook(page, () => expectAccessible(page));
});
