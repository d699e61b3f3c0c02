import { useLingui } from "@lingui/react/macro";
import { Download, X } from "lucide-react";
import type { Attachment } from "@/api/generated/types.gen.ts";
import { bytesText } from "@/ui/format/bytes.ts";
import { MomentText, useFormats } from "@/ui/format/format-context.tsx";
import { IconButton } from "@/ui/icon-button.tsx";
import { contentHref, isShown } from "./attachments.ts";
import { FileIcon } from "./file-icon.tsx";

/** A file: its name shows it where that is safe, and saves it elsewhere. */
export function FileRow({
  file,
  who,
  onRemove,
}: {
  file: Attachment;
  who: string | undefined;
  onRemove: (() => void) | undefined;
}) {
  const { t } = useLingui();
  const formats = useFormats();
  const { name } = file;
  const way = isShown(file) ? { target: "_blank", rel: "noopener" } : { download: name };
  return (
    <li className="group flex min-h-12 items-center gap-3 border-b border-line px-2 py-1.5 hover:bg-hover">
      <FileIcon file={file} />
      <div className="min-w-0 flex-1">
        <a
          href={contentHref(file, isShown(file))}
          {...way}
          title={name}
          className="block truncate font-medium hover:underline touch:py-1"
        >
          <bdi>{name}</bdi>
        </a>
        <div className="truncate text-sm text-ink-2">
          {bytesText(formats, file.size_bytes)}
          {who ? ` · ${who}` : ""} · <MomentText value={file.created_at} />
        </div>
      </div>
      <div className="flex shrink-0">
        <a
          href={contentHref(file)}
          download={name}
          aria-label={t`Download ${name}`}
          title={t`Download ${name}`}
          className="inline-grid size-7 place-items-center rounded-m text-ink-2 hover:bg-hover hover:text-ink touch:size-11 [&_svg]:size-4"
        >
          <Download aria-hidden="true" />
        </a>
        {onRemove ? (
          <IconButton label={t`Remove ${name}`} onClick={onRemove}>
            <X aria-hidden="true" />
          </IconButton>
        ) : null}
      </div>
    </li>
  );
}
