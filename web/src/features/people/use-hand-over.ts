import { useLingui } from "@lingui/react/macro";
import { toast } from "@/ui/overlay/toast.tsx";
import { usePeople } from "./people.ts";

/** Saves whose a record is; null: nobody's. */
export type SaveOwner = (ownerId: string | null) => Promise<unknown>;

/** Hands a record over: a move, which says to whom and can be taken back. Rejects as `save` does. */
export function useHandOver(ownerId: string | null | undefined, nobody: string) {
  const { t } = useLingui();
  const { nameOf } = usePeople();
  return async function hand(save: SaveOwner, to: string | null): Promise<void> {
    const before = ownerId ?? null;
    await save(to);
    const name = nameOf(to) ?? nobody;
    const complain = (error: unknown) =>
      toast(error instanceof Error ? error.message : String(error), { tone: "bad" });
    toast(t`Owner: ${name}`, { onUndo: () => void save(before).catch(complain) });
  };
}
