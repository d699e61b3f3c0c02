import { useLingui } from "@lingui/react/macro";
import { type InfiniteData, useMutation, useQueryClient } from "@tanstack/react-query";
import { restoreAttachment, trashAttachment } from "@/api/generated/sdk.gen.ts";
import type { Attachment } from "@/api/generated/types.gen.ts";
import { messageOf } from "@/features/records/message-of.ts";
import type { PageOf } from "@/features/records/resource.ts";
import type { About } from "@/features/timeline/activities.ts";
import { toast } from "@/ui/overlay/toast.tsx";
import { attachmentsKey, refreshAttachments } from "./attachments.ts";

type Files = InfiniteData<PageOf<Attachment>>;

/** Removes a file from its record: gone at once, eight seconds to take it back. */
export function useRemove(about: About): (file: Attachment) => void {
  const { t } = useLingui();
  const client = useQueryClient();
  const queryKey = attachmentsKey(about);
  const failed = (error: unknown) => toast(messageOf(error), { tone: "bad" });
  const renew = () => refreshAttachments(client, about);
  const { mutate } = useMutation({
    mutationFn: ({ id }: Attachment) => trashAttachment({ path: { id }, throwOnError: true }),
    onMutate: async ({ id }) => {
      await client.cancelQueries({ queryKey });
      client.setQueryData<Files>(queryKey, (files) => files && without(files, id));
    },
    onSuccess: (_answer, { id, name }) => {
      const restore = () => restoreAttachment({ path: { id }, throwOnError: true });
      toast(t`Removed ${name}`, { onUndo: () => void restore().catch(failed).then(renew) });
    },
    onError: failed,
    onSettled: renew,
  });
  return mutate;
}

function without(files: Files, id: string): Files {
  const pages = files.pages.map((page) => ({
    ...page,
    items: page.items.filter((file) => file.id !== id),
  }));
  return { ...files, pages };
}
