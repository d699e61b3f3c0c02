import type { MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";
import type { Permission } from "@/api/generated/types.gen.ts";
import { useSession } from "@/features/session/session-context.tsx";

/** One place of the workspace: the sidebar, the bottom bar and the keys all read this list. */
export interface NavItem {
  id: string;
  href: string;
  label: MessageDescriptor;
  /** The second key after "g". */
  key: string;
  /** Stands in the bottom bar of a phone; the rest is behind More. */
  phone?: boolean;
  /** The permission without which the page has nothing to show; nobody is led there for a refusal. */
  needs?: Permission;
}

/** The workspace's places, in the order in which a day uses them. */
export const NAV: readonly NavItem[] = [
  { id: "home", href: "/", label: msg`Home`, key: "h", phone: true },
  { id: "notifications", href: "/notifications", label: msg`Notifications`, key: "n" },
  { id: "leads", href: "/leads", label: msg`Leads`, key: "l", phone: true },
  { id: "pipeline", href: "/pipeline", label: msg`Pipeline`, key: "p", phone: true },
  { id: "contacts", href: "/contacts", label: msg`Contacts`, key: "c", phone: true },
  { id: "companies", href: "/companies", label: msg`Companies`, key: "o" },
  { id: "activities", href: "/activities", label: msg`Activities`, key: "a" },
  { id: "reports", href: "/reports", label: msg`Reports`, key: "r", needs: "reports.read" },
  { id: "imports", href: "/imports", label: msg`Import`, key: "i", needs: "imports.create" },
  { id: "trash", href: "/trash", label: msg`Trash`, key: "t" },
  { id: "settings", href: "/settings", label: msg`Settings`, key: "s", needs: "settings.read" },
];

/** The places that a person with these permissions has something to do in. */
export function placesFor(permissions: readonly Permission[]): readonly NavItem[] {
  return NAV.filter(({ needs }) => !needs || permissions.includes(needs));
}

/** The places of whoever is signed in. */
export function usePlaces(): readonly NavItem[] {
  return placesFor(useSession().permissions);
}

/** Which place an address belongs to: /deals/… is part of the pipeline. */
export function placeOf(pathname: string): string | null {
  if (pathname === "/") return "home";
  const first = `/${pathname.split("/")[1] ?? ""}`;
  if (first === "/deals") return "pipeline";
  return NAV.find((item) => item.href === first)?.id ?? null;
}
