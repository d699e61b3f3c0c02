export type {
  Board as BoardData,
  Column as DealColumn,
  Deal,
  Group as BoardGroup,
  PageDeal as DealsPage,
  Sum as StageSum,
} from "@/api/generated/types.gen.ts";
