import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { messageOf } from "@/features/records/message-of.ts";
import { Button } from "@/ui/button.tsx";
import { Notice } from "@/ui/feedback/notice.tsx";
import { Field } from "@/ui/forms/field.tsx";
import { Select } from "@/ui/forms/select.tsx";
import { Dialog } from "@/ui/overlay/dialog.tsx";
import type { Pipeline, Stage } from "./types.ts";

/** Asks where the deals of a stage go before it is trashed: to one of the same type, so that none is won or lost by it. */
export function EmptyStageDialog(props: {
  stage: Stage;
  deals: number;
  pipelines: readonly Pipeline[];
  busy: boolean;
  error: Error | null;
  onMove: (to: string) => void;
  onClose: () => void;
}) {
  const { t } = useLingui();
  const { stage, deals, pipelines, busy, error, onMove, onClose } = props;
  const places = placesFor(stage, pipelines);
  const [to, setTo] = useState(places[0]?.value ?? null);
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t`Where do the deals of ${stage.name} go?`}
      description={
        <Trans>
          <Plural value={deals} one="# deal stands" other="# deals stand" /> in this stage. They
          move to another one, with a note in their history, and stay there if you restore the
          stage.
        </Trans>
      }
      footer={
        <>
          <Button onClick={onClose}>{t`Cancel`}</Button>
          <Button
            variant="danger"
            busy={busy}
            disabled={to === null}
            onClick={() => to && onMove(to)}
          >
            {t`Move them and trash the stage`}
          </Button>
        </>
      }
    >
      {error ? <Notice tone="bad">{messageOf(error)}</Notice> : null}
      {to === null ? (
        <Notice>{t`There is no other stage of this type. Make one first.`}</Notice>
      ) : (
        <Field label={t`Move them to`}>
          {(control) => <Select {...control} value={to} onChange={setTo} options={places} />}
        </Field>
      )}
    </Dialog>
  );
}

/* Those of the same pipeline first. */
function placesFor(stage: Stage, pipelines: readonly Pipeline[]) {
  const own = pipelines.filter(({ id }) => id === stage.pipeline_id);
  const others = pipelines.filter(({ id }) => id !== stage.pipeline_id);
  return [...own, ...others].flatMap((pipeline) =>
    pipeline.stages
      .filter(({ id, kind }) => id !== stage.id && kind === stage.kind)
      .map(({ id, name }) => ({
        value: id,
        label: pipeline.id === stage.pipeline_id ? name : `${pipeline.name} · ${name}`,
      })),
  );
}
