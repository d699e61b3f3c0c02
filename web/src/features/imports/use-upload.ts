import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRef, useState } from "react";
import type { NounName } from "./import-nouns.ts";
import { importHref } from "./import-steps.ts";
import { putImport, uploadFile } from "./imports.ts";

/** A file on its way to the server. */
export interface Upload {
  /** Bytes that have left; all of them when the server is reading. */
  sent: number;
  busy: boolean;
  error: Error | null;
  start: (file: File, noun: NounName) => void;
  stop: () => void;
  /** Forgets an error that is about another file. */
  reset: () => void;
}

/** Sends a file and goes to its import. What fails can be sent again: nothing was kept of it. */
export function useUpload(go: (href: string) => void): Upload {
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
    onSuccess: (detail) => {
      putImport(client, detail);
      go(importHref(detail.id));
    },
  });
  const stopped = upload.error instanceof DOMException && upload.error.name === "AbortError";
  return {
    sent,
    busy: upload.isPending,
    error: stopped ? null : upload.error,
    start: (file, noun) => upload.mutate({ file, noun }),
    stop: () => stopper.current?.abort(),
    reset: upload.reset,
  };
}
