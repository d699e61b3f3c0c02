import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRef, useState } from "react";
import type { NounName } from "./import-nouns.ts";
import { putImport, uploadFile } from "./imports.ts";

/** A file on its way to the server. */
export interface Upload {
  /** Bytes that have left; all of them when the server is reading. */
  sent: number;
  busy: boolean;
  error: Error | null;
  /** The import that was made of it. */
  importId: string | undefined;
  start: (file: File, noun: NounName, onDone: () => void) => void;
  stop: () => void;
  /** Forgets what became of another file. */
  reset: () => void;
}

/** Sends a file. What fails can be sent again: nothing was kept of it. */
export function useUpload(): Upload {
  const client = useQueryClient();
  const [sent, setSent] = useState(0);
  const stopper = useRef<AbortController | null>(null);
  const upload = useMutation({
    mutationFn: ({ file, noun }: { file: File; noun: NounName }) => {
      const stop = new AbortController();
      stopper.current = stop;
      setSent(0);
      return uploadFile(file, noun, { onProgress: setSent, signal: stop.signal });
    },
    onSuccess: (detail) => putImport(client, detail),
  });
  const stopped = upload.error instanceof DOMException && upload.error.name === "AbortError";
  return {
    sent,
    busy: upload.isPending,
    error: stopped ? null : upload.error,
    importId: upload.data?.id,
    start: (file, noun, onDone) => upload.mutate({ file, noun }, { onSuccess: onDone }),
    stop: () => stopper.current?.abort(),
    reset: upload.reset,
  };
}
