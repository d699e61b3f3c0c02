import { Trans, useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { X } from "lucide-react";
import { actorOf } from "@/features/timeline/events.ts";
import { IconButton } from "@/ui/icon-button.tsx";
import { Towards } from "@/ui/towards.tsx";
import type { FieldWords } from "./field-words.ts";
import type { FieldChange } from "./save.ts";

/** What somebody else changed while this person worked, said once and where it can be read in peace. */
export function MeanwhileNotice({
  noun,
  id,
  changes,
  words,
  currency,
  onDismiss,
}: {
  noun: string;
  id: string;
  changes: readonly FieldChange[];
  words: FieldWords;
  currency?: string | null;
  onDismiss: () => void;
}) {
  const { t } = useLingui();
  const who = useQuery({
    queryKey: [noun, "actor", id, changes],
    queryFn: () => actorOf(noun, id, changes),
    gcTime: 0,
    enabled: changes.length > 0,
  }).data;
  const told = changes.flatMap(({ field, before, after }) => {
    const label = words.label(field);
    return label === null
      ? []
      : [
          {
            field,
            label,
            before: words.show(field, before, currency) || t`empty`,
            after: words.show(field, after, currency) || t`empty`,
          },
        ];
  });
  if (told.length === 0) return null;
  const name = who ?? t`Somebody else`;
  return (
    <div
      role="status"
      className="mt-3 flex items-start gap-3 rounded-m bg-mark-soft py-1.5 ps-3 pe-1.5 text-sm"
    >
      <div className="grid flex-1 gap-0.5 py-1">
        <p className="font-semibold">
          <Trans>{name} changed this meanwhile</Trans>
        </p>
        <ul>
          {told.map(({ field, label, before, after }) => (
            <li key={field}>
              {label}: <bdi className="text-ink-2 line-through">{before}</bdi> <Towards />{" "}
              <bdi className="font-medium">{after}</bdi>
            </li>
          ))}
        </ul>
      </div>
      <IconButton label={t`Dismiss`} onClick={onDismiss}>
        <X aria-hidden="true" />
      </IconButton>
    </div>
  );
}
