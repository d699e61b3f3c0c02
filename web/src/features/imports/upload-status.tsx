import { Trans, useLingui } from "@lingui/react/macro";
import { NetworkError, ProblemError } from "@/api/problem.ts";
import { messageOf } from "@/features/records/message-of.ts";
import { Button } from "@/ui/button.tsx";
import { Notice } from "@/ui/feedback/notice.tsx";
import { Progress } from "@/ui/feedback/progress.tsx";
import { bytesText } from "@/ui/format/bytes.ts";
import { useFormats } from "@/ui/format/format-context.tsx";
import type { Upload } from "./use-upload.ts";

/** How far the upload is, with the way to stop it. */
export function UploadProgress({ upload, file }: { upload: Upload; file: File }) {
  const { t } = useLingui();
  const formats = useFormats();
  const all = upload.sent >= file.size;
  const sent = bytesText(formats, upload.sent);
  const size = bytesText(formats, file.size);
  return (
    <div className="grid gap-2 rounded-m border border-line p-3">
      <Progress label={t`Upload`} value={all ? undefined : upload.sent} max={file.size} />
      <div className="flex items-center gap-3">
        <p role="status" className="flex-1 text-sm text-ink-2">
          {all ? (
            <Trans>The file is there. The server reads it…</Trans>
          ) : (
            <Trans>
              {sent} of {size} sent
            </Trans>
          )}
        </p>
        <Button size="sm" onClick={upload.stop}>{t`Stop`}</Button>
      </div>
    </div>
  );
}

/** Why a file was not taken, and what to do. The file and what was chosen are still there. */
export function UploadError({ error, onRetry }: { error: Error; onRetry: () => void }) {
  const { t } = useLingui();
  const again = canBeRepeated(error);
  return (
    <div className="grid gap-2">
      <Notice tone="bad">
        {messageOf(error, ["file"])} <Advice error={error} />
      </Notice>
      {again ? (
        <div>
          <Button onClick={onRetry}>{t`Try again`}</Button>
        </div>
      ) : null}
    </div>
  );
}

/* The same file is refused again for what is wrong with itself. */
function canBeRepeated(error: Error): boolean {
  return error instanceof NetworkError || !(error instanceof ProblemError) || error.status !== 422;
}

function Advice({ error }: { error: Error }) {
  const { t } = useLingui();
  if (!(error instanceof ProblemError)) return null;
  const wait = error.retryAfterSeconds;
  if (error.status === 503) {
    return wait
      ? t`Try again in ${wait} seconds; the file is still chosen.`
      : t`Try again soon; the file is still chosen.`;
  }
  if (error.status === 413) return t`Nothing was imported.`;
  if (error.status === 403) return t`Ask an administrator to import this file.`;
  return error.status === 422 ? t`Mend the file and choose it again.` : null;
}
