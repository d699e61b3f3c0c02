import { useLingui } from "@lingui/react/macro";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { CreateDialog, fieldError } from "@/features/records/create-dialog.tsx";
import { PlaceFields } from "@/front-door/place-fields.tsx";
import { LANGUAGES, languageOf } from "@/i18n/i18n.ts";
import { localeName } from "@/i18n/intl.ts";
import { useRouter } from "@/router/router-context.tsx";
import { Field } from "@/ui/forms/field.tsx";
import { Input } from "@/ui/forms/input.tsx";
import { Select } from "@/ui/forms/select.tsx";
import { toast } from "@/ui/overlay/toast.tsx";
import { plansQuery } from "../plans/plans.ts";
import { keepTenant, makeTenant } from "./tenants.ts";

/** Makes a tenant: its name and address, its place, and who administers it. */
export function NewTenantDialog({ onClose }: { onClose: () => void }) {
  const { t, i18n } = useLingui();
  const client = useQueryClient();
  const router = useRouter();
  const place = useRef<HTMLDivElement>(null);
  const [name, setName] = useState("");
  const [slug, setSlug] = useState("");
  const [administrator, setAdministrator] = useState("");
  const [email, setEmail] = useState("");
  const [locale, setLocale] = useState<string>(languageOf(i18n.locale));
  const plans = useQuery(plansQuery).data ?? [];
  const [chosenPlan, setPlan] = useState<string>();
  const plan = chosenPlan ?? plans.find(({ is_default }) => is_default)?.id;
  const making = useMutation({
    mutationFn: () => {
      const chosen = (field: string) =>
        place.current?.querySelector<HTMLSelectElement>(`[name=${field}]`)?.value ?? "";
      return makeTenant({
        name: name.trim(),
        slug: slug.trim(),
        administrator: administrator.trim(),
        email: email.trim(),
        time_zone: chosen("time_zone"),
        currency: chosen("currency"),
        locale,
        plan,
      });
    },
    onSuccess: async (page) => {
      await keepTenant(client, page);
      toast(t`${page.tenant.name} is made, and an invitation is on its way to ${email.trim()}`);
      router.history.push(`/tenants/${page.tenant.id}`);
    },
  });
  const wrong = (field: string) => fieldError(making.error, field);
  const base = window.location.host.replace(/^admin/, "");
  return (
    <CreateDialog
      title={t`New tenant`}
      submit={t`Make the tenant`}
      busy={making.isPending}
      error={making.error}
      fields={["name", "slug", "administrator", "email", "time_zone", "currency", "locale", "plan"]}
      onSubmit={() => making.mutate()}
      onClose={onClose}
    >
      <Field label={t`Name`} required error={wrong("name")}>
        {(control) => (
          <Input
            {...control}
            autoComplete="off"
            maxLength={120}
            value={name}
            onChange={(event) => setName(event.target.value)}
          />
        )}
      </Field>
      <Field
        label={t`Address`}
        required
        error={wrong("slug")}
        hint={<span dir="ltr">{`${slug.trim() || "…"}${base}`}</span>}
      >
        {(control) => (
          <Input
            {...control}
            dir="ltr"
            autoComplete="off"
            autoCapitalize="none"
            spellCheck={false}
            maxLength={40}
            value={slug}
            onChange={(event) => setSlug(event.target.value.toLowerCase())}
          />
        )}
      </Field>
      <Field label={t`Administrator`} required error={wrong("administrator")}>
        {(control) => (
          <Input
            {...control}
            autoComplete="off"
            value={administrator}
            onChange={(event) => setAdministrator(event.target.value)}
          />
        )}
      </Field>
      <Field
        label={t`E-mail`}
        required
        error={wrong("email")}
        hint={t`The administrator gets an invitation, and chooses a password.`}
      >
        {(control) => (
          <Input
            {...control}
            type="email"
            autoComplete="off"
            value={email}
            onChange={(event) => setEmail(event.target.value)}
          />
        )}
      </Field>
      <div ref={place} className="grid gap-3.5">
        <PlaceFields zoneError={wrong("time_zone")} currencyError={wrong("currency")} />
      </div>
      <Field label={t`Language`} error={wrong("locale")}>
        {(control) => (
          <Select
            {...control}
            value={locale}
            onChange={setLocale}
            options={LANGUAGES.map((value) => ({ value, label: localeName(value) }))}
          />
        )}
      </Field>
      {plans.length > 1 ? (
        <Field label={t`Plan`} error={wrong("plan")}>
          {(control) => (
            <Select
              {...control}
              value={plan ?? null}
              onChange={setPlan}
              options={plans.map(({ id, name: label }) => ({ value: id, label }))}
            />
          )}
        </Field>
      ) : null}
    </CreateDialog>
  );
}
