import { expect, it } from "vitest";
import { browserOf } from "./sessions.ts";

it("names a browser and its system", () => {
  const chrome = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/140.0 Safari/537.36";
  expect(browserOf(chrome)).toBe("Chrome · Linux");
  expect(browserOf("curl/8.5")).toBeNull();
});
