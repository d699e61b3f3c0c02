import type { MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";
import { useLingui } from "@lingui/react/macro";
import { CalendarDays, CircleCheck, type LucideIcon, Mail, Phone, StickyNote } from "lucide-react";
import type { SelectOption } from "@/ui/forms/select.tsx";

/** The kinds of activities, as the API calls them. */
export const ACTIVITY_KINDS = ["task", "call", "meeting", "email", "note"] as const;

/** One of them. */
export type ActivityKind = (typeof ACTIVITY_KINDS)[number];

const LOOKS: Record<ActivityKind, { label: MessageDescriptor; icon: LucideIcon }> = {
  task: { label: msg`Task`, icon: CircleCheck },
  call: { label: msg`Call`, icon: Phone },
  meeting: { label: msg`Meeting`, icon: CalendarDays },
  email: { label: msg`E-mail`, icon: Mail },
  note: { label: msg`Note`, icon: StickyNote },
};

function isKind(kind: string): kind is ActivityKind {
  return kind in LOOKS;
}

/** The picture of a kind, beside words that say it. */
export function KindIcon({ kind }: { kind: string }) {
  const Icon = isKind(kind) ? LOOKS[kind].icon : StickyNote;
  return <Icon className="size-3.5 shrink-0 text-ink-3" aria-hidden="true" />;
}

/** What a kind is called; a text that is none stays as it is. */
export function useKindLabel(): (kind: string) => string {
  const { i18n } = useLingui();
  return (kind) => (isKind(kind) ? i18n._(LOOKS[kind].label) : kind);
}

/** A kind with its picture. */
export function KindText({ kind }: { kind: string }) {
  const label = useKindLabel();
  return (
    <span className="flex min-w-0 items-center gap-2">
      <KindIcon kind={kind} />
      <span className="truncate">{label(kind)}</span>
    </span>
  );
}

/** The kinds as choices. */
export function useKindOptions(): SelectOption[] {
  const label = useKindLabel();
  return ACTIVITY_KINDS.map((kind) => ({
    value: kind,
    label: label(kind),
    before: <KindIcon kind={kind} />,
  }));
}
