import type { MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";
import { useLingui } from "@lingui/react/macro";
import { useSession } from "@/features/session/session-context.tsx";
import type { Shortcut } from "@/ui/shortcuts.ts";
import { type CreatedNoun, setOverlay } from "./shell-state.ts";

/* The second key is the one that also goes to the noun's page after "g". */
const NOUNS: readonly [CreatedNoun, string, string, MessageDescriptor][] = [
  ["lead", "l", "leads.create", msg`New lead`],
  ["deal", "p", "deals.create", msg`New deal`],
  ["contact", "c", "contacts.create", msg`New contact`],
  ["company", "o", "companies.create", msg`New company`],
  ["activity", "a", "activities.create", msg`New activity`],
];

/** What whoever is signed in may make, from every page. */
export function useCreateShortcuts(): readonly Shortcut[] {
  const { t, i18n } = useLingui();
  const permissions: readonly string[] = useSession().permissions;
  return NOUNS.filter(([, , needs]) => permissions.includes(needs)).map(([noun, key, , label]) => ({
    keys: `n ${key}`,
    label: i18n._(label),
    group: t`Create`,
    run: () => setOverlay(`new ${noun}`),
    global: true,
  }));
}
