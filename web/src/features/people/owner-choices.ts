import { useLingui } from "@lingui/react/macro";
import { useQueryClient } from "@tanstack/react-query";
import { useSession } from "@/features/session/session-context.tsx";
import { compareText } from "@/i18n/i18n.ts";
import type { Choice } from "@/ui/shortcuts.ts";
import { isHere, peopleQuery } from "./people.ts";

/** To whom something can be handed, for the palette: oneself first, then the others, then nobody. */
export function useOwnerChoices() {
  const { t } = useLingui();
  const client = useQueryClient();
  const { user } = useSession();
  return async function owners(hand: (ownerId: string | null) => void): Promise<Choice[]> {
    const people = await client.ensureQueryData(peopleQuery);
    const others = people
      .filter((person) => isHere(person) && person.id !== user.id)
      .sort((a, b) => compareText(a.name, b.name));
    const choice = (id: string | null, label: string): Choice => ({
      id: id ?? "nobody",
      label,
      run: () => hand(id),
    });
    return [
      choice(user.id, t`${user.name} (you)`),
      ...others.map(({ id, name }) => choice(id, name)),
      choice(null, t`Nobody`),
    ];
  };
}
