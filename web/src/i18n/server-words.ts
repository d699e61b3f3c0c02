import { t } from "@lingui/core/macro";

/**
 * What the server's stable codes mean, in the reader's language. It is loaded with every catalogue but the English one:
 * the server's own sentences are English already, and say more ("at most 120 characters").
 */
export function serverWords(code: string, field?: string | null): string | undefined {
  return ((field && OF_FIELDS[`${field} ${code}`]) || WORDS[code])?.();
}

const OF_FIELDS: Record<string, () => string> = {
  "name length": () => t`A name has 1 to 120 characters.`,
  "name required": () => t`A name is missing.`,
  "last_name required": () => t`A name is missing.`,
  "url not_a_target": () => t`Give an address of the public internet that begins with https://.`,
  "slug malformed": () => t`An address has 3 to 40 of a-z, 0-9 and hyphens inside.`,
  "slug taken": () => t`This address is taken, or looks like one that is. Choose another one.`,
  "email taken": () => t`Somebody here has this e-mail address already.`,
  "currency malformed": () => t`A currency is three capitals, such as EUR.`,
  "currency required": () => t`An amount needs its currency.`,
  "parent_id cycle": () => t`A company cannot belong to itself.`,
  "score out_of_range": () => t`A score is 0 to 100.`,
  "amount out_of_range": () => t`An amount is not negative, and has at most 15 digits.`,
  "days out_of_range": () => t`An invitation is open for 1 to 30 days.`,
  "tag_ids too_many": () => t`A record cannot have so many tags.`,
  "stage_id trashed": () => t`This stage was trashed. Choose another one, or restore it.`,
};

const WORDS: Record<string, () => string> = {
  another_kind: () => t`Choose a stage of the same type, so that no deal is won or lost by this.`,
  bulk_running: () => t`This is still under way. Undo it when it is done.`,
  bulk_undone: () => t`This was undone already.`,
  bulks_running: () => t`Several of your bulk changes are under way. Wait until one is done.`,
  changed: () => t`This stage became another kind of stage meanwhile. Try again.`,
  changed_meanwhile: () => t`Somebody changed this record during the import. Import the row again.`,
  converted: () => t`This lead was converted and is read-only.`,
  crowded: () => t`There is no room just there. Choose the place beside it.`,
  cycle: () => t`This would stand below itself.`,
  deal_changed: () => t`The deal has been changed since. It stays, and so does the conversion.`,
  filled_twice: () => t`Another column fills this field already.`,
  forbidden: () => t`Your role does not allow this. Ask an administrator of the workspace.`,
  import_done: () => t`This file has been imported. Upload it again to import it again.`,
  import_not_done: () => t`Nothing of this file was imported: there is nothing to undo.`,
  import_not_ready: () => t`This upload was not finished.`,
  import_of_people: () => t`An import of people is not undone.`,
  import_running: () => t`This import runs at this moment.`,
  import_too_old: () => t`An import can be undone for 30 days. This one is older.`,
  import_undoing: () => t`This import is being undone at this moment.`,
  import_undone: () => t`This import was undone already.`,
  in_use: () => t`This is still in use.`,
  incomplete: () => t`A pipeline keeps at least one stage of each type: open, won and lost.`,
  internal: () => t`Something went wrong on our side. It has been logged.`,
  invalid: () => t`Some fields need another look.`,
  invalid_value: () => t`A value is outside what is allowed.`,
  last_administrator: () =>
    t`A workspace keeps at least one active administrator. Appoint another one first.`,
  last_one: () => t`A workspace keeps at least one pipeline.`,
  length: () => t`This is too short or too long.`,
  link_ended: () =>
    t`This link has been used, has been replaced by a newer one, or is too old. Ask for a new one.`,
  malformed: () => t`This is not written as it should be.`,
  module_off: () =>
    t`The plan of this workspace does not include this. An administrator can ask for a larger plan.`,
  no_password: () => t`This person has not accepted the invitation yet.`,
  not_a_date: () => t`This is no date.`,
  not_a_domain: () => t`A domain looks like example.com.`,
  not_a_number: () => t`This is no number.`,
  not_a_phone: () => t`A telephone number has digits, and at most 60 characters.`,
  not_a_web_address: () => t`A web address looks like https://example.com/page.`,
  not_an_email: () => t`This is not an e-mail address.`,
  not_converted: () => t`This lead was not converted.`,
  not_found: () => t`There is nothing here that you can see.`,
  not_in_bulk: () => t`This is each record's own, and is not set in bulk.`,
  not_invited: () => t`This person has accepted already.`,
  not_of_a_note: () => t`A note is neither due nor done. Make it a task.`,
  not_yours: () => t`This would touch, or hand over to, something outside what you can see.`,
  nul: () => t`The character U+0000 cannot be stored.`,
  one_record: () => t`Say on which lead, deal, contact or company it is: exactly one.`,
  other_currency: () => t`This is in another currency. Say the currency of the file's amounts.`,
  out_of_range: () => t`This is outside what is allowed.`,
  outcome_unknown: () =>
    t`The connection broke while saving. Look whether it was saved before you try again.`,
  password_length: () => t`A password has 10 to 200 characters. Several words make a good one.`,
  plan_in_use: () =>
    t`Tenants are on this plan, or those who sign up get it. Give them another one first.`,
  records_full: () =>
    t`The plan of this workspace has room for no more records. Delete for good what nobody needs, or ask for a larger plan.`,
  repeated: () => t`This is there twice.`,
  required: () => t`This is missing.`,
  reserved: () => t`This address is reserved. Choose another one.`,
  seats_full: () =>
    t`All seats of the plan are taken. Suspend somebody who is gone, or ask for a larger plan.`,
  sign_up_closed: () => t`Workspaces are made by whoever runs this installation.`,
  storage_full: () =>
    t`The plan of this workspace has no room for this file. Delete for good what nobody needs, or ask for a larger plan.`,
  taken: () => t`Something here has this already.`,
  rate_limited: () => t`Too many requests came at once. Wait a little and try again.`,
  throttled: () => t`Too many attempts. Wait a little and try again.`,
  too_many_webhooks: () =>
    t`There are as many webhooks as there may be. Delete one that is not used.`,
  too_many_keys: () => t`There are as many keys as there may be. Revoke one that is not used.`,
  timeout: () => t`It took too long. Try again.`,
  too_large: () => t`This is larger than allowed.`,
  too_long: () => t`This is too long.`,
  too_many: () => t`These are too many.`,
  trashed: () => t`This is in the trash. Restore it first.`,
  try_again: () => t`Two changes were in each other's way. Try again.`,
  unauthenticated: () => t`Sign in to continue.`,
  unavailable: () => t`Kontaly is busy. Try again in a moment.`,
  unknown: () => t`This is not known here.`,
  unknown_language: () => t`Kontaly does not speak this language.`,
  unknown_reference: () => t`Something that this refers to is not there, or not yours to see.`,
  unknown_value: () => t`This is none of the values here. Say what it stands for.`,
  verify_first: () => t`Confirm your own e-mail address first: the mail is in your mailbox.`,
  version_conflict: () => t`Somebody else changed this meanwhile.`,
  workspace_suspended: () => t`This workspace is suspended.`,
  wrong_credentials: () => t`This e-mail address and password do not belong together here.`,
  wrong_password: () => t`This is not your password until now.`,
  webhook_off: () => t`This webhook is switched off. Switch it on first.`,
};
