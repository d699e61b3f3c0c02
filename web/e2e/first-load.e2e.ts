import { expect, test } from "vitest";
import { signIn, withChromium } from "./browser.ts";

withChromium();

test.each(["/leads", "/contacts", "/companies"])(
  "what the head of %s announces comes once, and is what the page asks for",
  async (path) => {
    const page = await signIn("acme", "dana@acme.example", "/profile");
    // What others do at the same time is asked for anew.
    await page.route("**/api/changes?*", (route) => route.abort());
    const asked: string[] = [];
    page.on("request", (request) => asked.push(request.url()));
    await page.goto(new URL(path, page.url()).href);
    await page.getByRole("row").nth(3).waitFor();
    const announced = await page
      .locator("head link:is([as=fetch], [rel=modulepreload])")
      .evaluateAll((links) => links.map((link) => (link as HTMLLinkElement).href));
    // What comes behind the first page may name the same code once more: that is not looked at.
    expect(announced.filter((href) => href.includes("/api/"))).toHaveLength(3);
    expect(announced.length).toBeGreaterThan(6);
    for (const href of announced) expect(asked.filter((url) => url === href)).toEqual([href]);
  },
);
