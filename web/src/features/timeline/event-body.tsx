import { Trans } from "@lingui/react/macro";
import type { ReactNode } from "react";
import type { AuditEvent } from "@/api/generated/types.gen.ts";
import type { FieldWords } from "@/features/records/field-words.ts";

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
    case "convert":
      return <Trans>{who} converted it</Trans>;
    default:
      return <Changes event={event} who={who} words={words} currency={currency} />;
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
  const lines = event.changes.flatMap(({ field, before, after }) => {
    if (field === "owner_id") {
      return [<Handover key={field} event={event} who={who} words={words} to={after} />];
    }
    const label = words.label(field);
    return label === null
      ? []
      : [
          <Change
            key={field}
            who={who}
            label={label}
            before={words.show(field, before, currency)}
            after={words.show(field, after, currency)}
          />,
        ];
  });
  return lines.length > 0 ? (
    <div className="grid gap-0.5">{lines}</div>
  ) : (
    <Trans>{who} changed it</Trans>
  );
}

function Change({
  who,
  label,
  before,
  after,
}: {
  who: ReactNode;
  label: string;
  before: string;
  after: string;
}) {
  const field = <span className="text-ink-2">{label}</span>;
  const from = <bdi className="text-ink-2">{before}</bdi>;
  const to = <bdi>{after}</bdi>;
  return (
    <div>
      {after === "" ? (
        <Trans>
          {who} cleared {field}, which was {from}
        </Trans>
      ) : before === "" ? (
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
