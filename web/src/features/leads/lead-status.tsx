import type { MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";
import { useLingui } from "@lingui/react/macro";
import { Swatch } from "@/ui/chip.tsx";
import type { SelectOption } from "@/ui/forms/select.tsx";

/** The statuses in the order of a lead's life, as the API calls them. */
export const LEAD_STATUSES = [
  "new",
  "contacted",
  "nurture",
  "qualified",
  "converted",
  "unqualified",
] as const;

/** One of them. */
export type LeadStatus = (typeof LEAD_STATUSES)[number];

/** What each status is called, and its colour. */
export const STATUS_LOOKS: Record<LeadStatus, { label: MessageDescriptor; color: string }> = {
  new: { label: msg`New`, color: "var(--s-new)" },
  contacted: { label: msg`Contacted`, color: "var(--s-qual)" },
  nurture: { label: msg`Nurture`, color: "var(--s-nego)" },
  qualified: { label: msg`Qualified`, color: "var(--s-prop)" },
  converted: { label: msg`Converted`, color: "var(--s-won)" },
  unqualified: { label: msg`Unqualified`, color: "var(--s-lost)" },
};

/** What a status is called; a text that is none stays as it is. */
export function useStatusLabel(): (status: string) => string {
  const { i18n } = useLingui();
  return (status) => {
    const known = STATUS_LOOKS[status as LeadStatus];
    return known ? i18n._(known.label) : status;
  };
}

/** A status with its colour. */
export function StatusText({ status }: { status: string }) {
  const label = useStatusLabel();
  return (
    <span className="flex min-w-0 items-center gap-2">
      <Swatch color={STATUS_LOOKS[status as LeadStatus]?.color ?? "var(--line-strong)"} />
      <span className="truncate">{label(status)}</span>
    </span>
  );
}

/** The statuses as choices. A lead becomes converted by converting it, never by a choice. */
export function useStatusOptions(withConverted: boolean): SelectOption[] {
  const label = useStatusLabel();
  return LEAD_STATUSES.filter((status) => withConverted || status !== "converted").map(
    (status) => ({
      value: status,
      label: label(status),
      before: <Swatch color={STATUS_LOOKS[status].color} />,
    }),
  );
}
