import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { messageOf } from "@/features/records/message-of.ts";
import { Button } from "@/ui/button.tsx";
import { Chip } from "@/ui/chip.tsx";
import { ErrorState } from "@/ui/feedback/error-state.tsx";
import { Notice } from "@/ui/feedback/notice.tsx";
import { SkeletonLines } from "@/ui/feedback/skeleton.tsx";
import { MomentText, useFormats } from "@/ui/format/format-context.tsx";
import { toast } from "@/ui/overlay/toast.tsx";
import { PageHeader } from "@/ui/page-header.tsx";
import { QuotaBar } from "@/ui/quota-bar.tsx";
import { useTitle } from "@/ui/use-title.ts";
import type { Health, IsolationCheck, Process } from "../generated/types.gen.ts";
import { useMay } from "../session-context.ts";
import { DeadJobs } from "./dead-jobs.tsx";
import { checkIsolation, healthQuery, refreshHealth } from "./health.ts";

/** How the installation is: what is wrong first, then everything else. */
export function HealthPage() {
  const { t } = useLingui();
  useTitle(t`Health`);
  const found = useQuery(healthQuery);
  const version = found.data?.version;
  return (
    <>
      <PageHeader title={t`Health`} summary={version ? <Trans>Kontaly {version}</Trans> : null} />
      <div className="min-h-0 flex-1 overflow-y-auto bg-surface px-4 py-5 md:px-6">
        {found.error && !found.data ? (
          <ErrorState title={t`The health could not be loaded`} onRetry={() => found.refetch()}>
            {messageOf(found.error)}
          </ErrorState>
        ) : found.data ? (
          <Shown health={found.data} />
        ) : (
          <SkeletonLines count={8} label={t`Loading the health`} />
        )}
      </div>
    </>
  );
}

function Shown({ health }: { health: Health }) {
  const { t } = useLingui();
  return (
    <div className="grid max-w-3xl gap-8">
      <Section id="isolation" title={t`Isolation of tenants`}>
        <Isolation checks={health.isolation_checks} />
      </Section>
      <Section id="processes" title={t`Processes and their pools`}>
        <ul className="grid gap-4">
          {health.processes.map((process) => (
            <ProcessRow key={process.id} process={process} />
          ))}
        </ul>
      </Section>
      <Section id="jobs" title={t`Jobs`}>
        <Jobs health={health} />
        <DeadJobs />
      </Section>
      <Section id="mails" title={t`Mails`}>
        <Mails leaving={health.leaving} />
      </Section>
      <Section id="schema" title={t`Schema`}>
        <Schema migrations={health.migrations} />
      </Section>
    </div>
  );
}

function Section({ id, title, children }: { id: string; title: string; children: ReactNode }) {
  return (
    <section aria-labelledby={id} className="grid gap-3">
      <h2 id={id} className="font-display text-xl font-medium">
        {title}
      </h2>
      {children}
    </section>
  );
}

function Isolation({ checks }: { checks: readonly IsolationCheck[] }) {
  const { t } = useLingui();
  const client = useQueryClient();
  const mayManage = useMay("tenants.manage");
  const checking = useMutation({
    mutationFn: checkIsolation,
    onSuccess: async ({ findings }) => {
      await refreshHealth(client);
      if (findings.length === 0) toast(t`Every tenant is kept apart`);
    },
    onError: (error) => toast(messageOf(error), { tone: "bad" }),
  });
  const [last] = checks;
  const findings = (last?.findings ?? []) as { rule: string; object: string; detail: string }[];
  return (
    <>
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
        {last ? (
          <>
            {findings.length === 0 ? (
              <Chip tone="ok">{t`Kept apart`}</Chip>
            ) : (
              <Chip tone="bad">
                <Plural value={findings.length} one="# finding" other="# findings" />
              </Chip>
            )}
            <span className="text-ink-2">
              <Trans>
                {last.tables} tables, {last.policies} policies, {last.keys} keys and {last.probes}{" "}
                probes, <MomentText value={last.at} />
              </Trans>
            </span>
          </>
        ) : (
          <span className="text-ink-2">{t`Not checked yet.`}</span>
        )}
        {mayManage ? (
          <Button className="ms-auto" busy={checking.isPending} onClick={() => checking.mutate()}>
            {t`Check now`}
          </Button>
        ) : null}
      </div>
      {findings.length > 0 ? (
        <Notice tone="bad">
          <ul className="grid gap-1">
            {findings.map(({ rule, object, detail }) => (
              <li key={`${rule} ${object} ${detail}`} dir="ltr">
                {`${rule}: ${object}: ${detail}`}
              </li>
            ))}
          </ul>
        </Notice>
      ) : null}
      {checks.length > 1 ? (
        <ol aria-label={t`Checks before`} className="flex flex-wrap gap-1">
          {[...checks].reverse().map((check) => (
            <Mark key={check.id} check={check} />
          ))}
        </ol>
      ) : null}
    </>
  );
}

