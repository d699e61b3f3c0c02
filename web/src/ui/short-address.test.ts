import { expect, test } from "vitest";
import { shortAddress } from "./short-address.ts";

test.each([
  ["https://www.halcyon.example/", "halcyon.example"],
  ["HTTP://halcyon.example/de/", "halcyon.example/de"],
  ["linkedin.example/in/ines", "linkedin.example/in/ines"],
])("%s is said as %s", (address, short) => {
  expect(shortAddress(address)).toBe(short);
});
