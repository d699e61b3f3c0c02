import { Trans, useLingui } from "@lingui/react/macro";
import { CircleAlert, RotateCcw, Upload, X } from "lucide-react";
import { messageOf } from "@/features/records/message-of.ts";
import { Progress } from "@/ui/feedback/progress.tsx";
import { bytesText } from "@/ui/format/bytes.ts";
import { useFormats } from "@/ui/format/format-context.tsx";
import { IconButton } from "@/ui/icon-button.tsx";
import { mayRetry } from "./attachments.ts";
import type { Sending } from "./upload-queue.ts";

/** A file that is not there yet: how far it is, or why it did not get there. */
export function SendingRow({
  sending,
  onRetry,
  onRemove,
}: {
  sending: Sending;
  onRetry: () => void;
  onRemove: () => void;
}) {
  const { t } = useLingui();
  const { file, state, error } = sending;
  const { name } = file;
  const failed = state === "failed";
  return (
    <li className="flex min-h-12 items-center gap-3 border-b border-line px-2 py-1.5">
      <span
        aria-hidden="true"
        className="grid size-9 shrink-0 place-items-center rounded-m border border-dashed border-line-strong text-ink-3 [&_svg]:size-4.5"
      >
        {failed ? <CircleAlert className="text-bad" /> : <Upload />}
      </span>
      <div className="min-w-0 flex-1">
        <div className="truncate font-medium">
          <bdi>{name}</bdi>
        </div>
        {failed ? (
          <p role="alert" className="text-sm text-bad">
            {messageOf(error)}
          </p>
        ) : (
          <HowFar sending={sending} />
        )}
      </div>
      <div className="flex shrink-0">
        {failed && mayRetry(error) ? (
          <IconButton label={t`Try ${name} again`} onClick={onRetry}>
            <RotateCcw aria-hidden="true" />
          </IconButton>
        ) : null}
        <IconButton label={failed ? t`Dismiss ${name}` : t`Stop ${name}`} onClick={onRemove}>
          <X aria-hidden="true" />
        </IconButton>
      </div>
    </li>
  );
}

function HowFar({ sending: { file, state, sent } }: { sending: Sending }) {
  const { t } = useLingui();
  const formats = useFormats();
  if (state === "waiting")
    return (
      <p className="text-sm text-ink-2">
        <Trans>Waits for its turn</Trans>
      </p>
    );
  const of = bytesText(formats, file.size);
  const done = bytesText(formats, sent);
  return (
    <>
      <p className="text-sm text-ink-2">
        {sent < file.size ? t`${done} of ${of}` : t`Being kept…`}
      </p>
      <div className="mt-1">
        <Progress
          label={t`Upload of ${file.name}`}
          value={sent < file.size ? sent : undefined}
          max={file.size}
        />
      </div>
    </>
  );
}
