export type {
  Board as BoardData,
  Column as BoardStage,
  Deal,
  DealChange,
  PageDeal as DealsPage,
  Sum as StageSum,
} from "@/api/generated/types.gen.ts";
