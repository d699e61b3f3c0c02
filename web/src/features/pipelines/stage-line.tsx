import { plural } from "@lingui/core/macro";
import { useLingui } from "@lingui/react/macro";
import { MoreHorizontal } from "lucide-react";
import { useState } from "react";
import { FIELD_LABELS } from "@/features/records/field-words.ts";
import { messageOf } from "@/features/records/message-of.ts";
import { enumerate } from "@/i18n/i18n.ts";
import { Chip, Swatch } from "@/ui/chip.tsx";
import { useFormats } from "@/ui/format/format-context.tsx";
import { IconButton } from "@/ui/icon-button.tsx";
import { Menu, MenuItem, MenuSeparator } from "@/ui/overlay/menu.tsx";
import { toast } from "@/ui/overlay/toast.tsx";
import { withoutStage } from "./arrange.ts";
import { EmptyStageDialog } from "./empty-stage-dialog.tsx";
import { countDealsIn, trashStage } from "./pipeline-calls.ts";
import { stageColor } from "./pipelines.ts";
import { StageDialog } from "./stage-dialog.tsx";
import { FORECAST_WORDS, KIND_WORDS, type StageKind } from "./stage-words.ts";
import type { Pipeline, Stage } from "./types.ts";
import { usePipelineChange } from "./use-pipeline-change.ts";
import { useRestore } from "./use-restore.ts";

/** A stage in its pipeline: what it means for a deal, and what can be done with it. */
export function StageLine(props: {
  stage: Stage;
  pipeline: Pipeline;
  pipelines: readonly Pipeline[];
  may: boolean;
  onMove: (stage: Stage, to: number) => void;
}) {
  const { i18n } = useLingui();
  const { stage, may } = props;
  return (
    <>
      <Swatch color={stageColor(stage)} />
      <div className="min-w-0 flex-1">
        <div className="flex min-w-0 items-center gap-2">
          <span dir="auto" className="truncate font-medium">
            {stage.name}
          </span>
          {stage.kind === "open" ? null : (
            <Chip tone={stage.kind === "won" ? "ok" : "plain"}>
              {i18n._(KIND_WORDS[stage.kind as StageKind])}
            </Chip>
          )}
        </div>
        <div className="text-sm text-ink-3">
          <StageFacts stage={stage} />
        </div>
      </div>
      {may ? <StageMenu {...props} /> : null}
    </>
  );
}

function StageFacts({ stage }: { stage: Stage }) {
  const { t, i18n } = useLingui();
  const formats = useFormats();
  const category = FORECAST_WORDS[stage.forecast_category];
  const days = stage.stale_after_days;
  const asks = stage.required_fields.map((field) =>
    FIELD_LABELS[field] ? i18n._(FIELD_LABELS[field]) : field,
  );
  const facts = [
    formats.percent(stage.probability / 100),
    category ? i18n._(category) : null,
    days ? plural(days, { one: "stale after # day", other: "stale after # days" }) : null,
    asks.length > 0 ? t`asks for: ${enumerate(asks)}` : null,
  ];
  return facts.filter((fact) => fact !== null).join(" · ");
}

function StageMenu(props: {
  stage: Stage;
  pipeline: Pipeline;
  pipelines: readonly Pipeline[];
  onMove: (stage: Stage, to: number) => void;
}) {
  const { t } = useLingui();
  const { stage, pipeline, pipelines, onMove } = props;
  const [editing, setEditing] = useState(false);
  const [deals, setDeals] = useState(0);
  const restore = useRestore();
  const trashing = usePipelineChange({
    send: (to: string | undefined) => trashStage(stage.id, to),
    foresee: (all) => withoutStage(all, stage.id),
    onDone: () => {
      setDeals(0);
      toast(t`${stage.name} is in the trash`, {
        onUndo: () => restore.mutate({ kind: "stage", id: stage.id, name: stage.name }),
      });
    },
  });
  const last = pipeline.stages.length - 1;

  async function trash(): Promise<void> {
    try {
      const standing = await countDealsIn("stage_id", stage.id);
      if (standing > 0) setDeals(standing);
      else await trashing.mutateAsync(undefined);
    } catch (error) {
      toast(messageOf(error), { tone: "bad" });
    }
  }

  return (
    <>
      <Menu
        align="end"
        trigger={
          <IconButton label={t`More for ${stage.name}`}>
            <MoreHorizontal aria-hidden="true" />
          </IconButton>
        }
      >
        <MenuItem onSelect={() => setEditing(true)}>{t`Change`}</MenuItem>
        <MenuItem
          disabled={stage.position === 0}
          onSelect={() => onMove(stage, stage.position - 1)}
        >
          {t`Move up`}
        </MenuItem>
        <MenuItem
          disabled={stage.position === last}
          onSelect={() => onMove(stage, stage.position + 1)}
        >
          {t`Move down`}
        </MenuItem>
        <MenuSeparator />
        <MenuItem danger onSelect={() => void trash()}>{t`Move to the trash`}</MenuItem>
      </Menu>
      {editing ? (
        <StageDialog pipeline={pipeline} stage={stage} onClose={() => setEditing(false)} />
      ) : null}
      {deals > 0 ? (
        <EmptyStageDialog
          stage={stage}
          deals={deals}
          pipelines={pipelines}
          busy={trashing.isPending}
          error={trashing.error}
          onMove={(to) => trashing.mutate(to)}
          onClose={() => setDeals(0)}
        />
      ) : null}
    </>
  );
}
