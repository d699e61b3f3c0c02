import type { MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";
import type { Role } from "@/api/generated/types.gen.ts";

/** The roles as people call them, the commonest first. */
export const ROLE_WORDS: Record<Role, MessageDescriptor> = {
  sales_representative: msg`Sales representative`,
  account_manager: msg`Account manager`,
  administrator: msg`Administrator`,
  read_only: msg`Read only`,
};
/** The roles, in the order in which they are offered. */
export const ROLES = Object.keys(ROLE_WORDS) as Role[];
