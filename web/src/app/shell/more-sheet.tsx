import { useSession } from "@/features/session/session-context.tsx";
import { Sheet } from "@/ui/overlay/sheet.tsx";
import { setOverlay } from "./shell-state.ts";
import { type NavCounts, NavList, SearchButton } from "./sidebar.tsx";
import { UserButtonSlot } from "./user-slot.tsx";

/** Everything that the bottom bar has no room for. */
export function MoreSheet({
  open,
  onOpenChange,
  current,
  counts,
}: {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  current: string | null;
  counts: NavCounts;
}) {
  const { tenant } = useSession();
  return (
    <Sheet open={open} onOpenChange={onOpenChange} title={tenant.name} side="bottom">
      <div className="-mx-3 grid gap-2">
        <SearchButton />
        <NavList current={current} counts={counts} onFollow={() => setOverlay(null)} />
        <div className="border-t border-line px-2 pt-2">
          <UserButtonSlot />
        </div>
      </div>
    </Sheet>
  );
}
