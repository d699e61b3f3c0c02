import type { MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";
import { useLingui } from "@lingui/react/macro";
import { Swatch } from "@/ui/chip.tsx";
import type { SelectOption } from "@/ui/forms/select.tsx";

/** How far a contact or a company has come, in order, as the API calls it. */
export const LIFECYCLE_STAGES = [
  "lead",
  "qualified",
  "opportunity",
  "customer",
  "former_customer",
  "other",
] as const;

type LifecycleStage = (typeof LIFECYCLE_STAGES)[number];

const LOOKS: Record<LifecycleStage, { label: MessageDescriptor; color: string }> = {
  lead: { label: msg`Lead`, color: "var(--s-new)" },
  qualified: { label: msg`Qualified`, color: "var(--s-qual)" },
  opportunity: { label: msg`Opportunity`, color: "var(--s-nego)" },
  customer: { label: msg`Customer`, color: "var(--s-won)" },
  former_customer: { label: msg`Former customer`, color: "var(--s-lost)" },
  other: { label: msg`Other`, color: "var(--line-strong)" },
};

/** What a stage of life is called; a text that is none stays as it is. */
export function useLifecycleLabel(): (stage: string) => string {
  const { i18n } = useLingui();
  return (stage) => {
    const known = LOOKS[stage as LifecycleStage];
    return known ? i18n._(known.label) : stage;
  };
}

/** A stage of life with its colour. */
export function LifecycleText({ stage }: { stage: string }) {
  const label = useLifecycleLabel();
  return (
    <span className="flex min-w-0 items-center gap-2">
      <Swatch color={LOOKS[stage as LifecycleStage]?.color ?? "var(--line-strong)"} />
      <span className="truncate">{label(stage)}</span>
    </span>
  );
}

/** The stages of life as choices. */
export function useLifecycleOptions(): SelectOption[] {
  const label = useLifecycleLabel();
  return LIFECYCLE_STAGES.map((stage) => ({
    value: stage,
    label: label(stage),
    before: <Swatch color={LOOKS[stage].color} />,
  }));
}
