import type { QueryClient } from "@tanstack/react-query";
import { followChanges } from "./change-stream.ts";
import { applyChanges, applyReset } from "./changes.ts";

/** Keeps everything that is shown up with what others do. Returns how to stop. */
export function live(client: QueryClient): () => void {
  return followChanges((news) => {
    if (news === "reset") applyReset(client);
    else void applyChanges(client, news.changes);
  });
}
