import { useLingui } from "@lingui/react/macro";
import { useRef } from "react";
import { NOBODY, useOwnerFilterOptions } from "@/features/people/owner-options.tsx";
import { useRouter } from "@/router/router-context.tsx";
import { Input } from "@/ui/forms/input.tsx";
import { Select } from "@/ui/forms/select.tsx";
import { type TrashSearch, trashHref } from "./trash-search.ts";

const SETTLED_MS = 250;

/** What the trash is looked through for: a name, and who trashed it. */
export function TrashFilter({
  search,
  name,
  onName,
}: {
  search: TrashSearch;
  /** What stands in the box, ahead of the address. */
  name: string;
  onName: (name: string) => void;
}) {
  const { t } = useLingui();
  const router = useRouter();
  const waiting = useRef<ReturnType<typeof setTimeout>>(undefined);
  const people = useOwnerFilterOptions(t`Nobody`).filter(({ value }) => value !== NOBODY);
  const show = (change: TrashSearch) => {
    clearTimeout(waiting.current);
    router.history.replace(trashHref({ ...search, name: name.trim(), ...change }));
  };
  return (
    <search className="flex flex-wrap items-center gap-2">
      <div className="w-56">
        <Input
          type="search"
          aria-label={t`Name`}
          placeholder={t`Filter by name`}
          value={name}
          onChange={(event) => {
            const next = event.target.value;
            onName(next);
            clearTimeout(waiting.current);
            waiting.current = setTimeout(() => show({ name: next.trim() }), SETTLED_MS);
          }}
          className="h-8"
        />
      </div>
      <div className="w-52">
        <Select
          aria-label={t`Trashed by`}
          value={search.by ?? "anybody"}
          options={[{ value: "anybody", label: t`Trashed by anybody` }, ...people]}
          onChange={(by) => show({ by: by === "anybody" ? undefined : by })}
          className="h-8"
        />
      </div>
    </search>
  );
}
