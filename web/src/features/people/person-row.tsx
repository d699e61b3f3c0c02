import { useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import type { Role } from "@/api/generated/types.gen.ts";
import { Avatar } from "@/ui/avatar.tsx";
import { teamsQuery } from "./invitations.ts";
import { ROLE_WORDS } from "./role-words.ts";

/** A person with role and team; what can be done stands at the end of the line. */
export function PersonRow({
  name,
  email,
  role,
  teamId,
  children,
}: {
  name: string;
  email: string;
  role: string;
  teamId: string | null | undefined;
  children?: ReactNode;
}) {
  const { i18n } = useLingui();
  const team = useQuery(teamsQuery).data?.find(({ id }) => id === teamId)?.name;
  return (
    <li className="flex min-h-13 flex-wrap items-center gap-x-3 gap-y-1.5 py-2">
      <Avatar name={name} size="lg" />
      <div className="min-w-0 flex-1 basis-48">
        <div dir="auto" className="truncate font-medium">
          {name}
        </div>
        <div className="truncate text-sm text-ink-3">
          <bdi>{email}</bdi> · {i18n._(ROLE_WORDS[role as Role])}
          {team ? ` · ${team}` : ""}
        </div>
      </div>
      <div className="flex flex-wrap items-center gap-2">{children}</div>
    </li>
  );
}
