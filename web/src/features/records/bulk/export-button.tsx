import { useLingui } from "@lingui/react/macro";
import { Download } from "lucide-react";
import { lazy, Suspense, useState } from "react";
import type { Count } from "@/api/generated/types.gen.ts";
import { useCan } from "@/features/session/session-context.tsx";
import { Button } from "@/ui/button.tsx";
import { IconButton } from "@/ui/icon-button.tsx";
import type { ExportDialogProps } from "./export-dialog.tsx";

const ExportDialog = lazy(() =>
  import("./export-dialog.tsx").then((module) => ({ default: module.ExportDialog })),
);

/** A count that was not broken off. */
export function exactly(count: Count | undefined): number | undefined {
  return count && !count.capped ? count.count : undefined;
}

/** Opens what takes records out as a file; nothing for who may not. */
export function ExportButton({
  icon,
  ...props
}: Omit<ExportDialogProps, "onClose"> & {
  /** A sign instead of the word, beside other signs. */
  icon?: true;
}) {
  const { t } = useLingui();
  const [open, setOpen] = useState(false);
  if (!useCan("exports.create")) return null;
  return (
    <>
      {icon ? (
        <IconButton label={t`Export the list`} aria-haspopup="dialog" onClick={() => setOpen(true)}>
          <Download aria-hidden="true" />
        </IconButton>
      ) : (
        <Button size="sm" aria-haspopup="dialog" onClick={() => setOpen(true)}>
          {t`Export`}
        </Button>
      )}
      {open ? (
        <Suspense>
          <ExportDialog {...props} onClose={() => setOpen(false)} />
        </Suspense>
      ) : null}
    </>
  );
}
