import { useLingui } from "@lingui/react/macro";
import { Button } from "@/ui/button.tsx";
import { Progress } from "@/ui/feedback/progress.tsx";
import { useFormats } from "@/ui/format/format-context.tsx";
import { useRunning } from "./running.ts";

/** How far the bulks of a noun are; nothing when none is under way. */
export function BulkProgress({ noun }: { noun: string }) {
  const { t } = useLingui();
  const formats = useFormats();
  const running = useRunning(noun);
  return running.map(({ id, label, done, total, onCancel }) => {
    const [now, all] = [formats.number(done), formats.number(total)];
    return (
      <div
        key={id}
        className="flex shrink-0 items-center gap-3 border-b border-line bg-surface px-4 py-2 text-sm md:px-6"
      >
        <span>{t`${label}: ${now} of ${all}`}</span>
        <div className="min-w-24 max-w-80 flex-1">
          <Progress label={label} value={done} max={total} />
        </div>
        {onCancel ? (
          <Button size="sm" onClick={onCancel} aria-label={t`Cancel: ${label}`}>
            {t`Cancel`}
          </Button>
        ) : null}
      </div>
    );
  });
}
