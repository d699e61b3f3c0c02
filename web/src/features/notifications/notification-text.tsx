import { Plural, Trans, useLingui } from "@lingui/react/macro";
import type { Notification } from "@/api/generated/types.gen.ts";
import { usePeople } from "@/features/people/people.ts";
import { useFormats } from "@/ui/format/format-context.tsx";
import { useNow } from "@/ui/format/use-now.ts";
import { linkOf } from "./notification-link.ts";

interface Props {
  notification: Notification;
}

/** What a notification says, in a sentence whose record is the link. */
export function NotificationText({ notification }: Props) {
  const { kind } = notification;
  if (kind === "assigned") return <Assigned notification={notification} />;
  if (kind === "reminder") return <Reminder notification={notification} />;
  if (kind === "agenda") return <Agenda notification={notification} />;
  return <FileEnd notification={notification} />;
}

function Assigned({ notification }: Props) {
  const { t } = useLingui();
  const { nameOf } = usePeople();
  const who = <bdi className="font-medium">{nameOf(notification.actor_id) ?? t`Somebody`}</bdi>;
  const record = <RecordLink notification={notification} />;
  const others = notification.count - 1;
  return others > 0 ? (
    <Trans>
      {who} gave you {record} and <Plural value={others} one="# other" other="# others" />
    </Trans>
  ) : (
    <Trans>
      {who} gave you {record}
    </Trans>
  );
}

function Reminder({ notification }: Props) {
  const formats = useFormats();
  const record = <RecordLink notification={notification} />;
  const { due_at, state } = notification;
  const time = due_at ? formats.time(due_at) : "";
  return state === "done" ? (
    <Trans>
      {record} was due at {time}, and is done
    </Trans>
  ) : (
    <Trans>
      {record} is due at {time}
    </Trans>
  );
}

function Agenda({ notification: { count } }: Props) {
  return (
    <Go href="/activities">
      <Plural value={count} one="# activity is due today" other="# activities are due today" />
    </Go>
  );
}

function FileEnd({ notification }: Props) {
  const record = <RecordLink notification={notification} />;
  const { kind, state } = notification;
  if (kind === "import") return <ImportEnd state={state} record={record} />;
  return state === "failed" ? (
    <Trans>{record} could not be made</Trans>
  ) : (
    <Trans>{record} is ready to be downloaded, once and within 15 minutes</Trans>
  );
}

function ImportEnd({ state, record }: { state?: string | null; record: React.ReactNode }) {
  if (state === "failed") return <Trans>{record} could not be imported</Trans>;
  if (state === "undone") return <Trans>The import of {record} was undone</Trans>;
  return <Trans>{record} was imported</Trans>;
}

function RecordLink({ notification }: Props) {
  const href = linkOf(notification, useNow());
  const { record_name: name } = notification;
  return href ? <Go href={href}>{name}</Go> : <bdi className="font-medium">{name}</bdi>;
}

/* The link is as large as its row, so that the row is easy to hit. */
function Go({ href, children }: { href: string; children: React.ReactNode }) {
  return (
    <a
      href={href}
      download={href.startsWith("/api/") ? "" : undefined}
      className="font-medium underline-offset-2 outline-offset-[-2px] after:absolute after:inset-0 group-hover:underline"
    >
      <bdi>{children}</bdi>
    </a>
  );
}
