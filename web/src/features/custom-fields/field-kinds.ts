import type { MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";
import type { FieldKind, Noun } from "@/api/generated/types.gen.ts";

/** What a field can hold, in the order in which it is offered. */
export const KIND_WORDS: Record<FieldKind, MessageDescriptor> = {
  text: msg`Text`,
  number: msg`Number`,
  money: msg`Money`,
  date: msg`Date`,
  choice: msg`Choice`,
  multi_choice: msg`Several choices`,
  person: msg`Person`,
  link: msg`Link`,
  checkbox: msg`Checkbox`,
};

/** The records that have custom fields. */
export const NOUN_WORDS: Record<Noun, MessageDescriptor> = {
  lead: msg`Leads`,
  contact: msg`Contacts`,
  company: msg`Companies`,
  deal: msg`Deals`,
  product: msg`Products`,
};

/** Whether a field of this kind has choices. */
export const hasChoices = (kind: FieldKind) => kind === "choice" || kind === "multi_choice";
