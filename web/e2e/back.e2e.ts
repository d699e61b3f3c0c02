import { expect, test } from "vitest";
import { expectVisible, signIn, withChromium } from "./browser.ts";

withChromium();

test.each(["/leads", "/contacts", "/companies", "/activities?who=all&view=done"])(
  "Back to %s stands where one was, with the same row active",
  async (path) => {
    const page = await signIn("acme", "dana@acme.example", path);
    const grid = page.getByRole("grid");
    await page.getByRole("row").nth(5).waitFor();
    for (let n = 0; n < 40; n++) await page.keyboard.press("j");
    const active = () =>
      grid.evaluate(
        (list) =>
          document.getElementById(list.getAttribute("aria-activedescendant") ?? "")?.textContent,
      );
    const top = () => grid.evaluate((list) => list.scrollTop);
    await expect.poll(top).toBeGreaterThan(300);
    const [row, offset] = [await active(), await top()];
    expect(row).toBeTruthy();
    await page.keyboard.press("Enter");
    await page.waitForURL(/[0-9a-f-]{36}$/);
    await page.getByRole("heading", { name: "Timeline" }).waitFor();
    await page.goBack();
    await expectVisible(grid);
    await expect.poll(active).toBe(row);
    expect(await top()).toBe(offset);
  },
);
