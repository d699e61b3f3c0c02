import { useLingui } from "@lingui/react/macro";
import type { OperatorRole } from "../generated/types.gen.ts";

/** The roles, the mightiest first. */
export const ROLES: readonly OperatorRole[] = ["owner", "support", "read_only"];

/** What a role is called. */
export function useOperatorRoleText(): (role: string) => string {
  const { t } = useLingui();
  const words: Record<string, string> = {
    owner: t`Owner`,
    support: t`Support`,
    read_only: t`Read-only`,
  };
  return (role) => words[role] ?? role;
}

/** What a role may do. */
export function useOperatorRoleDetail(): (role: OperatorRole) => string {
  const { t } = useLingui();
  const words: Record<OperatorRole, string> = {
    owner: t`Everything, other operators included.`,
    support: t`Makes tenants and changes their state.`,
    read_only: t`Looks, and changes nothing.`,
  };
  return (role) => words[role];
}
