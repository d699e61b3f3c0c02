import { useCan, useSession } from "@/features/session/session-context.tsx";

/**
 * Whether this person may change a record of the directory. A representative reads everybody's
 * contacts and companies, and changes their own and nobody's; of the others the server decides.
 */
export function useMayChange(permission: string, ownerId: string | null | undefined): boolean {
  const { user } = useSession();
  const may = useCan(permission);
  const others = user.role === "sales_representative" && ownerId && ownerId !== user.id;
  return may && !others;
}
