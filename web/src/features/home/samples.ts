import { t } from "@lingui/core/macro";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { SamplesChanged } from "@/api/generated/types.gen.ts";
import { request } from "@/api/transport.ts";
import { messageOf } from "@/features/records/message-of.ts";
import { toast } from "@/ui/overlay/toast.tsx";

const change = (method: "PUT" | "DELETE") => request<SamplesChanged>("/api/samples", { method });

/** Puts the sample records in. */
export const putSamples = () => change("PUT");

/** Puts the sample records in at the press of a button. */
export function usePutSamples() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: putSamples,
    onSuccess: async () => {
      await client.invalidateQueries();
      toast(t`The sample records are there`);
    },
    onError: (error) => toast(messageOf(error), { tone: "bad" }),
  });
}

/** Takes them out, and offers to take that back. */
export function useTrashSamples() {
  const client = useQueryClient();
  const back = usePutSamples();
  return useMutation({
    mutationFn: () => change("DELETE"),
    onSuccess: async () => {
      await client.invalidateQueries();
      toast(t`The sample records are in the trash`, { onUndo: () => back.mutate() });
    },
    onError: (error) => toast(messageOf(error), { tone: "bad" }),
  });
}
