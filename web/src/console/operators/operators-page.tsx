import { Trans, useLingui } from "@lingui/react/macro";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { MoreHorizontal, UserPlus } from "lucide-react";
import { useState } from "react";
import { ProblemError } from "@/api/problem.ts";
import { messageOf } from "@/features/records/message-of.ts";
import { Button } from "@/ui/button.tsx";
import { Chip } from "@/ui/chip.tsx";
import { ErrorState } from "@/ui/feedback/error-state.tsx";
import { SkeletonLines } from "@/ui/feedback/skeleton.tsx";
import { IconButton } from "@/ui/icon-button.tsx";
import { Menu, MenuItem } from "@/ui/overlay/menu.tsx";
import { toast } from "@/ui/overlay/toast.tsx";
import { PageHeader } from "@/ui/page-header.tsx";
import { useTitle } from "@/ui/use-title.ts";
import type { Operator, OperatorPatch } from "../generated/types.gen.ts";
import { useMay, useOperatorSession } from "../session-context.ts";
import { BeginAnewDialog, NewOperatorDialog } from "./operator-dialogs.tsx";
import { ROLES, useOperatorRoleText } from "./operator-words.ts";
import { changeOperator, operatorsQuery, refreshOperators } from "./operators.ts";

/** Who runs the installation. */
export function OperatorsPage() {
  const { t } = useLingui();
  useTitle(t`Operators`);
  const [adding, setAdding] = useState(false);
  const mayManage = useMay("operators.manage");
  const operators = useQuery(operatorsQuery);
  return (
    <>
      <PageHeader
        title={t`Operators`}
        summary={<Trans>They run the installation, and see no tenant’s records.</Trans>}
        actions={
          mayManage ? (
            <Button
              variant="primary"
              icon={<UserPlus className="size-4" aria-hidden="true" />}
              onClick={() => setAdding(true)}
            >
              {t`Add an operator`}
            </Button>
          ) : null
        }
      />
      <div className="min-h-0 flex-1 overflow-y-auto bg-surface px-4 py-5 md:px-6">
        {operators.error ? (
          <ErrorState
            title={t`The operators could not be loaded`}
            onRetry={() => operators.refetch()}
          >
            {messageOf(operators.error)}
          </ErrorState>
        ) : operators.data ? (
          <ul className="max-w-3xl divide-y divide-line border-y border-line">
            {operators.data.map((operator) => (
              <Row key={operator.id} operator={operator} mayManage={mayManage} />
            ))}
          </ul>
        ) : (
          <SkeletonLines count={4} label={t`Loading the operators`} />
        )}
      </div>
      {adding ? <NewOperatorDialog onClose={() => setAdding(false)} /> : null}
    </>
  );
}

function Row({ operator, mayManage }: { operator: Operator; mayManage: boolean }) {
  const { t } = useLingui();
  const client = useQueryClient();
  const roleText = useOperatorRoleText();
  const own = useOperatorSession().operator.id === operator.id;
  const [anew, setAnew] = useState(false);
  const changing = useMutation({
    mutationFn: (patch: OperatorPatch) => changeOperator(operator, patch),
    onSuccess: () => refreshOperators(client),
    onError: (error) =>
      toast(
        error instanceof ProblemError && error.code === "last_owner"
          ? t`This is the only owner who can sign in. Make somebody else an owner first.`
          : messageOf(error),
        { tone: "bad" },
      ),
  });
  const suspended = operator.state === "suspended";
  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-1 py-2">
      <span className="min-w-0 flex-1">
        <bdi className="block truncate font-medium">{operator.name}</bdi>
        <span dir="ltr" className="block truncate text-sm text-ink-3 rtl:text-end">
          {operator.email}
        </span>
      </span>
      {own ? <Chip tone="mark">{t`You`}</Chip> : null}
      {operator.state === "invited" ? <Chip tone="accent">{t`Has not begun`}</Chip> : null}
      {suspended ? <Chip tone="bad">{t`Suspended`}</Chip> : null}
      <Chip>{roleText(operator.role)}</Chip>
      {mayManage ? (
        <Menu
          trigger={
            <IconButton label={t`More for ${operator.name}`}>
              <MoreHorizontal aria-hidden="true" />
            </IconButton>
          }
        >
          {ROLES.filter((role) => role !== operator.role).map((role) => (
            <MenuItem key={role} onSelect={() => changing.mutate({ role })}>
              {t`Make ${roleText(role)}`}
            </MenuItem>
          ))}
          <MenuItem onSelect={() => setAnew(true)}>{t`Link to begin anew`}</MenuItem>
          <MenuItem danger={!suspended} onSelect={() => changing.mutate({ suspended: !suspended })}>
            {suspended ? t`Let in again` : t`Suspend`}
          </MenuItem>
        </Menu>
      ) : null}
      {anew ? <BeginAnewDialog operator={operator} onClose={() => setAnew(false)} /> : null}
    </li>
  );
}
