import { Trans, useLingui } from "@lingui/react/macro";
import { Progress } from "@/ui/feedback/progress.tsx";
import { useFormats } from "@/ui/format/format-context.tsx";
import type { ImportView } from "./use-import.ts";

/** How many rows a run has behind it, as the server says about once a second. */
export function RunProgress({ view, label }: { view: ImportView; label: string }) {
  const { t } = useLingui();
  const formats = useFormats();
  const { detail } = view;
  const rows = detail.preview.rows ?? 0;
  const read = Math.min(detail.counts.read ?? 0, rows);
  const [done, all] = [formats.number(read), formats.number(rows)];
  return (
    <div className="grid gap-2 rounded-m border border-line p-4">
      <p role="status" className="font-medium">
        {label}
      </p>
      <Progress label={label} value={read > 0 ? read : undefined} max={rows} />
      <p className="text-sm text-ink-2">
        {read > 0 ? (
          <Trans>
            {done} of {all} rows
          </Trans>
        ) : (
          t`It begins in a moment…`
        )}
      </p>
    </div>
  );
}
