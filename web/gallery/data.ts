/** Made-up records for the gallery. Deterministic, so that screenshots can be compared. */
export interface Lead {
  id: string;
  name: string;
  company: string;
  owner: string;
  status: string;
  amount: number;
  created: string;
}

const NAMES = [
  "Ines Haddad",
  "Dana Okafor",
  "Łukasz Wójcik",
  "Mei 陈",
  "Zoë O’Brien",
  "ياسمين حداد",
  "Björn Åström",
  "Priya Natarajan",
];
const COMPANIES = [
  "Halcyon GmbH",
  "Fathom Ltd",
  "Orchard SA",
  "Tessera BV",
  "Kestrel plc",
  "Northwind AG",
  "Brightside KK",
  "Quarry Oy",
];
const WORDS = [
  "rollout",
  "onboarding",
  "renewal",
  "expansion",
  "pilot",
  "audit",
  "platform",
  "seats",
];
const STATUSES = ["New", "Contacted", "Nurture", "Qualified"];

const pick = <T>(list: readonly T[], index: number): T => list[index % list.length] as T;

/** The nth lead. */
export function lead(index: number): Lead {
  return {
    id: `lead-${index}`,
    name: pick(NAMES, index * 7 + (index >> 3)),
    company: pick(COMPANIES, index * 5 + (index >> 4)),
    owner: pick(NAMES, index * 3 + 1),
    status: pick(STATUSES, index * 11 + (index >> 2)),
    amount: ((index * 7919) % 250_000) * 100,
    created: new Date(Date.UTC(2026, 10, 20) - index * 3_600_000).toISOString(),
  };
}

/** A card of the gallery's board. */
export interface Deal {
  id: string;
  name: string;
  company: string;
  amount: number;
  due: number;
}

/** Some cards of a column. */
export function deals(column: number, from: number, count: number): Deal[] {
  return Array.from({ length: count }, (_, offset) => {
    const index = from + offset;
    const company = pick(COMPANIES, index * 3 + column);
    return {
      id: `deal-${column}-${index}`,
      name: `${company.split(" ")[0]} ${pick(WORDS, index + column * 2)}`,
      company,
      amount: ((index * 6007 + column * 4001) % 220_000) * 100,
      due: ((index * 5 + column) % 9) - 2,
    };
  });
}
