import { Trans, useLingui } from "@lingui/react/macro";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Paperclip } from "lucide-react";
import { type RefObject, useEffect, useRef } from "react";
import { usePeople } from "@/features/people/people.ts";
import { messageOf } from "@/features/records/message-of.ts";
import { ShowMore } from "@/features/records/show-more.tsx";
import { useCan } from "@/features/session/session-context.tsx";
import type { About } from "@/features/timeline/activities.ts";
import { Button } from "@/ui/button.tsx";
import { cx } from "@/ui/cx.ts";
import { SkeletonLines } from "@/ui/feedback/skeleton.tsx";
import { useFileDrop } from "@/ui/forms/use-file-drop.ts";
import { RecordSection } from "@/ui/record/record-layout.tsx";
import { useShortcuts } from "@/ui/shortcuts.ts";
import { attachmentsQuery } from "./attachments.ts";
import { FileRow } from "./file-row.tsx";
import { SendingRow } from "./sending-row.tsx";
import { usePaste } from "./use-paste.ts";
import { useRemove } from "./use-remove.ts";
import { useUploads } from "./use-uploads.ts";

/** The files of a record, and the place to drop more. */
export function FilesSection({ about, mayChange }: { about: About; mayChange: boolean }) {
  const { t } = useLingui();
  const uploads = useUploads(about);
  const mayAdd = useCan("attachments.create") && mayChange;
  const input = useRef<HTMLInputElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const { over, handlers } = useFileDrop(!mayAdd, uploads.add);
  const choose = () => input.current?.click();
  usePaste(mayAdd, uploads.add);
  useNothingOpens();
  useShortcuts(
    mayAdd ? [{ keys: "p", label: t`Attach files`, group: t`On this page`, run: choose }] : [],
  );
  return (
    <div
      {...handlers}
      className={cx(
        "relative rounded-l",
        over && "bg-mark-soft outline-2 outline-mark outline-dashed outline-offset-4",
      )}
    >
      <RecordSection
        title={t`Files`}
        action={
          mayAdd ? (
            <Button
              ref={button}
              size="sm"
              variant="ghost"
              icon={<Paperclip aria-hidden="true" className="size-3.5" />}
              aria-keyshortcuts="p"
              onClick={choose}
            >
              {t`Attach files`}
            </Button>
          ) : null
        }
      >
        <input
          ref={input}
          type="file"
          multiple
          tabIndex={-1}
          aria-label={t`Files to attach`}
          className="sr-only"
          onChange={(event) => {
            uploads.add([...(event.currentTarget.files ?? [])]);
            event.currentTarget.value = "";
          }}
        />
        <Files
          about={about}
          uploads={uploads}
          mayChange={mayChange}
          mayAdd={mayAdd}
          button={button}
        />
      </RecordSection>
    </div>
  );
}

function Files({
  about,
  uploads,
  mayChange,
  mayAdd,
  button,
}: {
  about: About;
  uploads: ReturnType<typeof useUploads>;
  mayChange: boolean;
  mayAdd: boolean;
  button: RefObject<HTMLButtonElement | null>;
}) {
  const { t } = useLingui();
  const query = useInfiniteQuery(attachmentsQuery(about));
  const { nameOf } = usePeople();
  const mayRemove = useCan("attachments.delete") && mayChange;
  const remove = useRemove(about);
  const files = query.data?.pages.flatMap(({ items }) => items) ?? [];
  const { sending } = uploads;
  if (query.isPending && sending.length === 0)
    return <SkeletonLines count={2} label={t`Loading the files`} />;
  return (
    <>
      {query.error ? <p className="text-ink-2">{messageOf(query.error)}</p> : null}
      {query.data && files.length + sending.length === 0 ? <Nothing mayAdd={mayAdd} /> : null}
      <p role="status" className="sr-only">
        {sending.length > 0 ? t`Files on their way: ${sending.length}` : ""}
      </p>
      {files.length + sending.length > 0 ? (
        <ul aria-label={t`Files`} className="-mx-2 border-t border-line">
          {sending.map((one) => (
            <SendingRow
              key={one.key}
              sending={one}
              onRetry={() => uploads.retry(one.key)}
              onRemove={() => uploads.remove(one.key)}
            />
          ))}
          {files.map((file) => (
            <FileRow
              key={file.id}
              file={file}
              who={nameOf(file.uploaded_by)}
              onRemove={
                mayRemove
                  ? () => {
                      remove(file);
                      button.current?.focus();
                    }
                  : undefined
              }
            />
          ))}
        </ul>
      ) : null}
      <ShowMore query={query} />
    </>
  );
}

function Nothing({ mayAdd }: { mayAdd: boolean }) {
  if (!mayAdd)
    return (
      <p className="py-1 text-ink-3">
        <Trans>No files yet.</Trans>
      </p>
    );
  return (
    <p className="rounded-m border border-dashed border-line-strong px-3 py-3 text-sm text-ink-2">
      <Trans>Drop offers, contracts or pictures here, or paste a picture.</Trans>
    </p>
  );
}

/* A file that is dropped beside the place for it would be opened in place of the page. */
function useNothingOpens(): void {
  useEffect(() => {
    const refuse = (event: DragEvent) => {
      if (event.defaultPrevented || !event.dataTransfer?.types.includes("Files")) return;
      event.preventDefault();
      event.dataTransfer.dropEffect = "none";
    };
    window.addEventListener("dragover", refuse);
    window.addEventListener("drop", refuse);
    return () => {
      window.removeEventListener("dragover", refuse);
      window.removeEventListener("drop", refuse);
    };
  }, []);
}
