import { Trans, useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { ExternalLink } from "lucide-react";
import { type ReactNode, useState } from "react";
import { ProblemError } from "@/api/problem.ts";
import { messageOf } from "@/features/records/message-of.ts";
import { localeName } from "@/i18n/intl.ts";
import type { PageProps } from "@/router/routes.ts";
import { Button, buttonClass } from "@/ui/button.tsx";
import { Chip } from "@/ui/chip.tsx";
import { ErrorState } from "@/ui/feedback/error-state.tsx";
import { SkeletonLines } from "@/ui/feedback/skeleton.tsx";
import { MomentText } from "@/ui/format/format-context.tsx";
import { PageHeader } from "@/ui/page-header.tsx";
import { useTitle } from "@/ui/use-title.ts";
import type { TenantPage as Answer, TenantStep } from "../generated/types.gen.ts";
import { NothingPage } from "../nothing-page.tsx";
import { useMay } from "../session-context.ts";
import { TenantTraffic } from "../traffic/tenant-traffic.tsx";
import { StateDialog } from "./state-dialog.tsx";
import { TenantTerms } from "./tenant-terms.tsx";
import { useStateWords } from "./tenant-words.ts";
import { tenantQuery } from "./tenants.ts";

/** One tenant: what the registry says of it, and the steps of its life. */
export function TenantPage({ params: { tenantId } }: PageProps<unknown, { tenantId: string }>) {
  const { t } = useLingui();
  const found = useQuery(tenantQuery(tenantId));
  useTitle(found.data?.tenant.name ?? t`Tenant`);
  if (found.error instanceof ProblemError && found.error.status === 404) return <NothingPage />;
  if (found.error && !found.data)
    return (
      <ErrorState title={t`The tenant could not be loaded`} onRetry={() => found.refetch()}>
        {messageOf(found.error)}
      </ErrorState>
    );
  if (!found.data)
    return (
      <div className="p-6">
        <SkeletonLines count={8} label={t`Loading the tenant`} />
      </div>
    );
  return <Tenant page={found.data} />;
}

function Tenant({ page }: { page: Answer }) {
  const { t } = useLingui();
  const { tenant, url, domains, steps } = page;
  const { text, tone } = useStateWords()(tenant.state);
  const mayManage = useMay("tenants.manage");
  const [asking, setAsking] = useState(false);
  return (
    <>
      <PageHeader
        title={tenant.name}
        summary={<Chip tone={tone}>{text}</Chip>}
        actions={
          <>
            {url ? (
              <a href={url} target="_blank" rel="noreferrer" className={buttonClass()}>
                <ExternalLink className="size-4" aria-hidden="true" />
                {t`Open`}
              </a>
            ) : null}
            {mayManage && tenant.state !== "deleted" ? (
              <Button onClick={() => setAsking(true)}>{t`Change the state`}</Button>
            ) : null}
          </>
        }
      />
      <div className="min-h-0 flex-1 overflow-y-auto bg-surface px-4 py-5 md:px-6">
        <div className="grid max-w-3xl gap-8">
          <dl className="grid grid-cols-[auto_1fr] gap-x-6 gap-y-2">
            <Fact name={t`Address`}>
              <span dir="ltr" className="break-all">
                {[url?.replace(/^https?:\/\//, "") ?? "—", ...domains].join(", ")}
              </span>
            </Fact>
            <Fact name={t`Language`}>{localeName(tenant.locale)}</Fact>
            <Fact name={t`Time zone`}>{tenant.time_zone.replaceAll("_", " ")}</Fact>
            <Fact name={t`Currency`}>{tenant.currency}</Fact>
            <Fact name={t`Made`}>
              <MomentText value={tenant.created_at} />
            </Fact>
          </dl>
          <TenantTerms tenant={tenant} />
          <TenantTraffic id={tenant.id} />
          <section aria-labelledby="steps" className="grid gap-2">
            <h2 id="steps" className="font-display text-xl font-medium">{t`What was done`}</h2>
            {steps.length === 0 ? (
              <p className="text-ink-2">
                <Trans>No operator has done anything with this tenant yet.</Trans>
              </p>
            ) : (
              <ol className="divide-y divide-line border-y border-line">
                {steps.map((step) => (
                  <Step key={step.at} step={step} />
                ))}
              </ol>
            )}
          </section>
        </div>
      </div>
      {asking ? <StateDialog tenant={tenant} onClose={() => setAsking(false)} /> : null}
    </>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <dt className="text-ink-2">{name}</dt>
      <dd>{children}</dd>
    </>
  );
}

function Step({ step }: { step: TenantStep }) {
  const { t } = useLingui();
  const words: Record<string, string> = {
    create: t`Made`,
    try: t`Put on trial`,
    update: t`Terms changed`,
    suspend: t`Suspended`,
    make_read_only: t`Made read-only`,
    activate: t`Made active`,
  };
  const { reason, plan } = step.changes as Record<string, [string | null, string | null]>;
  return (
    <li className="flex flex-wrap items-baseline gap-x-3 py-2">
      <span className="font-medium">{words[step.action] ?? step.action}</span>
      <bdi className="text-ink-2">{step.operator ?? t`Command line`}</bdi>
      <span className="text-sm text-ink-3">
        <MomentText value={step.at} />
      </span>
      {plan ? (
        <span className="w-full text-ink-2">
          <Trans>
            Plan: {plan[0]} → {plan[1]}
          </Trans>
        </span>
      ) : null}
      {reason?.[1] ? <span className="w-full text-ink-2">{reason[1]}</span> : null}
    </li>
  );
}
