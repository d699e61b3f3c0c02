import { plural } from "@lingui/core/macro";
import { Trans, useLingui } from "@lingui/react/macro";
import type { Undo } from "@/api/generated/types.gen.ts";
import { messageOf } from "@/features/records/message-of.ts";
import { Button } from "@/ui/button.tsx";
import { Notice } from "@/ui/feedback/notice.tsx";
import { Progress } from "@/ui/feedback/progress.tsx";
import { useFormats } from "@/ui/format/format-context.tsx";
import { Dialog } from "@/ui/overlay/dialog.tsx";
import { sheetOf } from "./imports.ts";
import type { ImportView } from "./use-import.ts";
import { trashedWords } from "./words.ts";

/** Asks whether an import is to be undone, and says in exact numbers what that would do: whoever opens it has that found out. */
export function UndoDialog({ view, onClose }: { view: ImportView; onClose: () => void }) {
  const { t } = useLingui();
  const { detail, undo: order } = view;
  const [undo, failed] = weighed(view);
  const error = view.undoError ? messageOf(view.undoError) : failed;
  const effect = undo ? sum(Object.values(undo.trashed ?? {})) + (undo.restored ?? 0) : 0;
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t`Undo this import?`}
      description={<bdi className="break-all">{detail.file_name}</bdi>}
      footer={
        <>
          <Button onClick={onClose}>{t`Cancel`}</Button>
          {error && !undo ? (
            <Button variant="primary" onClick={() => order(true)}>{t`Try again`}</Button>
          ) : (
            <Button
              variant="danger"
              disabled={effect === 0}
              busy={undo !== null && view.undoing}
              onClick={() => order(false)}
            >
              {t`Undo the import`}
            </Button>
          )}
        </>
      }
    >
      {error ? <Notice tone="bad">{error}</Notice> : null}
      {undo ? <Effect view={view} undo={undo} effect={effect} /> : null}
      {undo || error ? null : <Weighing undo={detail.undo ?? null} />}
    </Dialog>
  );
}

/* What an undo would do, once it is known, or why it is not known. */
function weighed({ detail, undoing, undoAsked }: ImportView): [Undo | null, string | null] {
  if (!undoAsked || undoing || detail.state !== "done") return [null, null];
  return [detail.undo ?? null, detail.undo ? null : (detail.problem ?? null)];
}

function Weighing({ undo }: { undo: Undo | null }) {
  const { t } = useLingui();
  const formats = useFormats();
  const label = t`Finding out what has changed since…`;
  const position = undo?.position ?? 0;
  const rows = formats.number(position);
  return (
    <div className="grid gap-2">
      <p role="status">{label}</p>
      <Progress label={label} />
      <p className="text-sm text-ink-2">
        {position > 0 ? <Trans>{rows} rows looked at</Trans> : t`It begins in a moment…`}
      </p>
    </div>
  );
}

function Effect({ view, undo, effect }: { view: ImportView; undo: Undo; effect: number }) {
  const formats = useFormats();
  const { restored = 0, changed = 0, kept = 0 } = undo;
  const trashed = formats.list(trashedWords(view.detail.noun, undo.trashed));
  return (
    <>
      <ul className="list-disc space-y-1 ps-5" data-undo-effect>
        {trashed ? (
          <li>
            <Trans>
              To the trash, where they can be restored from: <strong>{trashed}</strong>.
            </Trans>
          </li>
        ) : null}
        {restored > 0 ? (
          <li>
            {plural(restored, {
              one: "# record gets its old values back.",
              other: "# records get their old values back.",
            })}
          </li>
        ) : null}
        {changed > 0 ? (
          <li>
            {plural(changed, {
              one: "# row keeps what somebody changed since.",
              other: "# rows keep what somebody changed since.",
            })}
          </li>
        ) : null}
        {kept > 0 ? (
          <li>
            {plural(kept, {
              one: "# row stays for another reason, such as a note or a deal on its record.",
              other: "# rows stay for another reason, such as a note or a deal on their record.",
            })}
          </li>
        ) : null}
      </ul>
      {changed + kept > 0 ? <Download view={view} /> : null}
      {effect === 0 ? (
        <Notice tone="warn">
          <Trans>Nothing of this import is left to undo.</Trans>
        </Notice>
      ) : null}
    </>
  );
}

function Download({ view: { detail } }: { view: ImportView }) {
  const format = sheetOf(detail) ? "xlsx" : "csv";
  return (
    <a
      href={`/api/imports/${detail.id}/stayed.${format}`}
      download
      className="justify-self-start text-sm underline"
    >
      <Trans>Download what stays, and why</Trans>
    </a>
  );
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
