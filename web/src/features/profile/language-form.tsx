import { useLingui } from "@lingui/react/macro";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import type { User } from "@/api/generated/types.gen.ts";
import { request } from "@/api/transport.ts";
import { fieldError } from "@/features/records/create-dialog.tsx";
import { messageOf } from "@/features/records/message-of.ts";
import { sessionQuery } from "@/features/session/session.ts";
import { useSession } from "@/features/session/session-context.tsx";
import { LOCALES } from "@/i18n/choice.ts";
import { activate } from "@/i18n/i18n.ts";
import { localeName } from "@/i18n/intl.ts";
import { useFormats } from "@/ui/format/format-context.tsx";
import { Field } from "@/ui/forms/field.tsx";
import { Select } from "@/ui/forms/select.tsx";

/* No locale is called so: it stands for the workspace's. */
const WORKSPACE = "workspace";

/* All pages begin anew in another language, and whoever chose it goes on where the choice was made. */
let chosenHere = false;

/** The language that one reads the workspace in; the mails that one gets are in it too. */
export function LanguageForm() {
  const { t } = useLingui();
  const client = useQueryClient();
  const { user, tenant } = useSession();
  const saving = useMutation({
    mutationFn: (locale: string | null) =>
      request<User>("/api/profile", { method: "PATCH", body: { locale } }),
    onSuccess: async ({ locale }) => {
      chosenHere = true;
      await activate(locale ?? tenant.locale);
      client.setQueryData(sessionQuery.queryKey, (session) =>
        session ? { ...session, user: { ...session.user, locale } } : session,
      );
    },
  });
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (chosenHere) place.current?.querySelector("button")?.focus();
    chosenHere = false;
  }, []);
  const own = [...new Set([...LOCALES, ...(user.locale ? [user.locale] : [])])];
  const error = saving.error
    ? (fieldError(saving.error, "locale") ?? messageOf(saving.error))
    : undefined;
  return (
    <div ref={place} className="grid gap-2">
      <Field label={t`Language`} error={error}>
        {(control) => (
          <Select
            {...control}
            value={saving.isPending ? (saving.variables ?? WORKSPACE) : (user.locale ?? WORKSPACE)}
            options={[
              { value: WORKSPACE, label: t`As the workspace: ${localeName(tenant.locale)}` },
              ...own.map((locale) => ({ value: locale, label: localeName(locale) })),
            ]}
            onChange={(locale) => saving.mutate(locale === WORKSPACE ? null : locale)}
          />
        )}
      </Field>
      <Example />
    </div>
  );
}

/* What a date, a number and an amount look like in it. */
function Example() {
  const formats = useFormats();
  const parts = [
    formats.date("2026-12-31"),
    formats.number(1_234_567.8),
    formats.money({ amount: 8_400_050, currency: formats.homeCurrency }),
    formats.percent(0.25),
  ];
  return (
    <p className="flex flex-wrap gap-x-4 text-sm text-ink-3">
      {parts.map((part) => (
        <bdi key={part}>{part}</bdi>
      ))}
    </p>
  );
}
