import { listContactDuplicates } from "@/api/generated/sdk.gen.ts";
import type { Contact, ContactPoint } from "@/api/generated/types.gen.ts";

/** What a contact that is being written down can be recognised by. */
export interface Clues {
  /** First and last name; empty until both are there. */
  name: string;
  /** Addresses that are complete enough to be asked for. */
  emails: string[];
}

/** What has been typed so far, as far as it says anything: half a name or address would find everybody. */
export function cluesOf(name: string, emails: readonly ContactPoint[]): Clues {
  const whole = name.trim().replace(/\s+/g, " ");
  const addresses = emails.map(({ value }) => value.trim().toLowerCase());
  return {
    name: whole.includes(" ") ? whole : "",
    emails: [
      ...new Set(addresses.filter((address) => /^[^@\s]+@[^@\s]+\.[^@\s.]+$/.test(address))),
    ],
  };
}

/** The contacts that share a name or an address with what is being written down, each once; same address first. */
export async function findDuplicates(clues: Clues, signal: AbortSignal): Promise<Contact[]> {
  const ask = async (query: { name?: string; email?: string }) =>
    (await listContactDuplicates({ query, signal, throwOnError: true })).data;
  const answers = await Promise.all([
    ...clues.emails.map((email) => ask({ email })),
    ...(clues.name ? [ask({ name: clues.name })] : []),
  ]);
  const found = new Map(answers.flat().map(({ contact }) => [contact.id, contact]));
  return [...found.values()];
}
