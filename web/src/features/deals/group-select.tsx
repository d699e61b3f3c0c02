import { useLingui } from "@lingui/react/macro";
import { Select } from "@/ui/forms/select.tsx";
import type { PipelineSearch } from "./pipeline-search.ts";

/** What the board's columns are. */
export function GroupSelect({
  group,
  onChange,
}: {
  group: PipelineSearch["group"];
  onChange: (group: PipelineSearch["group"]) => void;
}) {
  const { t } = useLingui();
  return (
    <Select
      aria-label={t`Columns`}
      value={group ?? "stage"}
      options={[
        { value: "stage", label: t`By stage` },
        { value: "owner", label: t`By owner` },
        { value: "month", label: t`By month of closing` },
      ]}
      onChange={(next) => onChange(next === "owner" || next === "month" ? next : undefined)}
      className="h-7! w-46 touch:h-10!"
    />
  );
}
