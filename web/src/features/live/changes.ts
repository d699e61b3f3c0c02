import type { QueryClient, QueryKey } from "@tanstack/react-query";
import type { ChangeNotice } from "@/api/generated/types.gen.ts";
import { companies } from "@/features/companies/companies.ts";
import { contacts } from "@/features/contacts/contacts.ts";
import { dropDeal } from "@/features/deals/board-cache.ts";
import { BOARDS } from "@/features/deals/board-query.ts";
import { changeBoards, DEAL_CHANGES, knownDeal, showDeal } from "@/features/deals/deal-cache.ts";
import { deals } from "@/features/deals/deals.ts";
import type { Deal } from "@/features/deals/types.ts";
import { leads } from "@/features/leads/leads.ts";
import {
  cachedRecord,
  putRecord,
  refreshLists,
  removeRows,
} from "@/features/records/record-cache.ts";
import { keysOf, type Resource, type Versioned } from "@/features/records/resource.ts";

/** A record as every noun has it: when it was last changed says whether one has seen a change already. */
type Dated = Versioned & { updated_at: string };
type AnyResource = Pick<Resource<Dated, object>, "noun" | "get">;

const RECORDS: Record<string, AnyResource> = {
  lead: leads,
  contact: contacts,
  company: companies,
  deal: deals,
};

/** What other nouns are kept under: asked again as a whole, for they are short. */
const WHOLE: Record<string, readonly QueryKey[]> = {
  activity: [["activities"]],
  product: [["products"]],
  pipeline: [["pipelines"], BOARDS],
  stage: [["pipelines"], BOARDS],
  tag: [["tags"]],
  team: [["teams"]],
  user: [["people"], ["invitations"]],
  view: [["views"]],
  custom_field: [["custom-fields"]],
  notification: [["notifications"]],
  import: [["imports"], ["leads"], ["contacts"], ["companies"], ["deals"], ["trash"], BOARDS],
};

/** From so many records of a noun on, all that is shown of it is asked again instead of each. */
const EACH_MAX = 20;

/** Shows what others have done, wherever it is shown. What is not on the screen is asked again when it comes there. */
export async function applyChanges(client: QueryClient, changes: ChangeNotice[]): Promise<void> {
  const byNoun = new Map<string, ChangeNotice[]>();
  for (const change of changes)
    byNoun.set(change.noun, [...(byNoun.get(change.noun) ?? []), change]);
  await Promise.all(
    [...byNoun].map(([noun, all]) => {
      const resource = RECORDS[noun];
      return resource ? applyToRecords(client, resource, all) : refreshWhole(client, noun);
    }),
  );
  // Charts are the sum of everything: they come anew with the next visit, not with each change.
  void client.invalidateQueries({ queryKey: ["reports"], refetchType: "none" });
}

/** Asks for everything again: more has happened than can be told. */
export function applyReset(client: QueryClient): void {
  void client.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] !== "session" });
}

async function applyToRecords(
  client: QueryClient,
  resource: AnyResource,
  changes: ChangeNotice[],
): Promise<void> {
  const { noun } = resource;
  const latest = new Map(changes.map((change) => [change.record_id, change]));
  const news = [...latest.values()].filter((change) => !isKnown(client, noun, change));
  if (news.length === 0) return;
  if (news.length > EACH_MAX) void client.invalidateQueries({ queryKey: [noun] });
  else await Promise.all(news.map((change) => applyToRecord(client, resource, change)));
  refreshLists(client, noun);
  if (noun === "deals" && !movesDeals(client)) void client.invalidateQueries({ queryKey: BOARDS });
}

/* One's own change comes back as news too; so does what a page has asked for in the meantime. */
function isKnown(client: QueryClient, noun: string, change: ChangeNotice): boolean {
  const record = known(client, noun, change.record_id);
  return record !== undefined && Date.parse(record.updated_at) >= Date.parse(change.at);
}

function known(client: QueryClient, noun: string, id: string): Dated | undefined {
  if (noun === "deals") return knownDeal(client, id);
  return cachedRecord<Dated>(client, noun, id)?.record;
}

async function applyToRecord(
  client: QueryClient,
  resource: AnyResource,
  { record_id: id, action }: ChangeNotice,
): Promise<void> {
  const { noun } = resource;
  const own = noun === "deals" ? ["deals", id] : keysOf(noun).record(id);
  const askAgain = () => void client.invalidateQueries({ queryKey: own });
  // What hangs on it. The record itself is asked for once, below, for its page and its rows together.
  void client.invalidateQueries({
    predicate: ({ queryKey: [of, part, which] }) =>
      of === noun && which === id && part !== "record",
  });
  if (action === "trash" || action === "removed") {
    removeRows(client, noun, id);
    changeBoards(client, (board) => dropDeal(board, id));
    return askAgain();
  }
  if (!known(client, noun, id)) return askAgain();
  const record = await resource.get(id, new AbortController().signal).catch(() => undefined);
  if (!record) return askAgain();
  if ((known(client, noun, id)?.version ?? 0) > record.version) return;
  if (noun === "deals") showDeal(client, record as unknown as Deal);
  else putRecord(client, noun, record);
}

/* While one's own move is under way its answer settles the board. */
function movesDeals(client: QueryClient): boolean {
  return (
    client.isMutating({ predicate: ({ options }) => options.scope?.id === DEAL_CHANGES.id }) > 0
  );
}

function refreshWhole(client: QueryClient, noun: string): void {
  for (const queryKey of WHOLE[noun] ?? []) void client.invalidateQueries({ queryKey });
  if (noun === "activity")
    void client.invalidateQueries({ predicate: ({ queryKey }) => queryKey[1] === "activities" });
}
