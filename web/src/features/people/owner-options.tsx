import { useLingui } from "@lingui/react/macro";
import { UserRound } from "lucide-react";
import { useSession } from "@/features/session/session-context.tsx";
import { Avatar } from "@/ui/avatar.tsx";
import type { SelectOption } from "@/ui/forms/select.tsx";
import { isHere, usePeople } from "./people.ts";

/** The value that stands for nobody: a record in the pool. */
export const NOBODY = "none";

const unowned = (
  <span className="grid size-5 shrink-0 place-items-center rounded-full border border-dashed border-line-strong text-ink-3">
    <UserRound className="size-3" aria-hidden="true" />
  </span>
);

/** Whom a record can belong to: oneself first, then the others, then nobody; and whose it is, though they left. */
export function useOwnerOptions(nobody: string, ownerId?: string | null): SelectOption[] {
  const { t } = useLingui();
  const { user } = useSession();
  const { active, byId } = usePeople();
  const owner = ownerId && ownerId !== user.id ? byId.get(ownerId) : undefined;
  const gone = owner && !isHere(owner) ? [owner] : [];
  const option = (id: string, name: string, label = name) => ({
    value: id,
    label,
    before: <Avatar size="sm" name={name} />,
  });
  return [
    option(user.id, user.name, t`${user.name} (you)`),
    ...[...active, ...gone]
      .filter(({ id }) => id !== user.id)
      .map(({ id, name }) => option(id, name)),
    { value: NOBODY, label: nobody, before: unowned },
  ];
}

/** The same for a filter, where "me" is whoever looks: the address can be shared. */
export function useOwnerFilterOptions(nobody: string): SelectOption[] {
  const { t } = useLingui();
  const { user } = useSession();
  const options = useOwnerOptions(nobody);
  return options.map((option) =>
    option.value === user.id ? { ...option, value: "me", label: t`Me` } : option,
  );
}

/** The mark of a record that nobody owns. */
export function Unowned({ label }: { label: string }) {
  return (
    <span className="flex min-w-0 items-center gap-2 text-ink-3">
      {unowned}
      <span className="truncate">{label}</span>
    </span>
  );
}
