import { useSession } from "@/features/session/session-context.tsx";

/** The workspace's mark and name. The letter stands in marigold on ink, as stamped on a ledger's spine. */
export function WorkspaceName() {
  const { tenant } = useSession();
  return (
    <div className="flex min-w-0 items-center gap-2">
      <span
        aria-hidden="true"
        className="grid size-6 shrink-0 place-items-center rounded-s bg-[oklch(.255_.03_215)] font-display text-base leading-none text-[oklch(.84_.145_84)] dark:bg-hover"
      >
        {Array.from(tenant.name)[0]}
      </span>
      <span dir="auto" className="truncate font-semibold">
        {tenant.name}
      </span>
    </div>
  );
}
