import { expect, test } from "vitest";
import { settled, signIn, withChromium } from "./browser.ts";

withChromium();

test.each(["/leads", "/contacts", "/companies"])(
  "what the head of %s announces comes once, and is what the page asks for",
  async (path) => {
    const page = await signIn("acme", "dana@acme.example", "/profile");
    const asked: string[] = [];
    page.on("request", (request) => asked.push(request.url()));
    await page.goto(new URL(path, page.url()).href);
    await page.getByRole("row").nth(3).waitFor();
    await settled(page);
    const announced = await page
      .locator("head link:is([as=fetch], [rel=modulepreload])")
      .evaluateAll((links) => links.map((link) => (link as HTMLLinkElement).href));
    expect(announced.filter((href) => href.includes("/api/"))).toHaveLength(3);
    expect(announced.length).toBeGreaterThan(6);
    for (const href of announced) expect(asked.filter((url) => url === href)).toEqual([href]);
  },
);
