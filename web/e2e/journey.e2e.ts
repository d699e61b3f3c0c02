import { readFileSync } from "node:fs";
import { request } from "node:http";
import type { Page } from "playwright-core";
import { expect, inject, test } from "vitest";
import { at, expectVisible, signIn, withChromium } from "./browser.ts";
import { bring, check, confirmName, run } from "./import-steps.ts";
import { operate } from "./operator.ts";

withChromium();

const SLUG = "quayside";
const OWNER = "Mina Sato";
const ADMIN = "ines@quayside.example";
const AGENT = "mina@quayside.example";

test("a business moves in from another system, works, and nobody sees more than is theirs", async () => {
  await openWorkspace();
  const admin = await signIn(SLUG, ADMIN);
  await bringEverything(admin);

  // one deal is won with the mouse, another goes on with the keyboard alone
  await admin.goto(`${at(SLUG)}/`);
  const before = await headline(admin);
  expect(before.openDeals).toBe(3);
  expect(before.open).toBe(4821 + 550 + 5300);
  const deals = await boardOf(admin);
  expect(deals.length).toBe(6);
  await drag(admin, "Quayside Timber – Tide Pro", "Won");
  await carry(admin, "Quayside Millworks – Tide Basic");
  const after = await headline(admin);
  expect(after).toEqual(before);
  expect(deals).toEqual([]);
}, 180_000);

/** As an operator does it: the workspace, and one person who will sign in. */
async function openWorkspace(): Promise<void> {
  await operate(
    ...["tenant", "create", SLUG, "--name", "Quayside", "--currency", "USD"],
    ...["--admin-name", "Ines Faro", "--admin-email", ADMIN],
  );
  await operate("user", "create", SLUG, "--name", OWNER, "--email", AGENT);
}
