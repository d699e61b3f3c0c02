import { t } from "@lingui/core/macro";
import {
  type QueryClient,
  type QueryKey,
  useMutation,
  useQueryClient,
} from "@tanstack/react-query";
import { ProblemError } from "@/api/problem.ts";
import { messageOf } from "@/features/records/message-of.ts";
import { toast } from "@/ui/overlay/toast.tsx";
import { whoChanged } from "./who-changed.ts";

/** Settings that are kept as one list in the cache, and what is made of them. */
export interface SettingList {
  queryKey: QueryKey;
  /** Asks again for them, and for whatever is shown by them. */
  refresh: (client: QueryClient) => Promise<unknown>;
}

/** A change of settings: how it is sent, and how they look meanwhile. */
export interface SettingChange<Item, Given, Answer> {
  send: (given: Given, client: QueryClient) => Promise<Answer>;
  foresee?: (all: readonly Item[], given: Given) => Item[];
  onDone?: (answer: Answer, given: Given, client: QueryClient) => void;
  /** Which record it is about, for whoever was slower. Missing: errors are said by whoever calls. */
  about?: (given: Given) => { id: string; name: string };
}

/** Changes settings: shown at once, sent one after the other; what is refused is taken back, and said why. */
export function useSettingChange<Item, Given, Answer>(
  { queryKey, refresh }: SettingList,
  change: SettingChange<Item, Given, Answer>,
) {
  const client = useQueryClient();
  const scope = { id: queryKey.join() };
  return useMutation({
    scope,
    mutationFn: (given: Given) => change.send(given, client),
    onMutate: async (given) => {
      await client.cancelQueries({ queryKey });
      const before = client.getQueryData<Item[]>(queryKey);
      if (before && change.foresee) client.setQueryData(queryKey, change.foresee(before, given));
      return before;
    },
    onSuccess: (answer, given) => change.onDone?.(answer, given, client),
    onError: (error, given, before) => {
      if (before) client.setQueryData(queryKey, before);
      const about = change.about?.(given);
      if (about) void sayWhy(error, about);
    },
    onSettled: () => (isLast(client, scope.id) ? refresh(client) : undefined),
  });
}

/* What is asked for between two changes would show the second one undone. */
const isLast = (client: QueryClient, id: string) =>
  client.isMutating({ predicate: ({ options }) => options.scope?.id === id }) === 1;

async function sayWhy(error: Error, { id, name }: { id: string; name: string }): Promise<void> {
  if (!isConflict(error)) return void toast(messageOf(error), { tone: "bad" });
  toast(await whoChanged(id, name), {
    tone: "bad",
    detail: t`You see it as it is now. Change it again if you still want to.`,
  });
}

/** Whether somebody else was faster. */
export function isConflict(error: unknown): error is ProblemError {
  return error instanceof ProblemError && error.code === "version_conflict";
}
