import { useLingui } from "@lingui/react/macro";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { Conversion, Lead } from "@/api/generated/types.gen.ts";
import { messageOf } from "@/features/records/message-of.ts";
import { toast } from "@/ui/overlay/toast.tsx";
import { convert, showConverted, unconvert } from "./conversion.ts";

/** Converts a lead and says so, with eight seconds to take it back. */
export function useConvert(onConverted: (lead: Lead) => void) {
  const { t } = useLingui();
  const client = useQueryClient();
  const undo = useUnconvert();
  return useMutation({
    mutationFn: ({ lead, conversion }: { lead: Lead; conversion: Conversion }) =>
      convert(lead, conversion),
    onSuccess: (lead) => {
      showConverted(client, lead);
      toast(t`Converted ${lead.name}`, { onUndo: () => void undo(lead) });
      onConverted(lead);
    },
  });
}

/** Takes a conversion back, or says why that is not possible any more. */
export function useUnconvert(): (lead: Lead) => Promise<void> {
  const { t } = useLingui();
  const client = useQueryClient();
  return async (lead) => {
    try {
      const before = await unconvert(lead);
      showConverted(client, before);
      toast(t`${before.name} is a lead again`);
    } catch (error) {
      toast(messageOf(error), { tone: "bad" });
    }
  };
}
