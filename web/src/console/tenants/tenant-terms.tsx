import { Trans, useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useModuleText } from "@/features/plan/plan.ts";
import { Button } from "@/ui/button.tsx";
import { Sparkline } from "@/ui/charts/sparkline.tsx";
import { Chip } from "@/ui/chip.tsx";
import { bytesText } from "@/ui/format/bytes.ts";
import { DateText, useFormats } from "@/ui/format/format-context.tsx";
import { QuotaBar } from "@/ui/quota-bar.tsx";
import type { Measured, TenantEntry } from "../generated/types.gen.ts";
import { useMay } from "../session-context.ts";
import { usageQuery } from "./tenants.ts";
import { TermsDialog } from "./terms-dialog.tsx";

/** A tenant's plan, what it uses of it, and how that has grown. */
export function TenantTerms({ tenant }: { tenant: TenantEntry }) {
  const { t } = useLingui();
  const formats = useFormats();
  const moduleText = useModuleText();
  const mayManage = useMay("tenants.manage");
  const days = useQuery(usageQuery(tenant.id)).data ?? [];
  const [changing, setChanging] = useState(false);
  const number = formats.number;
  const bytes = (value: number) => bytesText(formats, value);
  const bars = [
    { name: t`Seats`, used: tenant.seats, max: tenant.seats_max, say: number },
    { name: t`Records`, used: tenant.records, max: tenant.records_max, say: number },
    { name: t`Files`, used: tenant.storage_bytes, max: tenant.storage_max, say: bytes },
  ];
  const figure = (used: string, max: string | null) =>
    max === null ? t`${used}, no bound` : t`${used} of ${max}`;
  return (
    <section aria-labelledby="terms" className="grid gap-3">
      <div className="flex flex-wrap items-center gap-2">
        <h2 id="terms" className="font-display text-xl font-medium">
          <Trans>Plan: {tenant.plan_name}</Trans>
        </h2>
        {tenant.state === "trial" && tenant.trial_ends_at ? (
          <Chip tone="accent">
            <Trans>
              Trial until <DateText value={tenant.trial_ends_at} />
            </Trans>
          </Chip>
        ) : null}
        {tenant.throttle ? (
          <Chip tone="warn">{t`Brake: ${number(tenant.throttle)} requests a minute`}</Chip>
        ) : null}
        {mayManage && tenant.state !== "deleted" ? (
          <Button className="ms-auto" onClick={() => setChanging(true)}>
            {t`Change the plan`}
          </Button>
        ) : null}
      </div>
      {bars.map(({ name, used, max, say }) => (
        <QuotaBar
          key={name}
          name={name}
          used={used}
          max={max}
          text={figure(say(used), max == null ? null : say(max))}
        />
      ))}
      {tenant.modules_off.length > 0 ? (
        <p className="text-ink-2">
          <Trans>Without: {tenant.modules_off.map(moduleText).join(", ")}</Trans>
        </p>
      ) : null}
      {days.length > 1 ? <Growth days={days} /> : null}
      {changing ? <TermsDialog tenant={tenant} onClose={() => setChanging(false)} /> : null}
    </section>
  );
}

/* How records and files have grown over the days that were counted. */
function Growth({ days }: { days: readonly Measured[] }) {
  const { t } = useLingui();
  const rows = [
    { name: t`Records, 90 days`, values: days.map(({ records }) => records) },
    { name: t`Files, 90 days`, values: days.map(({ storage_bytes }) => storage_bytes) },
  ];
  return (
    <dl className="flex flex-wrap gap-x-8 gap-y-2">
      {rows.map(({ name, values }) => (
        <div key={name}>
          <dt className="text-sm text-ink-2">{name}</dt>
          <dd>
            <Sparkline values={values} className="h-8 w-44" />
          </dd>
        </div>
      ))}
    </dl>
  );
}
