import { request } from "@/api/transport.ts";
import type { DealChange } from "./types.ts";

/** The newest change of a deal's stage, amount or date: who was faster. */
export async function latestChange(dealId: string): Promise<DealChange | undefined> {
  const page = await request<{ items: DealChange[] }>(`/api/deals/${dealId}/history?limit=1`);
  return page.items[0];
}
