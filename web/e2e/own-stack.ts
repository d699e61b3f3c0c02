import { inject } from "vitest";
import type { Stack } from "./stack.ts";

/** The stack of this file: no other file runs on it meanwhile. */
export function ownStack(): Stack {
  const stack = inject("stacks")[Number(process.env.VITEST_POOL_ID) - 1];
  if (!stack) throw new Error("More files run at a time than there are stacks.");
  return stack;
}
