import { describe, expect, it } from "vitest";
import { mailHref, telHref, webHref } from "./safe-href.ts";

describe("what people write as an address", () => {
  it("leads to web pages only", () => {
    expect(webHref("halcyon.example")).toBe("https://halcyon.example/");
    expect(webHref(" http://halcyon.example/a?b=c ")).toBe("http://halcyon.example/a?b=c");
    for (const text of ["javascript:alert(1)", "data:text/html,x", "nonsense", "", "a b.example"])
      expect(webHref(text)).toBeNull();
  });

  it("becomes a letter or a call", () => {
    expect(mailHref("ines@halcyon.example")).toBe("mailto:ines@halcyon.example");
    expect(mailHref("a?cc=b@c.example")).toBe("mailto:a%3Fcc%3Db@c.example");
    expect(telHref("+49 (30) 9018-20")).toBe("tel:+4930901820");
    expect(telHref("030 / 9018 20")).toBe("tel:030901820");
  });
});
