import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { messageOf } from "@/features/records/message-of.ts";
import { Button } from "@/ui/button.tsx";
import { MomentText } from "@/ui/format/format-context.tsx";
import { toast } from "@/ui/overlay/toast.tsx";
import type { DeadJobEntry } from "../generated/types.gen.ts";
import { useMay } from "../session-context.ts";
import { deadJobsQuery, refreshHealth, retryJob } from "./health.ts";

/** The jobs that failed for good: whose, why, and once more. */
export function DeadJobs() {
  const { t } = useLingui();
  const dead = useQuery(deadJobsQuery).data ?? [];
  if (dead.length === 0) return null;
  return (
    <ul
      aria-label={t`Jobs that failed for good`}
      className="divide-y divide-line border-y border-line"
    >
      {dead.map((entry) => (
        <Row key={entry.job.id} entry={entry} />
      ))}
    </ul>
  );
}

function Row({ entry: { job, tenant } }: { entry: DeadJobEntry }) {
  const { t } = useLingui();
  const client = useQueryClient();
  const mayManage = useMay("tenants.manage");
  const retrying = useMutation({
    mutationFn: () => retryJob(job.id),
    onSuccess: async () => {
      await refreshHealth(client);
      toast(t`The job is tried anew`);
    },
    onError: (error) => toast(messageOf(error), { tone: "bad" }),
  });
  return (
    <li className="flex flex-wrap items-start gap-x-3 gap-y-1 py-2">
      <div className="grid min-w-0 flex-1 gap-0.5">
        <span>
          <span dir="ltr" className="font-medium">
            {job.kind}
          </span>{" "}
          {tenant ? (
            <a href={`/tenants/${tenant.id}`} className="text-accent underline underline-offset-2">
              <bdi>{tenant.name}</bdi>
            </a>
          ) : null}
        </span>
        <span className="text-sm text-ink-3">
          <Trans>
            Failed <MomentText value={job.failed_at} />, after{" "}
            <Plural value={job.attempts} one="# try" other="# tries" />
          </Trans>
        </span>
        {job.error ? (
          <span dir="ltr" className="text-sm break-words text-ink-2">
            {job.error}
          </span>
        ) : null}
      </div>
      {mayManage ? (
        <Button busy={retrying.isPending} onClick={() => retrying.mutate()}>
          {t`Try again`}
        </Button>
      ) : null}
    </li>
  );
}
