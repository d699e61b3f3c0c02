import { request } from "@/api/transport.ts";

/** One change of a deal's stage, amount or expected close date. */
export interface DealChange {
  id: string;
  at: string;
  actor_id: string;
  actor_name?: string | null;
  from_stage_id?: string | null;
  from_stage_name?: string | null;
  to_stage_id: string;
  to_stage_name: string;
  from_amount?: number | null;
  to_amount?: number | null;
  currency: string;
  from_expected_close_date?: string | null;
  to_expected_close_date?: string | null;
}

/** The newest change of a deal. */
export async function latestChange(dealId: string): Promise<DealChange | undefined> {
  const page = await request<{ items: DealChange[] }>(`/api/deals/${dealId}/history?limit=1`);
  return page.items[0];
}
