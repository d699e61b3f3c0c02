import { expect, it } from "vitest";
import { strengthOf } from "./password-strength.ts";

it("tells weak passwords from strong ones", () => {
  expect(strengthOf("short")).toBe(0);
  expect(strengthOf("aaaaaaaaaaaa")).toBe(1);
  expect(strengthOf("1234567890")).toBe(1);
  expect(strengthOf("correct horse battery staple")).toBe(4);
  expect(strengthOf("dana.okafor1", ["Dana Okafor", "dana.okafor@acme.example"])).toBe(1);
});
