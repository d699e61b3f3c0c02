import { Trans, useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { Check, Minus } from "lucide-react";
import type { Plan } from "@/api/generated/types.gen.ts";
import { messageOf } from "@/features/records/message-of.ts";
import { SettingsGate, SettingsPage } from "@/features/settings/settings-page.tsx";
import { ErrorState } from "@/ui/feedback/error-state.tsx";
import { SkeletonLines } from "@/ui/feedback/skeleton.tsx";
import { bytesText } from "@/ui/format/bytes.ts";
import { DateText, MomentText, useFormats } from "@/ui/format/format-context.tsx";
import { NamedFigure } from "@/ui/named-figure.tsx";
import { QuotaBar } from "@/ui/quota-bar.tsx";
import { planQuery, useModuleText } from "./plan.ts";

/** The workspace's plan: what it gives, what of it is used, and how near its walls are. */
export function PlanPage() {
  return (
    <SettingsGate place="plan">
      <PlanAndUsage />
    </SettingsGate>
  );
}

function PlanAndUsage() {
  const { t } = useLingui();
  const found = useQuery(planQuery);
  const name = found.data?.name;
  return (
    <SettingsPage
      place="plan"
      summary={name ? <Trans>This workspace is on the plan “{name}”.</Trans> : null}
    >
      {found.error && !found.data ? (
        <ErrorState title={t`The plan could not be loaded`} onRetry={() => found.refetch()}>
          {messageOf(found.error)}
        </ErrorState>
      ) : found.data ? (
        <Shown plan={found.data} />
      ) : (
        <SkeletonLines count={8} label={t`Loading the plan`} />
      )}
    </SettingsPage>
  );
}

function Shown({ plan }: { plan: Plan }) {
  const { t } = useLingui();
  const formats = useFormats();
  const moduleText = useModuleText();
  const { measured, trial_ends_at: ends } = plan;
  const of = (used: string, max: string | null) =>
    max === null ? t`${used}, no bound` : t`${used} of ${max}`;
  const number = (value: number) => formats.number(value);
  const bytes = (value: number) => bytesText(formats, value);
  const text = (quota: Plan["seats"], say: (value: number) => string) =>
    of(say(quota.used), quota.max == null ? null : say(quota.max));
  return (
    <>
      {ends ? (
        <p className="border-s-2 border-mark ps-3">
          <Trans>
            The trial ends on <DateText value={ends} />. After that everything can be read and
            exported, and nothing changed, until the plan is settled.
          </Trans>
        </p>
      ) : null}
      <section aria-label={t`Usage`} className="grid gap-5">
        <QuotaBar name={t`Seats`} {...plan.seats} text={text(plan.seats, number)} />
        <QuotaBar
          name={t`Leads, contacts, companies and deals`}
          {...plan.records}
          text={text(plan.records, number)}
        />
        <QuotaBar name={t`Files`} {...plan.storage_bytes} text={text(plan.storage_bytes, bytes)} />
        {plan.requests_max ? (
          <p className="text-ink-2">
            <Trans>
              Up to {formats.number(plan.requests_max)} requests a minute, of people and of API keys
              each.
            </Trans>
          </p>
        ) : null}
      </section>
      {measured ? (
        <section aria-labelledby="records" className="grid gap-2">
          <h2 id="records" className="font-display text-xl font-medium">{t`What is here`}</h2>
          <dl className="flex flex-wrap gap-x-8 gap-y-2">
            <NamedFigure name={t`Leads`} value={number(measured.leads)} />
            <NamedFigure name={t`Contacts`} value={number(measured.contacts)} />
            <NamedFigure name={t`Companies`} value={number(measured.companies)} />
            <NamedFigure name={t`Deals`} value={number(measured.deals)} />
            <NamedFigure name={t`Activities`} value={number(measured.activities)} />
            <NamedFigure name={t`Files`} value={number(measured.files)} />
          </dl>
          <p className="text-sm text-ink-3">
            <Trans>
              Counted <MomentText value={measured.measured_at} />; what is in the trash counts too.
            </Trans>
          </p>
        </section>
      ) : null}
      <section aria-labelledby="modules" className="grid gap-2">
        <h2
          id="modules"
          className="font-display text-xl font-medium"
        >{t`What the plan includes`}</h2>
        <ul className="grid gap-1.5">
          {plan.modules.map(({ name, on }) => (
            <li key={name} className="flex items-center gap-2">
              {on ? (
                <Check className="size-4 text-ok" aria-hidden="true" />
              ) : (
                <Minus className="size-4 text-ink-3" aria-hidden="true" />
              )}
              <span className={on ? undefined : "text-ink-2"}>
                {on ? moduleText(name) : <Trans>{moduleText(name)} – not included</Trans>}
              </span>
            </li>
          ))}
        </ul>
      </section>
    </>
  );
}
