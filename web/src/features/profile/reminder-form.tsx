import { plural } from "@lingui/core/macro";
import { useLingui } from "@lingui/react/macro";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import type { NotificationSettingsPatch } from "@/api/generated/types.gen.ts";
import {
  changeNotificationSettings,
  notificationSettingsQuery,
  notificationsQuery,
} from "@/features/notifications/notifications.ts";
import { messageOf } from "@/features/records/message-of.ts";
import { useSession } from "@/features/session/session-context.tsx";
import { known, ownTimeZone } from "@/i18n/intl.ts";
import { ErrorState } from "@/ui/feedback/error-state.tsx";
import { SkeletonLines } from "@/ui/feedback/skeleton.tsx";
import { useFormats } from "@/ui/format/format-context.tsx";
import { zonedInstant } from "@/ui/format/zoned.ts";
import { Field } from "@/ui/forms/field.tsx";
import { Select, type SelectOption } from "@/ui/forms/select.tsx";
import { toast } from "@/ui/overlay/toast.tsx";

/* No zone and no number is called so. */
const NONE = "none";
const MINUTES = [0, 5, 10, 15, 30, 60];
const ANY_DAY = "2026-01-15";
const HOURS = [5, 6, 7, 8, 9, 10, 11, 12];

/** When one is told of what is due, and in which time zone. Each choice is kept at once. */
export function ReminderForm() {
  const { t } = useLingui();
  const client = useQueryClient();
  const formats = useFormats();
  const { tenant } = useSession();
  const settings = useQuery(notificationSettingsQuery);
  const saving = useMutation({
    mutationFn: (patch: NotificationSettingsPatch) => changeNotificationSettings(patch),
    onSuccess: (saved) => {
      client.setQueryData(notificationSettingsQuery.queryKey, saved);
      void client.invalidateQueries({ queryKey: notificationsQuery.queryKey });
    },
    onError: (error) => toast(messageOf(error), { tone: "bad" }),
  });
  if (settings.error)
    return (
      <ErrorState title={t`This could not be loaded`} onRetry={() => settings.refetch()}>
        {messageOf(settings.error)}
      </ErrorState>
    );
  if (!settings.data) return <SkeletonLines count={3} label={t`Loading when you are told`} />;
  const chosen = { ...settings.data, ...(saving.isPending && saving.variables) };
  const before = (minutes: number) =>
    minutes === 0
      ? t`When it begins`
      : plural(minutes, { one: "# minute before", other: "# minutes before" });
  const atHour = (hour: number) =>
    t`From ${formats.time(zonedInstant(`${ANY_DAY}T${String(hour).padStart(2, "0")}:00`, formats.timeZone))}`;
  return (
    <div className="grid gap-4">
      <Field
        label={t`Reminders of calls and meetings`}
        hint={t`Tasks remind you when they are due.`}
      >
        {(control) => (
          <Select
            {...control}
            value={String(chosen.remind_minutes ?? NONE)}
            options={numbers(MINUTES, chosen.remind_minutes, before, t`No reminders at all`)}
            onChange={(value) => saving.mutate({ remind_minutes: number(value) })}
          />
        )}
      </Field>
      <Field label={t`What the day brings`} hint={t`On days on which something is due.`}>
        {(control) => (
          <Select
            {...control}
            value={String(chosen.agenda_hour ?? NONE)}
            options={numbers(HOURS, chosen.agenda_hour, atHour, t`Never`)}
            onChange={(value) => saving.mutate({ agenda_hour: number(value) })}
          />
        )}
      </Field>
      <Field
        label={t`Your time zone`}
        hint={t`For reminders alone: records show the workspace's times.`}
      >
        {(control) => (
          <Select
            {...control}
            value={chosen.time_zone ?? NONE}
            options={[
              { value: NONE, label: t`As the workspace: ${tenant.time_zone}` },
              ...zones(chosen.time_zone).map((zone) => ({ value: zone, label: zone })),
            ]}
            onChange={(zone) => saving.mutate({ time_zone: zone === NONE ? null : zone })}
          />
        )}
      </Field>
    </div>
  );
}

function number(value: string): number | null {
  return value === NONE ? null : Number(value);
}

/* What was set elsewhere stands among the choices too. */
function numbers(
  usual: readonly number[],
  chosen: number | null | undefined,
  label: (number: number) => string,
  none: string,
): SelectOption[] {
  const all = new Set([...usual, ...(chosen == null ? [] : [chosen])]);
  const sorted = [...all].sort((a, b) => a - b);
  return [
    ...sorted.map((one) => ({ value: String(one), label: label(one) })),
    { value: NONE, label: none },
  ];
}

/* Where this browser is comes first: it is what most people look for. */
function zones(chosen: string | null | undefined): string[] {
  const first = [ownTimeZone(), ...(chosen ? [chosen] : [])];
  return [...new Set([...first, ...known("timeZone")])];
}
