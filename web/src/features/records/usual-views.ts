import { useLingui } from "@lingui/react/macro";
import type { ListView } from "./use-list-state.ts";

/** The tabs that most lists begin with. */
export function useUsualViews(): Record<"all" | "mine" | "pool" | "customers" | "fresh", ListView> {
  const { t } = useLingui();
  return {
    all: { label: t`All`, conditions: [] },
    mine: {
      id: "mine",
      label: t`Mine`,
      conditions: [{ field: "owner_id", op: "is", values: ["me"] }],
    },
    pool: {
      id: "pool",
      label: t`Pool`,
      conditions: [{ field: "owner_id", op: "is", values: ["none"] }],
    },
    customers: {
      id: "customers",
      label: t`Customers`,
      conditions: [{ field: "lifecycle_stage", op: "is", values: ["customer"] }],
    },
    fresh: {
      id: "new",
      label: t`New this week`,
      conditions: [{ field: "created_at", op: "span", values: ["this-week"] }],
    },
  };
}
