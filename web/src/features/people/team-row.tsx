import { useLingui } from "@lingui/react/macro";
import { MoreHorizontal } from "lucide-react";
import { useState } from "react";
import type { Team, User } from "@/api/generated/types.gen.ts";
import { enumerate } from "@/i18n/i18n.ts";
import { IconButton } from "@/ui/icon-button.tsx";
import { Menu, MenuItem, MenuSeparator } from "@/ui/overlay/menu.tsx";
import { toast } from "@/ui/overlay/toast.tsx";
import { deleteTeam, makeTeam, useTeamChange } from "./team-calls.ts";
import { TeamDialog } from "./team-dialog.tsx";
import type { Branch } from "./teams-tree.ts";

/** What a row of the tree knows. */
interface TeamRowProps {
  branch: Branch;
  teams: readonly Team[];
  /** Who is in the team itself, not below it. */
  people: readonly User[];
}

/** A team in its place of the tree: who is in it, and what can be done with it. */
export function TeamRow({ may, ...props }: TeamRowProps & { may: boolean }) {
  const { t } = useLingui();
  const { branch, people } = props;
  const names = people.map(({ name }) => name);
  return (
    <li
      className="flex min-h-13 items-center gap-2 py-2"
      style={{ paddingInlineStart: `${Math.min(branch.depth, 6) * 1.25}rem` }}
    >
      {branch.depth > 0 ? (
        <span
          aria-hidden="true"
          className="-mt-3 size-3 shrink-0 rounded-es-s border-s border-b border-line-strong"
        />
      ) : null}
      <div className="min-w-0 flex-1">
        <div dir="auto" className="truncate font-medium">
          {branch.team.name}
        </div>
        <div className="text-sm text-ink-3">
          {names.length > 0 ? enumerate(names) : t`Nobody is in this team`}
        </div>
      </div>
      {may ? <TeamMenu {...props} /> : null}
    </li>
  );
}

function TeamMenu({ branch: { team }, teams, people }: TeamRowProps) {
  const { t } = useLingui();
  const [open, setOpen] = useState<"edit" | "below" | null>(null);
  const { id, name, parent_id } = team;
  const close = () => setOpen(null);
  const again = useTeamChange({
    send: () => makeTeam({ name, parent_id: parent_id ?? null }),
    about: () => team,
  });
  const deleting = useTeamChange({
    send: () => deleteTeam(id),
    foresee: (all) => all.filter((one) => one.id !== id),
    onDone: () => void toast(t`${name} is deleted`, { onUndo: () => again.mutate(undefined) }),
    about: () => team,
  });

  function remove(): void {
    const inTheWay = teams.some((one) => one.parent_id === id)
      ? t`There are teams below it. Move them to another team first.`
      : people.length > 0
        ? t`People are in it. Give them another team first, on the page People.`
        : null;
    if (inTheWay) toast(t`${name} stays`, { tone: "bad", detail: inTheWay });
    else deleting.mutate(undefined);
  }

  return (
    <>
      <Menu
        align="end"
        trigger={
          <IconButton label={t`More for ${name}`}>
            <MoreHorizontal aria-hidden="true" />
          </IconButton>
        }
      >
        <MenuItem onSelect={() => setOpen("edit")}>{t`Rename or move`}</MenuItem>
        <MenuItem onSelect={() => setOpen("below")}>{t`New team below it`}</MenuItem>
        <MenuSeparator />
        <MenuItem danger onSelect={remove}>{t`Delete`}</MenuItem>
      </Menu>
      {open === "edit" ? <TeamDialog teams={teams} team={team} onClose={close} /> : null}
      {open === "below" ? <TeamDialog teams={teams} parent={id} onClose={close} /> : null}
    </>
  );
}
