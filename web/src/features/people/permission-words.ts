import type { MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";
import type { Role } from "@/api/generated/types.gen.ts";

/** What permissions are about, in the order in which the page shows it. */
const NOUNS: Record<string, MessageDescriptor> = {
  leads: msg`Leads`,
  deals: msg`Deals`,
  contacts: msg`Contacts`,
  companies: msg`Companies`,
  products: msg`Products`,
  activities: msg`Activities`,
  attachments: msg`Files`,
  tags: msg`Tags`,
  views: msg`Saved views`,
  search: msg`Search`,
  reports: msg`Reports`,
  imports: msg`Import`,
  exports: msg`Export`,
  bulks: msg`Changes of many records`,
  trash: msg`Trash`,
  events: msg`History`,
  notifications: msg`Notifications`,
  sessions: msg`Own account`,
  users: msg`People`,
  teams: msg`Teams`,
  pipelines: msg`Pipelines`,
  custom_fields: msg`Custom fields`,
  api_keys: msg`API keys`,
  webhooks: msg`Webhooks`,
  samples: msg`Sample records`,
  settings: msg`Settings`,
};

const ACTIONS: Record<string, MessageDescriptor> = {
  read: msg`See`,
  create: msg`Make`,
  update: msg`Change`,
  delete: msg`Trash and restore`,
  convert: msg`Convert`,
  write: msg`Make and use`,
  share: msg`Share`,
  manage: msg`Arrange`,
  purge: msg`Delete for good`,
};

/** Whose records a role sees, in words. */
export const SCOPE_WORDS: Record<Role, MessageDescriptor> = {
  administrator: msg`Sees all records.`,
  account_manager: msg`Sees what the own team and the teams below it own, and the pool.`,
  sales_representative: msg`Sees own records and, where the workspace allows it, the pool.`,
  read_only: msg`Sees all records and changes none.`,
};

/** The roles in the order of the matrix: from the one that may most. */
export const MATRIX_ROLES: readonly Role[] = [
  "administrator",
  "account_manager",
  "sales_representative",
  "read_only",
];

/** What the server says: for each permission, which role has it. */
export type Matrix = Record<string, Record<string, boolean>>;

/** One permission of a noun. */
export interface MatrixLine {
  permission: string;
  action: MessageDescriptor | string;
  roles: Record<string, boolean>;
}

/** The permissions of one noun. */
export interface MatrixGroup {
  noun: MessageDescriptor | string;
  lines: MatrixLine[];
}

/** The matrix by noun. What has no words yet keeps its name, so that nothing is left out. */
export function byNoun(matrix: Matrix): MatrixGroup[] {
  const all = Object.keys(matrix);
  const nounOf = (permission: string) => permission.split(".")[0] ?? "";
  const nouns = new Set([...Object.keys(NOUNS), ...all.map(nounOf).sort()]);
  return [...nouns].flatMap((noun) => {
    const permissions = all.filter((permission) => nounOf(permission) === noun);
    if (permissions.length === 0) return [];
    const lines = permissions.map((permission) => {
      const action = permission.split(".")[1] ?? "";
      return { permission, action: ACTIONS[action] ?? action, roles: matrix[permission] ?? {} };
    });
    return [{ noun: NOUNS[noun] ?? noun, lines: lines.sort(byAction) }];
  });
}

const PLACES = Object.keys(ACTIONS);
const placeOf = ({ permission }: MatrixLine) => PLACES.indexOf(permission.split(".")[1] ?? "");
const byAction = (a: MatrixLine, b: MatrixLine) => placeOf(a) - placeOf(b);
