import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { messageOf } from "@/features/records/message-of.ts";
import { useRouter } from "@/router/router-context.tsx";
import type { PageProps } from "@/router/routes.ts";
import { writeSearch } from "@/router/search.ts";
import { Chip } from "@/ui/chip.tsx";
import { EmptyState } from "@/ui/feedback/empty-state.tsx";
import { ErrorState } from "@/ui/feedback/error-state.tsx";
import { SkeletonLines } from "@/ui/feedback/skeleton.tsx";
import { useFormats } from "@/ui/format/format-context.tsx";
import { Figure, PageHeader } from "@/ui/page-header.tsx";
import { useTitle } from "@/ui/use-title.ts";
import type { TenantTraffic } from "../generated/types.gen.ts";
import { useStateWords } from "../tenants/tenant-words.ts";
import { rankingQuery, type TrafficSearch } from "./traffic.ts";
import { useMillis } from "./traffic-words.ts";
import { WindowSelect } from "./window-select.tsx";

/** Who uses the installation: the tenants that asked for the most, live. */
export function TrafficPage({ search: { window = "hour" } }: PageProps<TrafficSearch>) {
  const { t } = useLingui();
  useTitle(t`Traffic`);
  const router = useRouter();
  const formats = useFormats();
  const ranking = useQuery({ ...rankingQuery(window), placeholderData: keepPreviousData });
  const requests = ranking.data?.reduce((sum, { traffic }) => sum + traffic.requests, 0) ?? 0;
  return (
    <>
      <PageHeader
        title={t`Traffic`}
        summary={
          requests > 0 ? (
            <Trans>
              <Figure>{formats.number(requests)}</Figure>{" "}
              <Plural value={requests} one="request" other="requests" />
            </Trans>
          ) : null
        }
        actions={
          <WindowSelect
            value={window}
            onChange={(chosen) =>
              router.history.replace(`/traffic${writeSearch({ window: chosen })}`)
            }
          />
        }
      />
      <div className="min-h-0 flex-1 overflow-y-auto bg-surface px-4 py-3 md:px-6">
        {ranking.error && !ranking.data ? (
          <ErrorState title={t`The traffic could not be loaded`} onRetry={() => ranking.refetch()}>
            {messageOf(ranking.error)}
          </ErrorState>
        ) : !ranking.data ? (
          <SkeletonLines count={8} label={t`Loading the traffic`} />
        ) : ranking.data.length === 0 ? (
          <EmptyState title={t`Nobody has asked for anything`}>
            <Trans>Requests are counted as they come, and shown here within seconds.</Trans>
          </EmptyState>
        ) : (
          <Ranking rows={ranking.data} />
        )}
      </div>
    </>
  );
}

function Ranking({ rows }: { rows: readonly TenantTraffic[] }) {
  const { t } = useLingui();
  const most = rows[0]?.traffic.requests ?? 1;
  return (
    <table className="w-full">
      <caption className="sr-only">{t`The tenants with the most requests`}</caption>
      <thead className="text-sm text-ink-2">
        <tr className="border-b border-line">
          <th className="py-2 pe-4 text-start font-medium">{t`Tenant`}</th>
          <th className="py-2 pe-4 text-start font-medium">{t`Requests`}</th>
          <th className="py-2 pe-4 text-end font-medium max-md:hidden">{t`Refused`}</th>
          <th className="py-2 pe-4 text-end font-medium">{t`Failed`}</th>
          <th className="py-2 pe-4 text-end font-medium max-md:hidden">{t`Half within`}</th>
          <th className="py-2 text-end font-medium">{t`95 % within`}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <Row key={row.tenant.id} row={row} most={most} />
        ))}
      </tbody>
    </table>
  );
}

function Row({ row: { tenant, traffic }, most }: { row: TenantTraffic; most: number }) {
  const formats = useFormats();
  const millis = useMillis();
  const { text, tone } = useStateWords()(tenant.state);
  return (
    <tr className="border-b border-line hover:bg-hover">
      <th scope="row" className="py-2 pe-4 text-start font-medium">
        <a
          href={`/tenants/${tenant.id}`}
          className="hover:underline touch:inline-flex touch:min-h-11 touch:items-center"
        >
          <bdi>{tenant.name}</bdi>
        </a>{" "}
        {tenant.state === "active" ? null : <Chip tone={tone}>{text}</Chip>}
      </th>
      <td className="w-2/5 py-2 pe-4">
        <span className="flex items-center gap-2 tabular-nums">
          <span aria-hidden="true" className="h-2 flex-1 max-md:hidden">
            <span
              className="block h-full rounded-s bg-accent"
              style={{ width: `${Math.max(1, (traffic.requests / most) * 100)}%` }}
            />
          </span>
          <span className="w-16 text-end max-md:w-auto">{formats.number(traffic.requests)}</span>
        </span>
      </td>
      <td className="py-2 pe-4 text-end tabular-nums text-ink-2 max-md:hidden">
        {formats.number(traffic.refused)}
      </td>
      <td
        className={`py-2 pe-4 text-end tabular-nums ${traffic.failed > 0 ? "font-semibold text-bad" : "text-ink-2"}`}
      >
        {formats.number(traffic.failed)}
      </td>
      <td className="py-2 pe-4 text-end tabular-nums text-ink-2 max-md:hidden">
        {millis(traffic.p50)}
      </td>
      <td className="py-2 text-end tabular-nums text-ink-2">{millis(traffic.p95)}</td>
    </tr>
  );
}
