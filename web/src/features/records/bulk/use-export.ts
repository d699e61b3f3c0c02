import { useLingui } from "@lingui/react/macro";
import { cancelExport, createExport } from "@/api/generated/sdk.gen.ts";
import type { Export, ExportDraft } from "@/api/generated/types.gen.ts";
import { toast } from "@/ui/overlay/toast.tsx";
import { messageOf } from "../message-of.ts";
import { watchExport } from "./running.ts";

/* A file that was quick is handed over at once; by one that took longer nobody is interrupted. */
const AT_ONCE_MS = 5_000;
const LINK_MS = 15 * 60_000;

/** Takes a list out as a file: shows how far it is, and hands it over when it is there. */
export function useExport(noun: string, counted: (count: number) => string) {
  const { t } = useLingui();

  function failed(problem: string, draft: ExportDraft): void {
    toast(t`The file could not be made`, {
      detail: problem,
      tone: "bad",
      onUndo: () => void start(draft),
      undoLabel: t`Try again`,
    });
  }

  function ready(made: Export, began: number): void {
    const rows = counted(made.rows);
    if (Date.now() - began < AT_ONCE_MS) {
      download(made);
      toast(t`Exported ${rows}`, { detail: made.file_name });
      return;
    }
    toast(t`The file with ${rows} is ready`, {
      detail: t`It can be fetched once, within 15 minutes.`,
      onUndo: () => download(made),
      undoLabel: t`Download`,
      stays: LINK_MS,
    });
  }

  async function start(draft: ExportDraft): Promise<void> {
    const began = Date.now();
    try {
      const { data } = await createExport({ body: draft, throwOnError: true });
      const cancel = () => void cancelExport({ path: { id: data.id } });
      const made = await watchExport(data, noun, t`Exporting`, cancel);
      if (made.state === "done") ready(made, began);
      else if (made.state === "failed") failed(made.problem ?? "", draft);
    } catch (error) {
      failed(messageOf(error), draft);
    }
  }

  return start;
}

/* The browser's own download: nothing of the file passes through the page. */
function download({ id, file_name }: Export): void {
  const link = document.createElement("a");
  link.href = `/api/exports/${id}/file`;
  link.download = file_name;
  link.click();
}
