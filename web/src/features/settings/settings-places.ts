import type { MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";
import type { Permission } from "@/api/generated/types.gen.ts";
import { useSession } from "@/features/session/session-context.tsx";

/** A page of the settings. */
export interface SettingsPlace {
  id: string;
  href: string;
  label: MessageDescriptor;
  /** What is done there, in a line. */
  about: MessageDescriptor;
  /** The permission without which the page has nothing to show. */
  needs: Permission;
}

/** Pages that belong together. */
export interface SettingsGroup {
  label: MessageDescriptor;
  places: readonly SettingsPlace[];
}

/** The settings, all on one page. */
export const SETTINGS: readonly SettingsGroup[] = [
  {
    label: msg`Workspace`,
    places: [
      {
        id: "plan",
        href: "/settings/plan",
        label: msg`Plan and usage`,
        about: msg`What the workspace may use, and what of it is used.`,
        needs: "users.manage",
      },
    ],
  },
  {
    label: msg`Sales`,
    places: [
      {
        id: "pipelines",
        href: "/settings/pipelines",
        label: msg`Pipelines`,
        about: msg`What a deal goes through on its way to won or lost.`,
        needs: "pipelines.read",
      },
      {
        id: "custom-fields",
        href: "/settings/custom-fields",
        label: msg`Custom fields`,
        about: msg`What you keep of leads, contacts, companies, deals and products beyond the usual.`,
        needs: "custom_fields.read",
      },
    ],
  },
  {
    label: msg`People`,
    places: [
      {
        id: "people",
        href: "/settings/people",
        label: msg`People`,
        about: msg`Who works here: invitations, roles and teams.`,
        needs: "users.manage",
      },
      {
        id: "teams",
        href: "/settings/teams",
        label: msg`Teams`,
        about: msg`A tree: whoever leads a team sees what the people in it and below it own.`,
        needs: "teams.read",
      },
      {
        id: "roles",
        href: "/settings/roles",
        label: msg`Roles`,
        about: msg`What each role may do, and whose records it sees.`,
        needs: "settings.read",
      },
    ],
  },
  {
    label: msg`Programs`,
    places: [
      {
        id: "api-keys",
        href: "/settings/api-keys",
        label: msg`API keys`,
        about: msg`Let programs in, and shut them out.`,
        needs: "api_keys.manage",
      },
      {
        id: "webhooks",
        href: "/settings/webhooks",
        label: msg`Webhooks`,
        about: msg`Have programs elsewhere told what happens here.`,
        needs: "webhooks.manage",
      },
    ],
  },
  {
    label: msg`Security`,
    places: [
      {
        id: "audit-log",
        href: "/settings/audit-log",
        label: msg`Audit log`,
        about: msg`See what everybody did, and whether the log of it is as it was written.`,
        needs: "audit.read",
      },
    ],
  },
];

/** The settings that a person with these permissions has something to see in; groups without any are left out. */
export function settingsFor(permissions: readonly Permission[]): SettingsGroup[] {
  return SETTINGS.map((group) => ({
    ...group,
    places: group.places.filter(({ needs }) => permissions.includes(needs)),
  })).filter(({ places }) => places.length > 0);
}

/** The settings of whoever is signed in. */
export function useSettings(): SettingsGroup[] {
  return settingsFor(useSession().permissions);
}

/** A page of the settings by its id. */
export function settingsPlace(id: string): SettingsPlace {
  const place = SETTINGS.flatMap(({ places }) => places).find((one) => one.id === id);
  if (!place) throw new Error(`There is no page ${id} in the settings.`);
  return place;
}
