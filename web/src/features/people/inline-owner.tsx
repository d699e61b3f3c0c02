import { useLingui } from "@lingui/react/macro";
import { InlineSelect } from "@/ui/record/inline-select.tsx";
import { NOBODY, useOwnerOptions } from "./owner-options.tsx";
import { type SaveOwner, useHandOver } from "./use-hand-over.ts";

/** Whose a record is, chosen where it stands. */
export function InlineOwner({
  ownerId,
  nobody,
  onSave,
}: {
  ownerId: string | null | undefined;
  nobody: string;
  onSave?: SaveOwner;
}) {
  const { t } = useLingui();
  const hand = useHandOver(ownerId, nobody);
  return (
    <InlineSelect
      label={t`Owner`}
      value={ownerId ?? NOBODY}
      options={useOwnerOptions(nobody, ownerId)}
      onSave={onSave && ((owner) => hand(onSave, owner === NOBODY ? null : owner))}
    />
  );
}
