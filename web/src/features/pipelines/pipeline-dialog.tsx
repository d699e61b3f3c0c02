import { useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { CreateDialog, fieldError } from "@/features/records/create-dialog.tsx";
import { useFaster } from "@/features/settings/use-faster.tsx";
import { isConflict } from "@/features/settings/use-setting-change.ts";
import { Field } from "@/ui/forms/field.tsx";
import { Input } from "@/ui/forms/input.tsx";
import { withPipeline } from "./arrange.ts";
import { changePipeline, makePipeline } from "./pipeline-calls.ts";
import type { Pipeline } from "./types.ts";
import { usePipelineChange } from "./use-pipeline-change.ts";

/** Makes a pipeline with the six usual stages, or renames one. */
export function PipelineDialog(props: { pipeline?: Pipeline; onClose: () => void }) {
  const { t } = useLingui();
  const { pipeline, onClose } = props;
  const [name, setName] = useState(pipeline?.name ?? "");
  const { version, attempt, notice } = useFaster(pipeline, pipeline?.name ?? "");
  const saving = usePipelineChange({
    send: () => (pipeline ? changePipeline(pipeline.id, version, { name }) : makePipeline(name)),
    foresee: (all) => (pipeline ? withPipeline(all, pipeline.id, { name }) : [...all]),
    onDone: onClose,
  });

  return (
    <CreateDialog
      title={pipeline ? t`Rename ${pipeline.name}` : t`New pipeline`}
      submit={pipeline ? t`Save` : t`Make the pipeline`}
      busy={saving.isPending}
      error={isConflict(saving.error) ? null : saving.error}
      fields={["name"]}
      onSubmit={() => void attempt(() => saving.mutateAsync(undefined))}
      onClose={onClose}
    >
      {notice}
      <Field
        label={t`Name`}
        required
        hint={
          pipeline ? undefined : t`It begins with six usual stages, which you change as you like.`
        }
        error={fieldError(saving.error, "name")}
      >
        {(control) => (
          <Input
            {...control}
            autoComplete="off"
            value={name}
            onChange={(event) => setName(event.target.value)}
          />
        )}
      </Field>
    </CreateDialog>
  );
}
