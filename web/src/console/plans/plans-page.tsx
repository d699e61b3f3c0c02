import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { MoreHorizontal, Plus } from "lucide-react";
import { useState } from "react";
import { useModuleText } from "@/features/plan/plan.ts";
import { messageOf } from "@/features/records/message-of.ts";
import { Button } from "@/ui/button.tsx";
import { Chip } from "@/ui/chip.tsx";
import { ErrorState } from "@/ui/feedback/error-state.tsx";
import { SkeletonLines } from "@/ui/feedback/skeleton.tsx";
import { bytesText } from "@/ui/format/bytes.ts";
import { useFormats } from "@/ui/format/format-context.tsx";
import { IconButton } from "@/ui/icon-button.tsx";
import { Menu, MenuItem } from "@/ui/overlay/menu.tsx";
import { toast } from "@/ui/overlay/toast.tsx";
import { PageHeader } from "@/ui/page-header.tsx";
import { useTitle } from "@/ui/use-title.ts";
import type { ConsolePlan } from "../generated/types.gen.ts";
import { useMay } from "../session-context.ts";
import { PlanDialog } from "./plan-dialog.tsx";
import { deletePlan, draftOf, makePlan, plansQuery, refreshPlans } from "./plans.ts";

/** What tenants may use of the installation. */
export function PlansPage() {
  const { t } = useLingui();
  useTitle(t`Plans`);
  const plans = useQuery(plansQuery);
  const [making, setMaking] = useState(false);
  return (
    <>
      <PageHeader
        title={t`Plans`}
        summary={<Trans>What a tenant may use; a change holds for all on the plan at once.</Trans>}
        actions={
          useMay("plans.manage") ? (
            <Button
              variant="primary"
              icon={<Plus className="size-4" aria-hidden="true" />}
              onClick={() => setMaking(true)}
            >
              {t`New plan`}
            </Button>
          ) : null
        }
      />
      <div className="min-h-0 flex-1 overflow-y-auto bg-surface px-4 py-5 md:px-6">
        {plans.error && !plans.data ? (
          <ErrorState title={t`The plans could not be loaded`} onRetry={() => plans.refetch()}>
            {messageOf(plans.error)}
          </ErrorState>
        ) : plans.data ? (
          <ul className="max-w-3xl divide-y divide-line border-y border-line">
            {plans.data.map((plan) => (
              <Row key={plan.id} plan={plan} />
            ))}
          </ul>
        ) : (
          <SkeletonLines count={4} label={t`Loading the plans`} />
        )}
      </div>
      {making ? <PlanDialog onClose={() => setMaking(false)} /> : null}
    </>
  );
}

function Row({ plan }: { plan: ConsolePlan }) {
  const { t } = useLingui();
  const formats = useFormats();
  const moduleText = useModuleText();
  const client = useQueryClient();
  const mayManage = useMay("plans.manage");
  const [changing, setChanging] = useState(false);
  const putBack = useMutation({
    mutationFn: () => makePlan(draftOf(plan)),
    onSuccess: () => refreshPlans(client),
    onError: (error) => toast(messageOf(error), { tone: "bad" }),
  });
  const deleting = useMutation({
    mutationFn: () => deletePlan(plan),
    onSuccess: async () => {
      await refreshPlans(client);
      toast(t`${plan.name} is deleted`, { onUndo: () => putBack.mutate() });
    },
    onError: (error) => toast(messageOf(error), { tone: "bad" }),
  });
  const bound = (value: number | null | undefined, say: (value: number) => string) =>
    value == null ? t`no bound` : say(value);
  const figures = [
    t`Seats: ${bound(plan.seats_max, formats.number)}`,
    t`Records: ${bound(plan.records_max, formats.number)}`,
    t`Files: ${bound(plan.storage_max, (bytes) => bytesText(formats, bytes))}`,
    t`Requests a minute: ${bound(plan.requests_max, formats.number)}`,
  ];
  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-1 py-3">
      <div className="grid min-w-0 flex-1 gap-0.5">
        <span className="flex flex-wrap items-center gap-2">
          <bdi className="font-medium">{plan.name}</bdi>
          {plan.is_default ? <Chip tone="mark">{t`For those who sign up`}</Chip> : null}
          {plan.trial_days > 0 ? (
            <Chip tone="accent">
              <Plural value={plan.trial_days} one="# day of trial" other="# days of trial" />
            </Chip>
          ) : null}
        </span>
        <span className="text-ink-2">{figures.join(" · ")}</span>
        {plan.modules_off.length > 0 ? (
          <span className="text-sm text-ink-3">
            <Trans>Without: {plan.modules_off.map(moduleText).join(", ")}</Trans>
          </span>
        ) : null}
      </div>
      <a
        href={`/?plan=${encodeURIComponent(plan.id)}`}
        className="text-accent underline underline-offset-2 touch:inline-flex touch:min-h-11 touch:items-center"
      >
        <Plural value={plan.tenants} one="# tenant" other="# tenants" />
      </a>
      {mayManage ? (
        <Menu
          trigger={
            <IconButton label={t`More for ${plan.name}`}>
              <MoreHorizontal aria-hidden="true" />
            </IconButton>
          }
        >
          <MenuItem onSelect={() => setChanging(true)}>{t`Change`}</MenuItem>
          <MenuItem danger onSelect={() => deleting.mutate()}>{t`Delete`}</MenuItem>
        </Menu>
      ) : null}
      {changing ? <PlanDialog plan={plan} onClose={() => setChanging(false)} /> : null}
    </li>
  );
}
