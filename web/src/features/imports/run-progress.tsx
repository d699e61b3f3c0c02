import { useLingui } from "@lingui/react/macro";
import { Progress } from "@/ui/feedback/progress.tsx";
import { useFormats } from "@/ui/format/format-context.tsx";
import { usePace } from "./pace.ts";
import type { ImportView } from "./use-import.ts";

/** How many rows a run has behind it, as the server says about once a second. */
export function RunProgress({ view, label }: { view: ImportView; label: string }) {
  const { t } = useLingui();
  const { detail } = view;
  const rows = detail.preview.rows ?? 0;
  const read = Math.min(detail.counts.read ?? 0, rows);
  return (
    <RowProgress
      label={label}
      at={view.readAt}
      behind={read}
      rows={rows}
      first={t`It begins in a moment…`}
    />
  );
}

/** How many of so many rows work has behind it, how fast it goes and for how long still, as read `at` a moment; `first` says what goes on before there is one. */
export function RowProgress({
  label,
  at,
  behind,
  rows,
  first,
}: {
  label: string;
  at: number;
  behind: number;
  rows: number;
  first: string;
}) {
  const { t } = useLingui();
  const formats = useFormats();
  const pace = usePace({ at, behind }, rows);
  const [done, all] = [formats.number(behind), formats.number(rows)];
  const rate = pace && formats.number(Math.round(pace.rate));
  const wait = pace && formats.wait(pace.left);
  return (
    <div className="grid gap-2 rounded-m border border-line p-4">
      <p role="status" className="font-medium">
        {label}
      </p>
      <Progress label={label} value={behind > 0 ? behind : undefined} max={rows} />
      <p className="flex flex-wrap gap-x-4 text-sm text-ink-2">
        <span>{behind > 0 ? t`${done} of ${all} rows` : first}</span>
        {pace ? (
          <>
            <span>{t`${rate} rows a second`}</span>
            <span>{t`about ${wait} left`}</span>
          </>
        ) : null}
      </p>
    </div>
  );
}
