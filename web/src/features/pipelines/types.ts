export type { Pipeline, Stage } from "@/api/generated/types.gen.ts";
