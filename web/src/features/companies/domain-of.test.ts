import { expect, test } from "vitest";
import { domainOf } from "./domain-of.ts";

test.each([
  ["https://www.Halcyon.example/de?x=1", "halcyon.example"],
  ["halcyon.example", "halcyon.example"],
  [" shop.halcyon.example:8080 ", "shop.halcyon.example"],
  ["www.halcyon.co.example#top", "halcyon.co.example"],
  ["halcyon", ""],
  ["halcyon.", ""],
  ["somebody@halcyon.example", ""],
  ["", ""],
])("the domain of %j is %j", (website, domain) => {
  expect(domainOf(website)).toBe(domain);
});
