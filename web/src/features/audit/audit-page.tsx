import { useLingui } from "@lingui/react/macro";
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Download } from "lucide-react";
import { useState } from "react";
import type { AuditEvent, ChainState } from "@/api/generated/types.gen.ts";
import { usePeople } from "@/features/people/people.ts";
import { messageOf } from "@/features/records/message-of.ts";
import { SettingsGate, SettingsPage } from "@/features/settings/settings-page.tsx";
import { compareText } from "@/i18n/i18n.ts";
import { useRouter } from "@/router/router-context.tsx";
import type { PageProps } from "@/router/routes.ts";
import { writeSearch } from "@/router/search.ts";
import { Button } from "@/ui/button.tsx";
import { useFormats } from "@/ui/format/format-context.tsx";
import { toast } from "@/ui/overlay/toast.tsx";
import { auditEventsQuery, chainQuery, checkChain, takeOut } from "./audit.ts";
import { AuditFilter } from "./audit-filter.tsx";
import { type AuditSearch, auditFilter, isNarrowed } from "./audit-search.ts";
import { NOUN_WORDS, useAuditWords } from "./audit-words.ts";
import { ChainStatus } from "./chain-status.tsx";
import { LogEntry } from "./log-entry.tsx";
import { LogList } from "./log-list.tsx";

/** What happened in the workspace, and whether the log of it is as it was written: the administrators' page. */
export function AuditPage({ search }: PageProps<AuditSearch>) {
  return (
    <SettingsGate place="audit-log">
      <Audit search={search} />
    </SettingsGate>
  );
}

function Audit({ search }: { search: AuditSearch }) {
  const { t } = useLingui();
  const router = useRouter();
  const { timeZone } = useFormats();
  const filter = auditFilter(search, timeZone);
  const events = useInfiniteQuery(auditEventsQuery(filter));
  const people = usePeople()
    .people.map(({ id, name }) => ({ value: id, label: name }))
    .sort((a, b) => compareText(a.label, b.label));
  const taking = useMutation({
    mutationFn: () => takeOut("/api/audit/file", { filter }, t`Audit log`),
    onError: (error) => toast(messageOf(error), { tone: "bad" }),
  });
  return (
    <SettingsPage
      place="audit-log"
      actions={
        <Button
          busy={taking.isPending}
          icon={<Download className="size-4" aria-hidden="true" />}
          onClick={() => taking.mutate()}
        >{t`Export as CSV`}</Button>
      }
    >
      <div className="grid grid-cols-1 gap-4">
        <Chain />
        <AuditFilter
          search={search}
          people={people}
          nouns={NOUN_WORDS}
          onChange={(next) => router.history.replace(`/settings/audit-log${writeSearch(next)}`)}
        />
        <LogList query={events} narrowed={isNarrowed(search)}>
          {(event) => <Entry key={event.id} event={event} />}
        </LogList>
      </div>
    </SettingsPage>
  );
}

/* Whether a chain is still as it was when a check was asked for. */
function isOld(chain: ChainState | undefined, since: string | null | undefined): boolean {
  return since !== undefined && (chain?.checked_at ?? null) === since;
}

/* A check runs in the worker: it is over when it is dated anew. */
function Chain() {
  const { t } = useLingui();
  const client = useQueryClient();
  const [waitsBehind, setWaitsBehind] = useState<string | null>();
  const chain = useQuery({
    ...chainQuery,
    refetchInterval: ({ state }) => (isOld(state.data, waitsBehind) ? 1_000 : 20_000),
  }).data;
  const asking = useMutation({
    mutationFn: checkChain,
    onSuccess: () => {
      setWaitsBehind(chain?.checked_at ?? null);
      void client.invalidateQueries({ queryKey: ["audit"] });
    },
    onError: (error) => toast(messageOf(error), { tone: "bad" }),
  });
  if (!chain) return null;
  return (
    <ChainStatus
      chain={chain}
      action={
        <Button
          size="sm"
          busy={asking.isPending || isOld(chain, waitsBehind)}
          onClick={() => asking.mutate()}
        >
          {t`Check now`}
        </Button>
      }
    />
  );
}

/* Where the records of a noun are. */
const PLACES: Record<string, string> = {
  lead: "leads",
  contact: "contacts",
  company: "companies",
  deal: "deals",
};

function Entry({ event }: { event: AuditEvent }) {
  const { t } = useLingui();
  const words = useAuditWords();
  const place = PLACES[event.noun];
  const noun = words.noun(event.noun);
  const action = words.action(event.action);
  return (
    <LogEntry
      at={event.at}
      who={event.actor_name ?? "Kontaly"}
      what={t`${noun}: ${action}`}
      about={nameIn(event)}
      href={place ? `/${place}/${event.record_id}` : undefined}
      changes={event.changes}
    />
  );
}

/* An event holds the name where that was part of the change. */
const NAMING = ["name", "subject", "operation"];

function nameIn({ changes }: AuditEvent): string | undefined {
  const change = changes.find(({ field }) => NAMING.includes(field));
  const name: unknown = change?.after ?? change?.before;
  return typeof name === "string" ? name : undefined;
}