/* One check of the past: what it found can be told by its form too. */
function Mark({ check }: { check: IsolationCheck }) {
  const { t } = useLingui();
  const formats = useFormats();
  const count = check.findings.length;
  const at = formats.moment(check.at);
  const text = count === 0 ? t`${at}: kept apart` : t`${at}: ${count} findings`;
  return (
    <li
      title={text}
      className={count === 0 ? "h-5 w-1.5 rounded-s bg-ok" : "h-5 w-3 rounded-s bg-bad"}
    >
      <span className="sr-only">{text}</span>
    </li>
  );
}

function ProcessRow({ process }: { process: Process }) {
  const { t } = useLingui();
  const formats = useFormats();
  const used = process.pool_size - process.pool_idle;
  const waiting = process.pool_waiting;
  const figures = t`${formats.number(used)} of ${formats.number(process.pool_max)} connections`;
  return (
    <li className="grid gap-1">
      <QuotaBar
        name={process.kind === "worker" ? t`Worker` : t`Server`}
        used={used}
        max={process.pool_max}
        text={figures}
      />
      <p className="flex flex-wrap items-center gap-x-3 text-sm text-ink-2">
        <span>
          <Trans>
            Version {process.version}, since <MomentText value={process.started_at} />
          </Trans>
        </span>
        {waiting > 0 ? (
          <Chip tone="warn">
            <Plural value={waiting} one="# request waits" other="# requests wait" />
          </Chip>
        ) : null}
      </p>
    </li>
  );
}

function Jobs({ health: { jobs, asked } }: { health: Health }) {
  const { t } = useLingui();
  const formats = useFormats();
  if (jobs.length === 0 && asked === 0) return <p className="text-ink-2">{t`No job waits.`}</p>;
  const figure = "py-1.5 ps-4 text-end tabular-nums";
  return (
    <div className="overflow-x-auto">
      <table className="w-full">
        <thead className="text-sm text-ink-2">
          <tr className="border-b border-line">
            <th className="py-1.5 text-start font-medium">{t`What`}</th>
            <th className={`${figure} font-medium`}>{t`Waiting`}</th>
            <th className={`${figure} font-medium`}>{t`Later`}</th>
            <th className={`${figure} font-medium`}>{t`Running`}</th>
            <th className={`${figure} font-medium`}>{t`Failed`}</th>
          </tr>
        </thead>
        <tbody>
          {jobs.map((job) => (
            <tr key={job.kind} className="border-b border-line">
              <td className="py-1.5" dir="ltr">
                {job.kind}
              </td>
              <td className={figure}>{formats.number(job.waiting)}</td>
              <td className={figure}>{formats.number(job.later)}</td>
              <td className={figure}>{formats.number(job.running)}</td>
              <td className={figure}>{formats.number(job.dead)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Mails({ leaving }: { leaving: Health["leaving"] }) {
  const { t } = useLingui();
  const { mails, mails_refused: refused, mails_since: since } = leaving;
  if (mails === 0 && refused === 0) return <p className="text-ink-2">{t`No mail waits.`}</p>;
  return (
    <p className="text-ink-2">
      <Plural value={mails} one="# mail waits" other="# mails wait" />
      {since ? (
        <>
          {", "}
          <Trans>
            the oldest since <MomentText value={since} />
          </Trans>
        </>
      ) : null}
      {". "}
      {refused > 0 ? (
        <Plural value={refused} one="# was refused for good." other="# were refused for good." />
      ) : null}
    </p>
  );
}

function Schema({ migrations }: { migrations: Health["migrations"] }) {
  const [last] = migrations;
  if (!last) return null;
  return (
    <details>
      <summary className="cursor-pointer text-ink-2">
        <Trans>
          At <span dir="ltr">{last.name}</span> since <MomentText value={last.applied_at} />
        </Trans>
      </summary>
      <ol className="grid gap-1 pt-2 text-sm text-ink-2">
        {migrations.map(({ version, name, applied_at: at }) => (
          <li key={version} className="flex flex-wrap gap-x-3">
            <span dir="ltr">{name}</span> <MomentText value={at} />
          </li>
        ))}
      </ol>
    </details>
  );
}
