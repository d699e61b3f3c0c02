import { useLingui } from "@lingui/react/macro";
import { InlineSelect } from "@/ui/record/inline-select.tsx";
import { NOBODY, useOwnerOptions } from "./owner-options.tsx";

/** Whose a record is, chosen where it stands. */
export function InlineOwner({
  ownerId,
  nobody,
  onSave,
}: {
  ownerId: string | null | undefined;
  nobody: string;
  onSave?: (ownerId: string | null) => Promise<unknown>;
}) {
  const { t } = useLingui();
  return (
    <InlineSelect
      label={t`Owner`}
      value={ownerId ?? NOBODY}
      options={useOwnerOptions(nobody, ownerId)}
      onSave={onSave && ((owner) => onSave(owner === NOBODY ? null : owner))}
    />
  );
}
