import { t } from "@lingui/core/macro";
import { infiniteQueryOptions, type QueryClient } from "@tanstack/react-query";
import { listAttachmentsOfRecord } from "@/api/generated/sdk.gen.ts";
import type { Attachment } from "@/api/generated/types.gen.ts";
import { ProblemError } from "@/api/problem.ts";
import { upload } from "@/api/upload.ts";
import { keysOf } from "@/features/records/resource.ts";
import type { About } from "@/features/timeline/activities.ts";
import { bytesText } from "@/ui/format/bytes.ts";
import type { Formats } from "@/ui/format/formats.ts";
import type { Send } from "./upload-queue.ts";

/** How many files come at a time. */
const PAGE_ROWS = 20;
/** Larger pictures are not loaded for the sake of a thumbnail. */
const THUMBNAIL_BYTES_MAX = 4_000_000;

/** Where the files of a record are kept. */
export const attachmentsKey = ({ noun, id }: About) => [noun, "attachments", id] as const;

/** The files of a record, the newest first. */
export function attachmentsQuery(about: About) {
  return infiniteQueryOptions({
    queryKey: attachmentsKey(about),
    staleTime: 15_000,
    queryFn: async ({ pageParam, signal }) => {
      const query = { cursor: pageParam, limit: PAGE_ROWS };
      return (await listAttachmentsOfRecord({ path: about, query, signal, throwOnError: true }))
        .data;
    },
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.next ?? undefined,
  });
}

/** After the files of a record have changed: its list and its timeline ask again. */
export function refreshAttachments(client: QueryClient, about: About): Promise<unknown> {
  void client.invalidateQueries({ queryKey: keysOf(about.noun).events(about.id) });
  return client.invalidateQueries({ queryKey: attachmentsKey(about) });
}

/** Where a file's bytes are. */
export function contentHref({ id }: Pick<Attachment, "id">, inline = false): string {
  return `/api/attachments/${id}/content${inline ? "?inline=true" : ""}`;
}

/** Whether the browser shows a file rather than saving it. The server decides; this only says what the link does. */
export function isShown({ media_type }: Pick<Attachment, "media_type">): boolean {
  return isPicture({ media_type }) || media_type === "application/pdf";
}

function isPicture({ media_type }: Pick<Attachment, "media_type">): boolean {
  return /^image\/(png|jpeg|gif|webp|avif)$/.test(media_type);
}

/** The small picture of a file that is one; null for any other. */
export function thumbnailHref(file: Attachment): string | null {
  return isPicture(file) && file.size_bytes <= THUMBNAIL_BYTES_MAX ? contentHref(file, true) : null;
}

/** How a file is sent to a record. What the server would refuse anyway is refused before it travels. */
export function sendTo(
  about: About,
  bytesMax: number,
  formats: Formats,
  client: QueryClient,
): Send {
  return async (file, options) => {
    const max = bytesText(formats, bytesMax);
    if (file.size > bytesMax)
      throw refused(413, "file_too_large", t`A file has at most ${max} here.`);
    if (file.size === 0)
      throw refused(422, "empty_file", t`This is empty, or a folder. Drop the files in it.`);
    const query = new URLSearchParams({ name: file.name });
    const path = `/api/${about.noun}/${about.id}/attachments?${query}`;
    await upload<Attachment>(path, file, {
      ...options,
      type: file.type || "application/octet-stream",
    });
    await refreshAttachments(client, about);
  };
}

function refused(status: number, code: string, detail: string): ProblemError {
  return new ProblemError({ status, code, detail });
}

/** Whether sending the same file again may succeed: not when it was refused for what it is. */
export function mayRetry(error: unknown): boolean {
  return !(error instanceof ProblemError) || ![403, 404, 413, 422].includes(error.status);
}
