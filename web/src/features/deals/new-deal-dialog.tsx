import type { Pipeline } from "@/features/pipelines/types.ts";
import type { Deal } from "./types.ts";
export function NewDealDialog(_: {
  pipeline: Pipeline;
  onClose: () => void;
  onMade: (deal: Deal) => void;
}) {
  return null;
}
