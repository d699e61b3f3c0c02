import { useLingui } from "@lingui/react/macro";
import { Columns3 } from "lucide-react";
import { lazy, Suspense, useState } from "react";
import { IconButton } from "../icon-button.tsx";
import type { ColumnPanelProps } from "./column-panel.tsx";

const ColumnPanel = lazy(() =>
  import("./column-panel.tsx").then((module) => ({ default: module.ColumnPanel })),
);

/** Opens the tools of a list's columns: beneath the button, and on a phone in a sheet. */
export function ColumnButton(props: Omit<ColumnPanelProps, "anchor" | "onClose">) {
  const { t } = useLingui();
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  return (
    <>
      <IconButton
        label={t`Columns and order`}
        aria-haspopup="dialog"
        aria-expanded={anchor !== null}
        onClick={(event) => setAnchor(anchor ? null : event.currentTarget)}
      >
        <Columns3 aria-hidden="true" />
      </IconButton>
      {anchor ? (
        <Suspense>
          <ColumnPanel {...props} anchor={anchor} onClose={() => setAnchor(null)} />
        </Suspense>
      ) : null}
    </>
  );
}
