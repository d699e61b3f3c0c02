import { t } from "@lingui/core/macro";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { ProblemError } from "@/api/problem.ts";
import { request } from "@/api/transport.ts";
import { weighted } from "./board-cache.ts";
import { DEAL_CHANGES, holdDeals, knownDeal, refreshWhenQuiet, showDeal } from "./deal-cache.ts";
import { errorText } from "./errors.ts";
import type { Deal } from "./types.ts";

/** What can be changed of a deal in place. The stage changes by a move. */
export type DealPatch = Partial<
  Pick<
    Deal,
    | "name"
    | "amount"
    | "currency"
    | "expected_close_date"
    | "company_id"
    | "contact_id"
    | "product_id"
    | "source"
    | "description"
    | "owner_id"
    | "lost_reason"
  >
>;

/** A change, and the names that go with the ids of it until the server has written them itself. */
export interface DealUpdate {
  patch: DealPatch;
  shown?: Partial<Pick<Deal, "company_name" | "contact_name" | "product_name">>;
}

/**
 * Changes fields of a deal: at once on the screen, in one line with the moves, and only on the version
 * that was seen. Rejects with a sentence for the line under the field.
 */
export function useUpdateDeal(dealId: string): (update: DealUpdate) => Promise<unknown> {
  const client = useQueryClient();
  const mutation = useMutation<Deal, Error, DealUpdate, Deal | undefined>({
    scope: DEAL_CHANGES,
    onMutate: async ({ patch, shown }) => {
      await holdDeals(client, dealId);
      const before = knownDeal(client, dealId);
      if (before) {
        const after = { ...before, ...patch, ...shown };
        showDeal(client, {
          ...after,
          weighted_amount: weighted(after.amount, after.probability),
        });
      }
      return before;
    },
    mutationFn: ({ patch }) =>
      request<Deal>(`/api/deals/${dealId}`, {
        method: "PATCH",
        ifMatch: knownDeal(client, dealId)?.version ?? 0,
        body: patch,
      }),
    onSuccess: (deal) => showDeal(client, deal),
    onError: (error, { patch, shown }, before) => {
      const current = currentOf(error);
      const now = knownDeal(client, dealId);
      if (current) showDeal(client, current);
      else if (before && now) {
        // Only what this change had touched goes back: others may be on their way.
        const touched = Object.keys({ ...patch, ...shown }) as (keyof Deal)[];
        const old = Object.fromEntries(touched.map((field) => [field, before[field]]));
        const deal: Deal = { ...now, ...old };
        showDeal(client, { ...deal, weighted_amount: weighted(deal.amount, deal.probability) });
      }
    },
    onSettled: () => refreshWhenQuiet(client, dealId),
  });
  return (update) =>
    mutation.mutateAsync(update).catch((error: unknown) => {
      throw new Error(
        currentOf(error)
          ? t`Somebody changed this deal a moment ago. You see it as it is now.`
          : errorText(error),
      );
    });
}

function currentOf(error: unknown): Deal | undefined {
  return error instanceof ProblemError && error.status === 409 && error.current
    ? (error.current as Deal)
    : undefined;
}
