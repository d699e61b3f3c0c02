import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import type { ArrivedMail } from "./mail-server.mjs";
import { ownStack } from "./own-stack.ts";

/* The newest comes first. A file that is just being written is not there yet. */
function arrived(): ArrivedMail[] {
  const folder = ownStack().mails;
  return readdirSync(folder)
    .sort()
    .reverse()
    .flatMap((name) => {
      try {
        return [JSON.parse(readFileSync(join(folder, name), "utf8")) as ArrivedMail];
      } catch {
        return [];
      }
    });
}

/** The newest mail to an address about something, as soon as the mail server has it. */
export async function mailTo(address: string, subject: RegExp): Promise<ArrivedMail> {
  const find = () =>
    arrived().find((mail) => mail.to.includes(address) && subject.test(mail.subject));
  await expect.poll(find, { timeout: 20_000 }).toBeDefined();
  return find() as ArrivedMail;
}

/** The address behind a mail's one button, which its plain text has too. */
export function linkOf(mail: ArrivedMail): string {
  const [link] = /https?:\/\/\S+#\S+/.exec(mail.text) ?? [];
  if (!link || !mail.html.includes(`href="${link}"`)) throw new Error(`No link in ${mail.text}`);
  return link;
}
