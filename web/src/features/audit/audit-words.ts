import type { MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";
import { useLingui } from "@lingui/react/macro";
import type { FindingKind } from "@/api/generated/types.gen.ts";

/** What things are called that something was done to. */
export const NOUN_WORDS: Record<string, MessageDescriptor> = {
  lead: msg`Lead`,
  contact: msg`Contact`,
  company: msg`Company`,
  deal: msg`Deal`,
  activity: msg`Activity`,
  product: msg`Product`,
  tag: msg`Tag`,
  view: msg`View`,
  pipeline: msg`Pipeline`,
  stage: msg`Stage`,
  custom_field: msg`Custom field`,
  import: msg`Import`,
  export: msg`Export`,
  user: msg`Person`,
  team: msg`Team`,
  session: msg`Session`,
  request: msg`Request`,
  api_key: msg`API key`,
  webhook: msg`Webhook`,
  audit: msg`Audit log`,
  workspace: msg`Workspace`,
};

/** The same for what operators do. */
export const OPERATOR_NOUN_WORDS: Record<string, MessageDescriptor> = {
  tenant: msg`Tenant`,
  operator: msg`Operator`,
  plan: msg`Plan`,
  session: msg`Session`,
  request: msg`Request`,
  event: msg`Audit log`,
};

/** What was done. */
export const ACTION_WORDS: Record<string, MessageDescriptor> = {
  create: msg`made`,
  update: msg`changed`,
  move: msg`moved`,
  trash: msg`moved to the trash`,
  restore: msg`taken out of the trash`,
  delete: msg`deleted`,
  purge: msg`deleted for good`,
  import: msg`imported`,
  undo: msg`taken back`,
  convert: msg`converted`,
  undo_conversion: msg`conversion taken back`,
  tag: msg`tags changed`,
  attach: msg`file attached`,
  detach: msg`file removed`,
  rename_attachment: msg`file renamed`,
  export: msg`taken out`,
  check: msg`check asked for`,
  sign_in: msg`signed in`,
  sign_out: msg`signed out`,
  refuse: msg`sign-in refused`,
  deny: msg`denied`,
  revoke: msg`revoked`,
  rotate: msg`secret replaced`,
  invite: msg`invited`,
  revoke_invitation: msg`invitation revoked`,
  accept_invitation: msg`invitation accepted`,
  verify: msg`address confirmed`,
  change_password: msg`password changed`,
  reset_password: msg`password reset`,
  set_password: msg`password set by an operator`,
  try: msg`trial begun`,
  activate: msg`made active`,
  make_read_only: msg`made read-only`,
  suspend: msg`suspended`,
};

/** The words of a log: what the program has no word for is said as the API says it. */
export function useAuditWords(nouns: Record<string, MessageDescriptor> = NOUN_WORDS) {
  const { i18n } = useLingui();
  const word = (words: Record<string, MessageDescriptor>) => (name: string) => {
    const known = words[name];
    return known ? i18n._(known) : name.replaceAll("_", " ");
  };
  return { noun: word(nouns), action: word(ACTION_WORDS) };
}

/** What is wrong with a chain. */
export const FINDING_WORDS: Record<FindingKind, MessageDescriptor> = {
  event_altered: msg`An event was altered after it was sealed.`,
  event_missing: msg`An event that was written is gone.`,
  event_added: msg`An event was added later, past the log.`,
  seal_altered: msg`A seal was altered.`,
  seal_missing: msg`A seal is gone.`,
  head_differs: msg`The chain is not the one that the installation keeps.`,
};
