import { useLingui } from "@lingui/react/macro";
import { useState } from "react";
import type { FileFormat } from "@/api/generated/types.gen.ts";
import { Button } from "@/ui/button.tsx";
import { Radios } from "@/ui/forms/radios.tsx";
import { Dialog } from "@/ui/overlay/dialog.tsx";
import { exportDraft } from "./export-draft.ts";
import type { BulkNoun, BulkScope } from "./types.ts";
import { useExport } from "./use-export.ts";

/** What is taken out, and how the list shows it. */
export interface ExportDialogProps {
  noun: string;
  bulk: BulkNoun;
  scope: BulkScope;
  /** How many records that are, where it is known. */
  rows: number | undefined;
  sort: string;
  /** The columns that the list shows now, in their order. */
  shown: readonly string[];
  onClose: () => void;
}

/** Asks for the kind of file and its columns, and has it made. */
export function ExportDialog(props: ExportDialogProps) {
  const { bulk, rows, onClose } = props;
  const { t } = useLingui();
  const start = useExport(props.noun, bulk.counted);
  const [format, setFormat] = useState<FileFormat>("xlsx");
  const [columns, setColumns] = useState<"shown" | "all">("all");
  const counted = bulk.counted(rows ?? 0);
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={rows === undefined ? t`Export the list` : t`Export ${counted}`}
      footer={
        <>
          <Button onClick={onClose}>{t`Cancel`}</Button>
          <Button
            variant="primary"
            onClick={() => {
              void start(exportDraft(props, format, columns));
              onClose();
            }}
          >
            {t`Export`}
          </Button>
        </>
      }
    >
      <div className="grid gap-5">
        <Radios
          legend={t`Kind of file`}
          value={format}
          onChange={setFormat}
          options={[
            {
              value: "xlsx",
              label: t`Excel workbook (.xlsx)`,
              detail: t`Dates and amounts are dates and numbers, whatever the language.`,
            },
            {
              value: "csv",
              label: t`CSV`,
              detail: t`Text for any other program, and to be imported again.`,
            },
          ]}
        />
        <Radios
          legend={t`Columns`}
          value={columns}
          onChange={setColumns}
          options={[
            { value: "all", label: t`All columns` },
            { value: "shown", label: t`The columns shown` },
          ]}
        />
        <p className="text-sm text-ink-2">
          {t`The file is made in the background, and can be fetched once, by you, for 15 minutes.`}
        </p>
      </div>
    </Dialog>
  );
}
