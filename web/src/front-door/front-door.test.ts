import { expect, it } from "vitest";
import { currencyOf } from "./currency.ts";
import { addressOf } from "./door.ts";

it("proposes the currency of the browser's region", () => {
  const of = ["en-US", "en-GB", "de", "de-CH", "ja", "sv", "ar-EG"].map(currencyOf);
  expect(of).toEqual(["USD", "GBP", "EUR", "CHF", "JPY", "SEK", "EUR"]);
});

it("writes a workspace's address as people read it", () => {
  const door = { example: "https://SLUG.kontaly.example", sign_up: true };
  expect(addressOf(door, "acme")).toBe("acme.kontaly.example");
  expect(addressOf(door, "")).toBe(".kontaly.example");
});
