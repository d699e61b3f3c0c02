import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { FileSpreadsheet, Upload as UploadIcon } from "lucide-react";
import { type Ref, useId } from "react";
import { buttonClass } from "@/ui/button.tsx";
import { cx } from "@/ui/cx.ts";
import { bytesText } from "@/ui/format/bytes.ts";
import { useFormats } from "@/ui/format/format-context.tsx";
import { useFileDrop } from "@/ui/forms/use-file-drop.ts";

/** What the place for the file shows and whom it tells. */
export interface FileDropProps {
  file: File | null;
  headings: readonly string[];
  disabled: boolean;
  onFiles: (files: readonly File[]) => void;
  input?: Ref<HTMLInputElement>;
}

const HEADINGS_SHOWN = 12;

/** The place for the file: a press chooses one, dropping one anywhere on it takes it. */
export function FileDrop({ file, headings, disabled, onFiles, input }: FileDropProps) {
  const { t } = useLingui();
  const id = useId();
  const { over, handlers } = useFileDrop(disabled, onFiles);
  return (
    <section
      aria-label={t`File`}
      {...handlers}
      className={cx(
        "rounded-l border border-dashed px-4 py-6 transition-colors duration-(--t-1)",
        over ? "border-mark bg-mark-soft" : "border-line-strong bg-paper",
      )}
    >
      <input
        ref={input}
        id={id}
        type="file"
        accept=".csv,.tsv,.txt,.xlsx,.xlsm,text/csv,text/tab-separated-values"
        disabled={disabled}
        className="peer sr-only"
        onChange={(event) => {
          onFiles([...(event.currentTarget.files ?? [])]);
          event.currentTarget.value = "";
        }}
      />
      <div className="flex flex-wrap items-center gap-x-4 gap-y-3 peer-focus-visible:[&_label]:outline-2 peer-focus-visible:[&_label]:outline-offset-2 peer-focus-visible:[&_label]:outline-focus">
        <span
          aria-hidden="true"
          className="grid size-10 shrink-0 place-items-center rounded-full bg-accent-soft text-accent [&_svg]:size-5"
        >
          {file ? <FileSpreadsheet /> : <UploadIcon />}
        </span>
        <div className="min-w-0 flex-1 basis-56">
          {file ? <Chosen file={file} headings={headings} /> : <Invitation />}
        </div>
        <label
          htmlFor={id}
          className={cx(
            buttonClass(file ? "secondary" : "primary"),
            disabled ? "opacity-55" : "cursor-pointer",
          )}
        >
          {file ? t`Choose another file` : t`Choose a file`}
        </label>
      </div>
    </section>
  );
}

function Invitation() {
  return (
    <>
      <p className="font-medium">
        <Trans>Drop an Excel workbook or a CSV file here, or choose one.</Trans>
      </p>
      <p className="text-sm text-ink-2">
        <Trans>
          With headings above its columns, up to 1 GiB. Of a workbook (.xlsx) you choose the sheet;
          of a text, commas, semicolons or tabs are all the same.
        </Trans>
      </p>
    </>
  );
}

function Chosen({ file, headings }: { file: File; headings: readonly string[] }) {
  const formats = useFormats();
  const more = headings.length - HEADINGS_SHOWN;
  return (
    <>
      <p className="font-medium break-all">
        <bdi>{file.name}</bdi>{" "}
        <span className="font-normal text-ink-3">{bytesText(formats, file.size)}</span>
      </p>
      {headings.length > 0 ? (
        <p className="text-sm text-ink-2">
          <Plural value={headings.length} one="# column:" other="# columns:" />{" "}
          <bdi>{headings.slice(0, HEADINGS_SHOWN).join(", ")}</bdi>
          {more > 0 ? (
            <>
              {" "}
              <Plural value={more} one="and # more" other="and # more" />
            </>
          ) : null}
        </p>
      ) : null}
    </>
  );
}
