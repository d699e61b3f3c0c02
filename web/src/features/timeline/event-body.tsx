import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import type { AuditEvent } from "@/api/generated/types.gen.ts";
import type { FieldWords } from "@/features/records/field-words.ts";
import { tagDifference, tagsQuery } from "@/features/tags/tags.ts";
import { enumerate } from "@/i18n/i18n.ts";
import { Towards } from "@/ui/towards.tsx";

/** An event in sentences: who did what, with the values before and after. */
export function EventBody({
  event,
  words,
  currency,
}: {
  event: AuditEvent;
  words: FieldWords;
  currency?: string | null;
}) {
  const who = <b className="font-semibold">{event.actor_name ?? "Kontaly"}</b>;
  switch (event.action) {
    case "create":
      return <Trans>{who} created it</Trans>;
    case "import":
      return <Trans>{who} imported it</Trans>;
    case "trash":
      return <Trans>{who} moved it to the trash</Trans>;
    case "restore":
      return <Trans>{who} took it out of the trash</Trans>;
    case "tag":
      return <TagChanges event={event} who={who} />;
    case "attach":
    case "detach":
    case "rename_attachment":
      return <FileChange event={event} who={who} />;
    case "convert":
      return <Trans>{who} converted it</Trans>;
    case "undo_conversion":
      return <Trans>{who} took the conversion back</Trans>;
    default:
      return <Changes event={event} who={who} words={words} currency={currency} />;
  }
}

/* Tags are told by name; one that was deleted since has none any more. */
function TagChanges({ event, who }: { event: AuditEvent; who: ReactNode }) {
  const { t } = useLingui();
  const all = useQuery(tagsQuery).data ?? [];
  const change = event.changes.find(({ field }) => field === "tag_ids");
  const { added, removed } = tagDifference(change?.before, change?.after);
  const names = (ids: readonly string[]) => (
    <b className="font-medium">
      {enumerate(ids.map((id) => all.find((tag) => tag.id === id)?.name ?? t`a deleted tag`))}
    </b>
  );
  return (
    <div className="grid gap-0.5">
      {added.length > 0 ? (
        <div>
          <Trans>
            {who} added the tag {names(added)}
          </Trans>
        </div>
      ) : null}
      {removed.length > 0 ? (
        <div>
          <Trans>
            {who} removed the tag {names(removed)}
          </Trans>
        </div>
      ) : null}
    </div>
  );
}

/* A file is told by the name that it had then. */
function FileChange({ event, who }: { event: AuditEvent; who: ReactNode }) {
  const change = event.changes.find(({ field }) => field === "attachment");
  const name = (file: unknown) => (
    <b className="font-medium break-words">
      <bdi>{(file as { name?: string } | null | undefined)?.name}</bdi>
    </b>
  );
  const [before, after] = [name(change?.before), name(change?.after)];
  switch (event.action) {
    case "attach":
      return (
        <Trans>
          {who} attached {after}
        </Trans>
      );
    case "detach":
      return (
        <Trans>
          {who} removed the file {before}
        </Trans>
      );
    default:
      return (
        <Trans>
          {who} renamed the file {before} to {after}
        </Trans>
      );
  }
}

function Changes({
  event,
  who,
  words,
  currency,
}: {
  event: AuditEvent;
  who: ReactNode;
  words: FieldWords;
  currency?: string | null;
}) {
  const owner = event.changes.find(({ field }) => field === "owner_id");
  const told = event.changes.flatMap(({ field, before, after }): Told[] => {
    const label = field === "owner_id" ? null : words.label(field);
    return label === null
      ? []
      : [
          {
            field,
            label,
            before: words.show(field, before, currency),
            after: words.show(field, after, currency),
          },
        ];
  });
  const [only] = told;
  return (
    <div className="grid gap-0.5">
      {owner ? <Handover event={event} who={who} words={words} to={owner.after} /> : null}
      {told.length === 1 && only ? <Change who={who} change={only} /> : null}
      {told.length > 1 ? <Several who={who} changes={told} /> : null}
      {told.length === 0 && !owner ? (
        <div>
          <Trans>{who} changed it</Trans>
        </div>
      ) : null}
    </div>
  );
}

/* A change in words. */
interface Told {
  field: string;
  label: string;
  before: string;
  after: string;
}

/* Several fields at once: who once, then a line for each. */
function Several({ who, changes }: { who: ReactNode; changes: readonly Told[] }) {
  const { t } = useLingui();
  const count = changes.length;
  return (
    <>
      <div>
        <Trans>
          {who} changed <Plural value={count} one="# field" other="# fields" />
        </Trans>
      </div>
      <ul className="text-sm">
        {changes.map(({ field, label, before, after }) => (
          <li key={field}>
            <span className="text-ink-2">{label}:</span>{" "}
            <bdi className="text-ink-2">{before || t`empty`}</bdi> <Towards />{" "}
            <bdi>{after || t`empty`}</bdi>
          </li>
        ))}
      </ul>
    </>
  );
}

function Change({ who, change }: { who: ReactNode; change: Told }) {
  const field = <span className="text-ink-2">{change.label}</span>;
  const from = <bdi className="text-ink-2">{change.before}</bdi>;
  const to = <bdi>{change.after}</bdi>;
  return (
    <div>
      {change.after === "" ? (
        <Trans>
          {who} cleared {field}, which was {from}
        </Trans>
      ) : change.before === "" ? (
        <Trans>
          {who} set {field} to {to}
        </Trans>
      ) : (
        <Trans>
          {who} changed {field} from {from} to {to}
        </Trans>
      )}
    </div>
  );
}

/* The owner's change is the one that has words of its own. */
function Handover({
  event,
  who,
  words,
  to,
}: {
  event: AuditEvent;
  who: ReactNode;
  words: FieldWords;
  to: unknown;
}) {
  if (to === null) return <div>{<Trans>{who} released it to the pool</Trans>}</div>;
  if (to === event.actor_id) return <div>{<Trans>{who} claimed it</Trans>}</div>;
  const owner = <b className="font-semibold">{words.show("owner_id", to)}</b>;
  return (
    <div>
      <Trans>
        {who} gave it to {owner}
      </Trans>
    </div>
  );
}
