import type { MessageDescriptor } from "@lingui/core";
import { useLingui } from "@lingui/react/macro";
import { queryOptions, useQuery } from "@tanstack/react-query";
import { Check } from "lucide-react";
import { request } from "@/api/transport.ts";
import { messageOf } from "@/features/records/message-of.ts";
import { useSession } from "@/features/session/session-context.tsx";
import { SettingsGate, SettingsPage } from "@/features/settings/settings-page.tsx";
import { Chip } from "@/ui/chip.tsx";
import { ErrorState } from "@/ui/feedback/error-state.tsx";
import { SkeletonLines } from "@/ui/feedback/skeleton.tsx";
import {
  byNoun,
  MATRIX_ROLES,
  type Matrix,
  type MatrixGroup,
  SCOPE_WORDS,
} from "./permission-words.ts";
import { ROLE_WORDS } from "./role-words.ts";

const matrixQuery = queryOptions({
  queryKey: ["permissions"],
  staleTime: Number.POSITIVE_INFINITY,
  queryFn: ({ signal }) => request<Matrix>("/api/permissions", { signal }),
});

/** What each role may do, as the server applies it. */
export function RolesPage() {
  return (
    <SettingsGate place="roles">
      <Roles />
    </SettingsGate>
  );
}

function Roles() {
  const { t } = useLingui();
  const matrix = useQuery(matrixQuery);
  return (
    <SettingsPage place="roles">
      <RoleList />
      {matrix.error ? (
        <ErrorState title={t`The roles could not be loaded`} onRetry={() => matrix.refetch()}>
          {messageOf(matrix.error)}
        </ErrorState>
      ) : matrix.data ? (
        <MatrixTable groups={byNoun(matrix.data)} />
      ) : (
        <SkeletonLines count={8} label={t`Loading the roles`} />
      )}
    </SettingsPage>
  );
}

function RoleList() {
  const { t, i18n } = useLingui();
  const { user } = useSession();
  return (
    <dl className="grid gap-x-6 gap-y-3 sm:grid-cols-2">
      {MATRIX_ROLES.map((role) => (
        <div key={role} className="grid content-start gap-0.5">
          <dt className="flex items-center gap-2 font-medium">
            {i18n._(ROLE_WORDS[role])}
            {user.role === role ? <Chip tone="mark">{t`You`}</Chip> : null}
          </dt>
          <dd className="text-sm text-ink-2">{i18n._(SCOPE_WORDS[role])}</dd>
        </div>
      ))}
    </dl>
  );
}

function MatrixTable({ groups }: { groups: readonly MatrixGroup[] }) {
  const { t, i18n } = useLingui();
  const words = (said: MessageDescriptor | string) =>
    typeof said === "string" ? said : i18n._(said);
  return (
    <section
      aria-label={t`What each role may do`}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls sideways on a phone
      tabIndex={0}
      className="relative overflow-x-auto"
    >
      <table className="w-full min-w-120 border-collapse text-sm">
        <thead>
          <tr className="border-b border-line-strong">
            <th scope="col" className="py-2 text-start font-medium text-ink-3">
              {t`May`}
            </th>
            {MATRIX_ROLES.map((role) => (
              <th
                key={role}
                scope="col"
                className="w-24 px-1 py-2 align-bottom text-xs font-medium text-ink-2"
              >
                {i18n._(ROLE_WORDS[role])}
              </th>
            ))}
          </tr>
        </thead>
        {groups.map(({ noun, lines }) => (
          <tbody key={words(noun)}>
            <tr>
              <th
                scope="rowgroup"
                colSpan={1 + MATRIX_ROLES.length}
                className="pt-4 pb-1 text-start font-display text-base font-medium"
              >
                {words(noun)}
              </th>
            </tr>
            {lines.map(({ permission, action, roles }) => (
              <tr key={permission} className="border-b border-line hover:bg-hover">
                <th scope="row" className="py-1.5 ps-2 text-start font-normal text-ink-2">
                  {words(action)}
                </th>
                {MATRIX_ROLES.map((role) => (
                  <td key={role} className="text-center">
                    <Mark yes={roles[role] === true} />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        ))}
      </table>
    </section>
  );
}

function Mark({ yes }: { yes: boolean }) {
  const { t } = useLingui();
  return yes ? (
    <Check className="inline size-4 text-ok" role="img" aria-label={t`Yes`} />
  ) : (
    <span className="text-ink-3">
      <span aria-hidden="true">–</span>
      <span className="sr-only">{t`No`}</span>
    </span>
  );
}
