/** A stage of a pipeline. */
export interface Stage {
  id: string;
  pipeline_id: string;
  name: string;
  kind: string;
  probability: number;
  forecast_category: string;
  stale_after_days?: number | null;
  required_fields: string[];
  position: number;
  version: number;
}

/** A pipeline with its stages, in order. */
export interface Pipeline {
  id: string;
  name: string;
  position: number;
  stages: Stage[];
  version: number;
}
