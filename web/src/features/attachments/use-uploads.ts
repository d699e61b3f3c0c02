import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useSyncExternalStore } from "react";
import { useSession } from "@/features/session/session-context.tsx";
import type { About } from "@/features/timeline/activities.ts";
import { useFormats } from "@/ui/format/format-context.tsx";
import { sendTo } from "./attachments.ts";
import { createUploadQueue, type UploadQueue } from "./upload-queue.ts";

/* An upload goes on when one leaves the record, and is still there when one comes back. */
const queues = new Map<string, UploadQueue>();

/** What is being put on a record. Whoever closes the window meanwhile is asked. */
export function useUploads(
  about: About,
): UploadQueue & { sending: ReturnType<UploadQueue["list"]> } {
  const client = useQueryClient();
  const formats = useFormats();
  const { user, file_bytes_max } = useSession();
  const key = `${user.id} ${about.noun} ${about.id}`;
  let queue = queues.get(key);
  if (!queue) {
    queue = createUploadQueue(sendTo(about, file_bytes_max, formats, client));
    queues.set(key, queue);
  }
  const sending = useSyncExternalStore(queue.subscribe, queue.list);
  const busy = sending.some(({ state }) => state !== "failed");
  useEffect(() => {
    if (!busy) return;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener("beforeunload", ask);
    return () => window.removeEventListener("beforeunload", ask);
  }, [busy]);
  return { ...queue, sending };
}
