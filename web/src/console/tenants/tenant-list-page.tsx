import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import { useEffect, useState } from "react";
import { messageOf } from "@/features/records/message-of.ts";
import { useRouter } from "@/router/router-context.tsx";
import type { PageProps } from "@/router/routes.ts";
import { Button } from "@/ui/button.tsx";
import { Sparkline } from "@/ui/charts/sparkline.tsx";
import { Chip } from "@/ui/chip.tsx";
import { EmptyState } from "@/ui/feedback/empty-state.tsx";
import { ErrorState } from "@/ui/feedback/error-state.tsx";
import { SkeletonLines } from "@/ui/feedback/skeleton.tsx";
import { DateText, useFormats } from "@/ui/format/format-context.tsx";
import { Input } from "@/ui/forms/input.tsx";
import { Select } from "@/ui/forms/select.tsx";
import { Figure, PageHeader } from "@/ui/page-header.tsx";
import { useSettled } from "@/ui/use-settled.ts";
import { useTitle } from "@/ui/use-title.ts";
import type { StateCount, TenantEntry } from "../generated/types.gen.ts";
import { plansQuery } from "../plans/plans.ts";
import { useMay } from "../session-context.ts";
import { trendsQuery } from "../traffic/traffic.ts";
import { NewTenantDialog } from "./new-tenant-dialog.tsx";
import { STATES, useStateWords } from "./tenant-words.ts";
import {
  countsQuery,
  isNear,
  SORTS,
  type TenantSearch,
  tenantsHref,
  tenantsQuery,
} from "./tenants.ts";

/** Every business on this installation. */
export function TenantListPage({ search }: PageProps<TenantSearch>) {
  const { t } = useLingui();
  useTitle(t`Tenants`);
  const [making, setMaking] = useState(false);
  const mayManage = useMay("tenants.manage");
  const counts = useQuery(countsQuery).data ?? [];
  const all = counts.reduce((sum, { count }) => sum + count, 0);
  const formats = useFormats();
  return (
    <>
      <PageHeader
        title={t`Tenants`}
        summary={
          all > 0 ? (
            <Trans>
              <Figure>{formats.number(all)}</Figure>{" "}
              <Plural value={all} one="business" other="businesses" /> on this installation
            </Trans>
          ) : null
        }
        actions={
          mayManage ? (
            <Button
              variant="primary"
              icon={<Plus className="size-4" aria-hidden="true" />}
              onClick={() => setMaking(true)}
            >
              {t`New tenant`}
            </Button>
          ) : null
        }
      >
        <Narrowing search={search} counts={counts} />
      </PageHeader>
      <div className="min-h-0 flex-1 overflow-y-auto bg-surface px-4 py-3 md:px-6">
        <Tenants search={search} />
      </div>
      {making ? <NewTenantDialog onClose={() => setMaking(false)} /> : null}
    </>
  );
}

/* What is typed goes into the address as soon as one pauses. */
function Narrowing({ search, counts }: { search: TenantSearch; counts: readonly StateCount[] }) {
  const { t } = useLingui();
  const router = useRouter();
  const formats = useFormats();
  const words = useStateWords();
  const [typed, setTyped] = useState(search.q ?? "");
  const settled = useSettled(typed.trim());
  const { q = "", state, plan, sort } = search;
  const plans = useQuery(plansQuery).data ?? [];
  const go = (change: TenantSearch) =>
    router.history.replace(tenantsHref({ ...search, ...change }));
  useEffect(() => {
    // Whoever has gone on meanwhile is not brought back: the next page may still be on its way.
    const isHere = router.history.location.pathname === "/";
    if (isHere && settled !== q && settled === typed.trim())
      router.history.replace(tenantsHref({ q: settled || undefined, state, plan, sort }));
  }, [settled, typed, q, state, plan, sort, router]);
  const countOf = (wanted: string) => counts.find((one) => one.state === wanted)?.count ?? 0;
  const states = STATES.filter((one) => countOf(one) > 0 || one === state);
  return (
    <div className="flex flex-wrap items-center gap-2 pb-3">
      <Input
        type="search"
        aria-label={t`Search tenants`}
        placeholder={t`Name or address`}
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
        className="max-w-72"
      />
      <div className="w-44">
        <Select
          aria-label={t`State`}
          value={state ?? "all"}
          onChange={(value) => go({ state: value === "all" ? undefined : value })}
          options={[
            { value: "all", label: t`Any state` },
            ...states.map((value) => ({
              value,
              label: `${words(value).text} (${formats.number(countOf(value))})`,
            })),
          ]}
        />
      </div>
      {plans.length > 1 || plan ? (
        <div className="w-40">
          <Select
            aria-label={t`Plan`}
            value={plan ?? "all"}
            onChange={(value) => go({ plan: value === "all" ? undefined : value })}
            options={[
              { value: "all", label: t`Any plan` },
              ...plans.map(({ id, name }) => ({ value: id, label: name })),
            ]}
          />
        </div>
      ) : null}
      <div className="w-44">
        <Select
          aria-label={t`Order`}
          value={sort ?? "newest"}
          onChange={(value) => go({ sort: SORTS.find((one) => one === value) })}
          options={[
            { value: "newest", label: t`Newest first` },
            { value: "name", label: t`By name` },
            { value: "-records", label: t`Most records first` },
            { value: "-storage_bytes", label: t`Most files first` },
            { value: "-seats", label: t`Most people first` },
          ]}
        />
      </div>
    </div>
  );
}

