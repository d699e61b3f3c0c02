import { useLingui } from "@lingui/react/macro";
import {
  AlarmClock,
  Check,
  FileDown,
  FileUp,
  type LucideIcon,
  Sunrise,
  UserRoundCheck,
} from "lucide-react";
import type { Notification } from "@/api/generated/types.gen.ts";
import { useFormats } from "@/ui/format/format-context.tsx";
import { relativeMoment } from "@/ui/format/relative.ts";
import { useNow } from "@/ui/format/use-now.ts";
import { IconButton } from "@/ui/icon-button.tsx";
import { VisuallyHidden } from "@/ui/visually-hidden.tsx";
import { NotificationText } from "./notification-text.tsx";

const ICONS: Record<string, LucideIcon> = {
  assigned: UserRoundCheck,
  reminder: AlarmClock,
  agenda: Sunrise,
  import: FileUp,
  export: FileDown,
};

/** A notification: what it says, when, and a mark while it is unread. Following it reads it. */
export function NotificationRow({
  notification,
  onRead,
}: {
  notification: Notification;
  onRead: () => void;
}) {
  const { t } = useLingui();
  const formats = useFormats();
  const now = useNow();
  const Icon = ICONS[notification.kind] ?? AlarmClock;
  const unread = !notification.read_at;
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the click is the link's, which is as large as the row and has the keys
    <li
      onClick={unread ? onRead : undefined}
      className="group relative flex min-h-13 items-center gap-3 px-2 py-2 hover:bg-hover"
    >
      <span className="grid size-8 shrink-0 place-items-center rounded-full bg-sunken text-ink-3">
        <Icon className="size-4" aria-hidden="true" />
      </span>
      <div className={unread ? "min-w-0 flex-1" : "min-w-0 flex-1 text-ink-2"}>
        {unread ? <VisuallyHidden>{t`Unread:`} </VisuallyHidden> : null}
        <NotificationText notification={notification} />
        <div className="text-sm text-ink-3">
          <time dateTime={notification.at} title={formats.moment(notification.at)}>
            {relativeMoment(formats, notification.at, now)}
          </time>
        </div>
      </div>
      {unread ? (
        <span className="flex items-center gap-2">
          <IconButton
            label={t`Mark as read`}
            className="relative z-10 opacity-0 group-hover:opacity-100 focus-visible:opacity-100 touch:opacity-100"
            onClick={(event) => {
              event.stopPropagation();
              onRead();
            }}
          >
            <Check aria-hidden="true" />
          </IconButton>
          <span aria-hidden="true" className="size-2.5 rounded-full bg-mark" />
        </span>
      ) : null}
    </li>
  );
}
