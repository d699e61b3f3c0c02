import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { useInfiniteQuery, useMutation, useQuery } from "@tanstack/react-query";
import { Download } from "lucide-react";
import { takeOut } from "@/features/audit/audit.ts";
import { AuditFilter } from "@/features/audit/audit-filter.tsx";
import { type AuditSearch, isNarrowed } from "@/features/audit/audit-search.ts";
import { OPERATOR_NOUN_WORDS, useAuditWords } from "@/features/audit/audit-words.ts";
import { ChainStatus } from "@/features/audit/chain-status.tsx";
import { LogEntry, type LoggedChange } from "@/features/audit/log-entry.tsx";
import { LogList } from "@/features/audit/log-list.tsx";
import { messageOf } from "@/features/records/message-of.ts";
import { useRouter } from "@/router/router-context.tsx";
import type { PageProps } from "@/router/routes.ts";
import { writeSearch } from "@/router/search.ts";
import { Button } from "@/ui/button.tsx";
import { toast } from "@/ui/overlay/toast.tsx";
import { PageHeader } from "@/ui/page-header.tsx";
import { useTitle } from "@/ui/use-title.ts";
import type { BrokenChain, OperatorEvent } from "../generated/types.gen.ts";
import { operatorsQuery } from "../operators/operators.ts";
import { asked, installationAuditQuery, operatorEventsQuery } from "./operators-log.ts";

/** What operators did, and whether the logs of this installation are as they were written. */
export function OperatorsLogPage({ search }: PageProps<AuditSearch>) {
  const { t } = useLingui();
  useTitle(t`Audit log`);
  const router = useRouter();
  const events = useInfiniteQuery(operatorEventsQuery(search));
  const operators = useQuery(operatorsQuery).data ?? [];
  const taking = useMutation({
    mutationFn: () => takeOut("/api/events/file", asked(search), t`Audit log`),
    onError: (error) => toast(messageOf(error), { tone: "bad" }),
  });
  return (
    <>
      <PageHeader
        title={t`Audit log`}
        summary={<Trans>What operators did.</Trans>}
        actions={
          <Button
            busy={taking.isPending}
            icon={<Download className="size-4" aria-hidden="true" />}
            onClick={() => taking.mutate()}
          >{t`Export as CSV`}</Button>
        }
      />
      <div className="min-h-0 flex-1 overflow-y-auto bg-surface px-4 py-4 md:px-6">
        <div className="grid max-w-5xl grid-cols-1 gap-4">
          <Chains />
          <AuditFilter
            search={search}
            people={operators.map(({ id, name }) => ({ value: id, label: name }))}
            nouns={OPERATOR_NOUN_WORDS}
            onChange={(next) => router.history.replace(`/audit${writeSearch(next)}`)}
          />
          <LogList query={events} narrowed={isNarrowed(search)}>
            {(event) => <Entry key={event.id} event={event} />}
          </LogList>
        </div>
      </div>
    </>
  );
}

function Chains() {
  const audit = useQuery(installationAuditQuery).data;
  if (!audit) return null;
  return (
    <>
      <ChainStatus chain={audit.chain} />
      {audit.broken.length > 0 ? (
        <Broken broken={audit.broken} />
      ) : audit.checked > 0 ? (
        <p className="text-sm text-ink-3">
          <Plural
            value={audit.checked}
            one="The log of # tenant was checked, and is as it was written."
            other="The logs of # tenants were checked, and are as they were written."
          />
        </p>
      ) : null}
    </>
  );
}

function Broken({ broken }: { broken: readonly BrokenChain[] }) {
  const { t } = useLingui();
  return (
    <section aria-labelledby="broken" className="grid gap-1">
      <h2
        id="broken"
        className="font-semibold text-bad"
      >{t`Tenants whose log was tampered with`}</h2>
      <ul className="divide-y divide-line border-y border-line">
        {broken.map(({ tenant_id, name }) => (
          <li key={tenant_id} className="py-1.5">
            <a
              href={`/tenants/${tenant_id}`}
              className="hover:underline touch:inline-flex touch:min-h-11 touch:items-center"
            >
              <bdi>{name}</bdi>
            </a>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Entry({ event }: { event: OperatorEvent }) {
  const { t } = useLingui();
  const words = useAuditWords(OPERATOR_NOUN_WORDS);
  const noun = words.noun(event.noun);
  const action = words.action(event.action);
  return (
    <LogEntry
      at={event.at}
      who={event.operator_name ?? t`Command line`}
      what={t`${noun}: ${action}`}
      about={event.subject_name ?? undefined}
      href={
        event.noun === "tenant" && event.subject_name ? `/tenants/${event.subject_id}` : undefined
      }
      changes={[...changesOf(event), ...addressOf(event)]}
    />
  );
}

/* `{"field": [before, after]}` as a list. */
function changesOf({ changes }: OperatorEvent): LoggedChange[] {
  return Object.entries(changes as Record<string, unknown>).map(([field, pair]) => {
    const [before, after] = Array.isArray(pair) ? pair : [null, pair];
    return { field, before, after };
  });
}

function addressOf({ address }: OperatorEvent): LoggedChange[] {
  return address ? [{ field: "address", before: null, after: address }] : [];
}
