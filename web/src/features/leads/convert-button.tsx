import { useLingui } from "@lingui/react/macro";
import { lazy, Suspense, useState } from "react";
import type { Lead } from "@/api/generated/types.gen.ts";
import { useCan } from "@/features/session/session-context.tsx";
import { Button } from "@/ui/button.tsx";
import { useShortcuts } from "@/ui/shortcuts.ts";

const ConvertDialog = lazy(() =>
  import("./convert-dialog.tsx").then((module) => ({ default: module.ConvertDialog })),
);

/** Opens the preview of what a lead would become. Not there for one that may not be changed. */
export function ConvertButton({ lead, mayChange }: { lead: Lead; mayChange: boolean }) {
  const { t } = useLingui();
  const may = useCan("leads.convert") && mayChange;
  const [open, setOpen] = useState(false);
  const start = () => setOpen(true);
  useShortcuts(
    may ? [{ keys: "v", label: t`Convert the lead`, group: t`On this page`, run: start }] : [],
  );
  if (!may) return null;
  return (
    <>
      <Button
        variant={lead.owner_id ? "primary" : "secondary"}
        onClick={start}
        aria-keyshortcuts="v"
      >
        {t`Convert`}
      </Button>
      {open ? (
        <Suspense>
          <ConvertDialog lead={lead} onClose={() => setOpen(false)} />
        </Suspense>
      ) : null}
    </>
  );
}
