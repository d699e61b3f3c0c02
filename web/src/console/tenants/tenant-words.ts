import { useLingui } from "@lingui/react/macro";
import type { ChipTone } from "@/ui/chip.tsx";

const TONES: Record<string, ChipTone> = {
  trial: "accent",
  active: "ok",
  read_only: "warn",
  suspended: "bad",
};

/** The states of a tenant, in the order of its life. */
export const STATES = ["trial", "active", "read_only", "suspended", "deleted"] as const;

/** What a state is called, and how it looks. */
export function useStateWords(): (state: string) => { text: string; tone: ChipTone } {
  const { t } = useLingui();
  const words: Record<string, string> = {
    trial: t`Trial`,
    active: t`Active`,
    read_only: t`Read-only`,
    suspended: t`Suspended`,
    deleted: t`Deleted`,
  };
  return (state) => ({ text: words[state] ?? state, tone: TONES[state] ?? "plain" });
}
