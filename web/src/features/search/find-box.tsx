import { useLingui } from "@lingui/react/macro";
import { readRef, recordHref } from "@/features/records/record-ref.ts";
import { useGo } from "@/features/records/use-go.ts";
import { RecordPicker } from "@/ui/forms/record-picker.tsx";
import { findRecords } from "./find-records.ts";

/** Finds a record by typing and goes there. */
export function FindBox() {
  const { t } = useLingui();
  const go = useGo();
  return (
    <RecordPicker
      aria-label={t`Find a record`}
      placeholder={t`Find a lead, deal, contact or company`}
      value={null}
      find={findRecords}
      onChange={(chosen) => {
        const record = chosen && readRef(chosen.id);
        if (record) go(recordHref(record));
      }}
    />
  );
}
