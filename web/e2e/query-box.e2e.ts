import { expect, test } from "vitest";
import { expectAccessible, expectVisible, settled, signIn, withChromium } from "./browser.ts";

withChromium();

test("conditions are typed with completion, become chips, and stand in the address", async () => {
  const page = await signIn("acme", "dana@acme.example", "/leads");
  await page.getByRole("row").nth(3).waitFor();
  await page.keyboard.press("f");
  const box = page.getByRole("combobox", { name: "Filter by typing" });
  await page.keyboard.type("stat");
  await expectVisible(page.getByRole("option", { name: /Status/ }));
  await page.keyboard.press("Tab");
  await page.keyboard.type("cont");
  await page.keyboard.press("Tab");
  await page.keyboard.type("score>=40");
  expect(await box.inputValue()).toBe("status:contacted score>=40");
  await page.keyboard.press("Enter");
  await page.waitForURL(/filter=status:contacted\+score/);
  await expectVisible(page.getByRole("button", { name: "Remove filter: Status is Contacted" }));
  expect(await box.inputValue()).toBe("");
});

test("a mistake is told at its place", async () => {
  const page = await signIn("acme", "dana@acme.example", "/leads");
  const box = page.getByRole("combobox", { name: "Filter by typing" });
  await box.fill("owner:me ownr:rita");
  await box.press("Enter");
  await expectVisible(page.getByRole("alert").getByText(/no field “ownr”/));
  const marked = await box.evaluate((element) => {
    const { value, selectionStart, selectionEnd } = element as HTMLInputElement;
    return value.slice(selectionStart ?? 0, selectionEnd ?? 0);
  });
  expect(marked).toBe("ownr");
});

test.each([
  ["light", 1440],
  ["dark", 360],
] as const)("the box is accessible while it completes, %s at %i px", async (theme, width) => {
  const page = await signIn("acme", "dana@acme.example", "/leads", { theme, width });
  await page.getByRole("combobox", { name: "Filter by typing" }).fill("s");
  await expectVisible(page.getByRole("option").first());
  await settled(page);
  await expectAccessible(page);
});
