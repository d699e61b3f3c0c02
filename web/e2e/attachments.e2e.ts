import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { expectAccessible, expectVisible, signIn, withChromium } from "./browser.ts";

withChromium();

/* A picture of one pixel. */
const PIXEL = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
  "base64",
);

/* The section, and a file of it by its name. */
const section = (page: Page) =>
  page
    .locator("section")
    .filter({ has: page.getByRole("heading", { name: "Files", exact: true }) });
const row = (page: Page, name: string) =>
  page.getByRole("list", { name: "Files" }).getByRole("listitem").filter({ hasText: name });

/* A lead that nobody else looks at. */
async function newLead(page: Page): Promise<string> {
  return page.evaluate(async () => {
    const headers = { "content-type": "application/json" };
    const body = JSON.stringify({ last_name: `Files ${Date.now()}` });
    const made = await fetch("/api/leads", { method: "POST", headers, body });
    return (await made.json()).id;
  });
}

async function openLead(page: Page): Promise<void> {
  const id = await newLead(page);
  await page.goto(new URL(`/leads/${id}`, page.url()).href);
  await expectVisible(section(page).getByText("Drop offers, contracts or pictures here"));
}

/* Files as somebody drops or pastes them. */
async function hand(page: Page, how: "drop" | "paste", names: string[]): Promise<void> {
  const target = section(page);
  const data = await page.evaluateHandle(
    ([bytes, all]) => {
      const transfer = new DataTransfer();
      for (const name of all) {
        const type = name.endsWith(".png") ? "image/png" : "text/plain";
        transfer.items.add(new File([new Uint8Array(bytes)], name, { type }));
      }
      return transfer;
    },
    [[...PIXEL], names] as const,
  );
  if (how === "drop") {
    await target.dispatchEvent("dragover", { dataTransfer: data });
    await target.dispatchEvent("drop", { dataTransfer: data });
  } else {
    await page.evaluate((clipboardData) => {
      document.body.dispatchEvent(
        new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }),
      );
    }, data);
  }
}

test("files are dropped, pasted and chosen, shown and downloaded, removed and put back", async () => {
  const page = await signIn("acme", "dana@acme.example", "/leads");
  await openLead(page);
  await hand(page, "drop", ["Plan.png", "Notes für Zoë.txt"]);
  await expectVisible(row(page, "Plan.png").getByText("70 bytes · Dana Okafor"));
  await expectVisible(row(page, "Notes für Zoë.txt"));
  const picture = row(page, "Plan.png").locator("img");
  await expect
    .poll(() => picture.evaluate((image: HTMLImageElement) => image.naturalWidth))
    .toBe(1);

  await hand(page, "paste", ["image.png"]);
  await expectVisible(
    row(page, ".png").filter({ hasText: /\d{4}-\d\d-\d\d \d\d\.\d\d\.\d\d\.png/ }),
  );

  const chooser = page.waitForEvent("filechooser");
  await section(page).getByRole("button", { name: "Attach files" }).click();
  await (await chooser).setFiles([
    { name: "Offer.pdf", mimeType: "application/pdf", buffer: Buffer.from("%PDF-1.7 x") },
  ]);
  await expectVisible(row(page, "Offer.pdf"));
  await expectVisible(
    page.getByRole("region", { name: "Timeline" }).getByText("attached Offer.pdf"),
  );

  const download = page.waitForEvent("download");
  await page.getByRole("link", { name: "Download Notes für Zoë.txt" }).click();
  expect((await download).suggestedFilename()).toBe("Notes für Zoë.txt");

  await page.getByRole("button", { name: "Remove Offer.pdf" }).click();
  await row(page, "Offer.pdf").waitFor({ state: "detached" });
  await page.getByRole("button", { name: "Undo" }).click();
  await expectVisible(row(page, "Offer.pdf"));
  await expectAccessible(page);
});

test("a file that does not arrive says why, is tried again, and can be stopped", async () => {
  const page = await signIn("acme", "dana@acme.example", "/leads");
  await openLead(page);
  let broken = true;
  await page.route("**/attachments?name=*", (route) => (broken ? route.abort() : route.continue()));
  await hand(page, "drop", ["Late.txt"]);
  await expectVisible(row(page, "Late.txt").getByText("No connection to the server."));
  broken = false;
  await page.getByRole("button", { name: "Try Late.txt again" }).click();
  await expectVisible(page.getByRole("link", { name: "Download Late.txt" }));

  await page.unroute("**/attachments?name=*");
  // An answer that never comes.
  await page.route("**/attachments?name=*", () => {});
  await hand(page, "drop", ["Endless.txt"]);
  await page.getByRole("button", { name: "Stop Endless.txt" }).click();
  await row(page, "Endless.txt").waitFor({ state: "detached" });
  await expectVisible(row(page, "Late.txt"));
});

test("the panel beside a list has the files too", async () => {
  const page = await signIn("acme", "dana@acme.example", "/leads");
  await openLead(page);
  await hand(page, "drop", ["Plan.png"]);
  await expectVisible(row(page, "Plan.png"));
  const id = new URL(page.url()).pathname.split("/").at(-1);
  await page.goto(new URL(`/leads?open=${id}`, page.url()).href);
  await expectVisible(row(page, "Plan.png"));
  await expectAccessible(page);
});

test.each([
  ["light", 1440],
  ["dark", 360],
] as const)("the files of a record are accessible, %s at %i px", async (theme, width) => {
  const page = await signIn("acme", "dana@acme.example", "/leads", { theme, width });
  await openLead(page);
  await expectAccessible(page);
  await hand(page, "drop", ["Plan.png", `${"A very long name ".repeat(9)}.txt`]);
  await expectVisible(row(page, "Plan.png"));
  await expectAccessible(page);
  const overflow = await page.evaluate(() => {
    const place = document.querySelector("article") ?? document.documentElement;
    return place.scrollWidth - place.clientWidth;
  });
  expect(overflow).toBe(0);
});
