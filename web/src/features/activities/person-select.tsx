import { useLingui } from "@lingui/react/macro";
import { useOwnerFilterOptions } from "@/features/people/owner-options.tsx";
import { Select } from "@/ui/forms/select.tsx";
import type { Who } from "./agenda.ts";
import { useSeesOthers } from "./use-agenda.ts";

/** Whose activities are shown. Only who sees others' records is offered the others by name. */
export function PersonSelect({ who, onWho }: { who: Who; onWho: (who: Who) => void }) {
  const { t } = useLingui();
  const people = useOwnerFilterOptions(t`Nobody yet`);
  const others = useSeesOthers();
  const offered = others ? people : people.filter(({ value }) => value === "me" || value === who);
  const [me, ...rest] = offered;
  const everybody = { value: "all", label: t`Everybody` };
  return (
    <div className="w-44 max-w-full">
      <Select
        aria-label={t`Whose activities`}
        value={who}
        options={me ? [me, everybody, ...rest] : [everybody]}
        onChange={onWho}
        className="max-h-7 touch:max-h-none"
      />
    </div>
  );
}
