import {
  File,
  FileArchive,
  FileImage,
  FileMusic,
  FileSpreadsheet,
  FileText,
  FileVideo,
  Presentation,
} from "lucide-react";
import type { ReactNode } from "react";
import type { Attachment } from "@/api/generated/types.gen.ts";
import { thumbnailHref } from "./attachments.ts";

const ICONS: [RegExp, ReactNode][] = [
  [/^image\//, <FileImage key="image" />],
  [/^video\//, <FileVideo key="video" />],
  [/^audio\//, <FileMusic key="audio" />],
  [/csv|spreadsheet|excel/, <FileSpreadsheet key="sheet" />],
  [/presentation|powerpoint/, <Presentation key="slides" />],
  [/zip|compressed|x-tar|x-7z/, <FileArchive key="archive" />],
  [/^text\/|pdf|word|document/, <FileText key="text" />],
];

/** What a file is, at a glance: the picture itself, or a sign of its kind. Its name stands beside it. */
export function FileIcon({ file }: { file: Attachment }) {
  const thumbnail = thumbnailHref(file);
  return (
    <span
      aria-hidden="true"
      className="grid size-9 shrink-0 place-items-center overflow-hidden rounded-m border border-line bg-paper text-ink-2 [&_svg]:size-4.5"
    >
      {thumbnail ? (
        <img
          src={thumbnail}
          alt=""
          loading="lazy"
          decoding="async"
          className="size-full object-cover"
        />
      ) : (
        (ICONS.find(([kind]) => kind.test(file.media_type))?.[1] ?? <File />)
      )}
    </span>
  );
}
