import type { Stage } from "@/features/pipelines/types.ts";

/** A deal. */
export interface Deal {
  id: string;
  name: string;
  pipeline_id: string;
  stage_id: string;
  state: string;
  amount?: number | null;
  currency: string;
  probability: number;
  weighted_amount?: number | null;
  expected_close_date?: string | null;
  closed_at?: string | null;
  lost_reason?: string | null;
  company_id?: string | null;
  company_name?: string | null;
  contact_id?: string | null;
  contact_name?: string | null;
  product_id?: string | null;
  product_name?: string | null;
  source?: string | null;
  description?: string | null;
  rank: string;
  stage_entered_at: string;
  owner_id?: string | null;
  created_at: string;
  updated_at: string;
  trashed_at?: string | null;
  version: number;
}

/** What the deals of a column add up to in one currency. */
export interface StageSum {
  currency: string;
  amount: number;
  weighted: number;
}

/** A page of a column. */
export interface DealsPage {
  items: Deal[];
  next?: string | null;
}

/** A column of the board. */
export interface BoardStage {
  stage: Stage;
  count: number;
  capped?: boolean;
  sums: StageSum[];
  deals: DealsPage;
}

/** A pipeline's board. */
export interface BoardData {
  stages: BoardStage[];
}
