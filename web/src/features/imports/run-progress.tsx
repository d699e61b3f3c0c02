import { useLingui } from "@lingui/react/macro";
import { Progress } from "@/ui/feedback/progress.tsx";
import { useFormats } from "@/ui/format/format-context.tsx";
import type { ImportView } from "./use-import.ts";

/** How many rows a run has behind it, as the server says about once a second. */
export function RunProgress({ view, label }: { view: ImportView; label: string }) {
  const { t } = useLingui();
  const { detail } = view;
  const rows = detail.preview.rows ?? 0;
  const read = Math.min(detail.counts.read ?? 0, rows);
  return <RowProgress label={label} behind={read} rows={rows} first={t`It begins in a moment…`} />;
}

/** How many of so many rows work has behind it; `first` says what goes on before there is one. */
export function RowProgress({
  label,
  behind,
  rows,
  first,
}: {
  label: string;
  behind: number;
  rows: number;
  first: string;
}) {
  const { t } = useLingui();
  const formats = useFormats();
  const [done, all] = [formats.number(behind), formats.number(rows)];
  return (
    <div className="grid gap-2 rounded-m border border-line p-4">
      <p role="status" className="font-medium">
        {label}
      </p>
      <Progress label={label} value={behind > 0 ? behind : undefined} max={rows} />
      <p className="text-sm text-ink-2">{behind > 0 ? t`${done} of ${all} rows` : first}</p>
    </div>
  );
}
