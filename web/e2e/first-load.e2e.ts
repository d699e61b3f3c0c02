import { expect, test } from "vitest";
import { signIn, withChromium } from "./browser.ts";

withChromium();

test.each(["/leads", "/contacts", "/companies"])(
  "what the head of %s announces comes once, and is what the page asks for",
  async (path) => {
    const page = await signIn("acme", "dana@acme.example", "/profile");
    // What others do at the same time is asked for anew.
    await page.route("**/api/changes?*", (route) => route.abort());
    const href = new URL(path, page.url()).href;
    // The page before asks ahead while nothing goes on: none of that counts.
    await page.goto("about:blank");
    const asked: string[] = [];
    page.on("request", (request) => asked.push(request.url()));
    const answer = await page.goto(href);
    await page.getByRole("row").nth(3).waitFor();
    const html = (await answer?.text()) ?? "";
    const announced = [...html.matchAll(/<link rel="(?:modulepreload|preload)" [^>]*>/g)]
      .filter(([link]) => /modulepreload|as="fetch"/.test(link))
      .map(([link]) => /href="([^"]+)"/.exec(link)?.[1]?.replaceAll("&amp;", "&") ?? "");
    const answers = announced.filter((href) => href.startsWith("/api/"));
    expect(answers).toHaveLength(3);
    expect(announced.length).toBeGreaterThan(6);
    const times = (href: string) => asked.filter((url) => url.endsWith(href)).length;
    // Code that comes later may name the same code once more, out of the browser's own store.
    expect(announced.filter((href) => times(href) === 0)).toEqual([]);
    expect(answers.filter((href) => times(href) !== 1)).toEqual([]);
  },
);
