import { useLingui } from "@lingui/react/macro";
import { messageOf } from "@/features/records/message-of.ts";
import { Notice } from "@/ui/feedback/notice.tsx";
import { useFormats } from "@/ui/format/format-context.tsx";
import { Field } from "@/ui/forms/field.tsx";
import { Select } from "@/ui/forms/select.tsx";
import { sheetOf } from "./imports.ts";
import { Section } from "./section.tsx";
import type { ImportView } from "./use-import.ts";

/** Which sheet of a workbook is read, and where its headings stand; nothing for a text file. */
export function SheetChoice({ view }: { view: ImportView }) {
  const { t } = useLingui();
  const formats = useFormats();
  const sheet = sheetOf(view.detail);
  if (!sheet) return null;
  const row = formats.number(sheet.header_row);
  return (
    <Section title={t`The sheet`}>
      <div className="max-w-sm">
        <Field label={t`Sheet`} hint={t`Its headings stand in row ${row}.`}>
          {(control) => (
            <Select
              {...control}
              value={sheet.sheet}
              options={sheet.sheets.map((name) => ({ value: name, label: name }))}
              onChange={(name) => {
                if (name !== sheet.sheet) view.chooseSheet(name);
              }}
            />
          )}
        </Field>
      </div>
      {view.sheetError ? <Notice tone="bad">{messageOf(view.sheetError)}</Notice> : null}
    </Section>
  );
}
