import { Trans } from "@lingui/react/macro";
import { Avatar } from "@/ui/avatar.tsx";
import { Skeleton } from "@/ui/feedback/skeleton.tsx";
import type { People } from "./people.ts";

/** A person's initials and name, by their id. */
export function PersonText({ id, people }: { id: string; people: People }) {
  const person = people.byId.get(id);
  if (!person) return people.known ? <Trans>Somebody</Trans> : <Skeleton className="h-3 w-24" />;
  return (
    <span className="flex min-w-0 items-center gap-2">
      <Avatar size="sm" name={person.name} />
      <span dir="auto" className="truncate">
        {person.name}
      </span>
    </span>
  );
}