function Tenants({ search }: { search: TenantSearch }) {
  const { t } = useLingui();
  const list = useInfiniteQuery(tenantsQuery(search));
  if (list.error && !list.data)
    return (
      <ErrorState title={t`The tenants could not be loaded`} onRetry={() => list.refetch()}>
        {messageOf(list.error)}
      </ErrorState>
    );
  if (!list.data) return <SkeletonLines count={8} label={t`Loading the tenants`} />;
  const tenants = list.data.pages.flatMap(({ items }) => items);
  if (tenants.length === 0)
    return search.q || search.state || search.plan ? (
      <EmptyState
        title={t`No tenant is like that`}
        action={
          <a href="/" className="font-medium text-accent underline underline-offset-2">
            <Trans>Show all</Trans>
          </a>
        }
      />
    ) : (
      <EmptyState title={t`No tenant yet`}>
        <Trans>Make the first one: its administrator gets an invitation by mail.</Trans>
      </EmptyState>
    );
  return (
    <>
      <table className="w-full text-start">
        <thead className="text-sm text-ink-2 max-md:sr-only">
          <tr className="border-b border-line">
            <th className="py-2 pe-4 text-start font-medium">{t`Name`}</th>
            <th className="py-2 pe-4 text-start font-medium">{t`Address`}</th>
            <th className="py-2 pe-4 text-start font-medium">{t`State`}</th>
            <th className="py-2 pe-4 text-start font-medium">{t`Plan`}</th>
            <th className="py-2 pe-4 text-end font-medium">{t`Records`}</th>
            <th className="py-2 pe-4 text-start font-medium max-md:hidden">{t`Requests, 30 days`}</th>
            <th className="py-2 text-end font-medium">{t`Made`}</th>
          </tr>
        </thead>
        <tbody>
          {list.data.pages.map(({ items }) => (
            <Rows key={items[0]?.id} tenants={items} />
          ))}
        </tbody>
      </table>
      {list.hasNextPage ? (
        <div className="flex justify-center py-4">
          <Button busy={list.isFetchingNextPage} onClick={() => list.fetchNextPage()}>
            {t`Show more`}
          </Button>
        </div>
      ) : null}
    </>
  );
}

/* A page of them, with their trends. */
function Rows({ tenants }: { tenants: readonly TenantEntry[] }) {
  const trends = useQuery(trendsQuery(tenants.map(({ id }) => id))).data;
  return tenants.map((tenant) => (
    <Row
      key={tenant.id}
      tenant={tenant}
      days={trends?.find(({ tenant_id }) => tenant_id === tenant.id)?.days}
    />
  ));
}

function Row({ tenant, days }: { tenant: TenantEntry; days?: readonly number[] }) {
  const { t } = useLingui();
  const formats = useFormats();
  const { text, tone } = useStateWords()(tenant.state);
  return (
    <tr className="border-b border-line hover:bg-hover max-md:flex max-md:flex-wrap max-md:items-center max-md:gap-x-3 max-md:py-2">
      <td className="py-2 pe-4 max-md:w-full max-md:py-0">
        <a
          href={`/tenants/${tenant.id}`}
          className="font-medium hover:underline touch:inline-flex touch:min-h-11 touch:items-center"
        >
          <bdi>{tenant.name}</bdi>
        </a>
      </td>
      <td className="py-2 pe-4 text-ink-2 max-md:py-0">
        <span dir="ltr">{tenant.slug ?? "—"}</span>
      </td>
      <td className="py-2 pe-4 max-md:py-0">
        <Chip tone={tone}>{text}</Chip>
      </td>
      <td className="py-2 pe-4 text-ink-2 max-md:hidden">
        <bdi>{tenant.plan_name}</bdi>
      </td>
      <td className="py-2 pe-4 text-end text-ink-2 tabular-nums max-md:hidden">
        {formats.numberShort(tenant.records)}
        {isNear(tenant) ? (
          <span className="ps-2">
            <Chip tone="warn">{t`Nearly full`}</Chip>
          </span>
        ) : null}
      </td>
      <td className="w-52 py-2 pe-4 max-md:hidden">
        {days ? (
          <span className="flex items-center gap-3 text-ink-2">
            <Sparkline values={days} className="h-6 w-28" />
            <span className="tabular-nums">
              {formats.numberShort(days.reduce((sum, day) => sum + day, 0))}
            </span>
          </span>
        ) : null}
      </td>
      <td className="py-2 text-end text-ink-2 max-md:ms-auto max-md:py-0">
        <DateText value={tenant.created_at} />
      </td>
    </tr>
  );
}
