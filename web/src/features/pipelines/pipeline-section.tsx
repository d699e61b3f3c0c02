import { plural } from "@lingui/core/macro";
import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { MoreHorizontal, Plus } from "lucide-react";
import { useState } from "react";
import { messageOf } from "@/features/records/message-of.ts";
import { Button } from "@/ui/button.tsx";
import { IconButton } from "@/ui/icon-button.tsx";
import { Menu, MenuItem, MenuSeparator } from "@/ui/overlay/menu.tsx";
import { toast } from "@/ui/overlay/toast.tsx";
import { SortableList } from "@/ui/reorder/sortable-list.tsx";
import { withPipeline, withPipelineAt, withStage, withStageAt } from "./arrange.ts";
import { changePipeline, changeStage, countDealsIn, trashPipeline } from "./pipeline-calls.ts";
import { PipelineDialog } from "./pipeline-dialog.tsx";
import { findStage, pipelinesQuery } from "./pipelines.ts";
import { StageDialog } from "./stage-dialog.tsx";
import { StageLine } from "./stage-line.tsx";
import type { Pipeline, Stage } from "./types.ts";
import { usePipelineChange } from "./use-pipeline-change.ts";
import { useRestore } from "./use-restore.ts";

/** A pipeline with its stages in order. */
export function PipelineSection(props: {
  pipeline: Pipeline;
  pipelines: readonly Pipeline[];
  may: boolean;
}) {
  const { t } = useLingui();
  const { pipeline, pipelines, may } = props;
  const [adding, setAdding] = useState(false);
  const moving = usePipelineChange({
    // The version is that of the move before, which has been answered by now.
    send: ({ stage, to }: { stage: Stage; to: number }, client) => {
      const known = findStage(client.getQueryData(pipelinesQuery.queryKey) ?? [], stage.id);
      return changeStage(stage.id, (known ?? stage).version, { position: to });
    },
    foresee: (all, { stage, to }) => withStageAt(all, stage.id, to),
    onDone: ({ id, version }, _, client) =>
      void client.setQueryData(
        pipelinesQuery.queryKey,
        (all) => all && withStage(all, id, { version }),
      ),
    about: ({ stage }) => stage,
  });
  const onMove = (stage: Stage, to: number) => moving.mutate({ stage, to });
  const count = pipeline.stages.length;
  return (
    <section aria-labelledby={`pipeline-${pipeline.id}`} className="grid grid-cols-1 gap-2">
      <div className="flex items-center gap-2">
        <h2
          id={`pipeline-${pipeline.id}`}
          dir="auto"
          className="min-w-0 truncate font-display text-xl font-medium"
        >
          {pipeline.name}
        </h2>
        <span className="text-sm whitespace-nowrap text-ink-3">
          <Plural value={count} one="# stage" other="# stages" />
        </span>
        {may ? <PipelineMenu pipeline={pipeline} count={pipelines.length} /> : null}
      </div>
      <SortableList
        label={t`Stages of ${pipeline.name}`}
        items={pipeline.stages}
        keyOf={({ id }) => id}
        nameOf={({ name }) => name}
        onMove={may ? onMove : undefined}
      >
        {(stage) => (
          <StageLine
            stage={stage}
            pipeline={pipeline}
            pipelines={pipelines}
            may={may}
            onMove={onMove}
          />
        )}
      </SortableList>
      {may ? (
        <div>
          <Button
            size="sm"
            variant="ghost"
            icon={<Plus className="size-4" aria-hidden="true" />}
            onClick={() => setAdding(true)}
          >
            <Trans>Add a stage</Trans>
            <span className="sr-only">{pipeline.name}</span>
          </Button>
        </div>
      ) : null}
      {adding ? <StageDialog pipeline={pipeline} onClose={() => setAdding(false)} /> : null}
    </section>
  );
}

function PipelineMenu({ pipeline, count }: { pipeline: Pipeline; count: number }) {
  const { t } = useLingui();
  const [renaming, setRenaming] = useState(false);
  const restore = useRestore();
  const { id, name, position } = pipeline;
  const moving = usePipelineChange({
    send: (to: number, client) => {
      const known = client.getQueryData(pipelinesQuery.queryKey)?.find((one) => one.id === id);
      return changePipeline(id, (known ?? pipeline).version, { position: to });
    },
    foresee: (all, to) => withPipelineAt(all, id, to),
    onDone: ({ version }, _, client) =>
      void client.setQueryData(
        pipelinesQuery.queryKey,
        (all) => all && withPipeline(all, id, { version }),
      ),
    about: () => pipeline,
  });
  const trashing = usePipelineChange({
    send: () => trashPipeline(id),
    foresee: (all) => all.filter((one) => one.id !== id),
    onDone: () =>
      void toast(t`${name} is in the trash`, {
        onUndo: () => restore.mutate({ kind: "pipeline", id, name }),
      }),
    about: () => pipeline,
  });

  async function trash(): Promise<void> {
    try {
      const deals = await countDealsIn("pipeline_id", id);
      if (deals === 0) return trashing.mutate(undefined);
      const stand = plural(deals, {
        one: `# deal stands in ${name}`,
        other: `# deals stand in ${name}`,
      });
      const detail = t`Move them to stages of another pipeline first: trashing a stage asks where its deals go.`;
      toast(stand, { tone: "bad", detail });
    } catch (error) {
      toast(messageOf(error), { tone: "bad" });
    }
  }

  return (
    <>
      <Menu
        trigger={
          <IconButton label={t`More for ${name}`}>
            <MoreHorizontal aria-hidden="true" />
          </IconButton>
        }
      >
        <MenuItem onSelect={() => setRenaming(true)}>{t`Rename`}</MenuItem>
        <MenuItem disabled={position === 0} onSelect={() => moving.mutate(position - 1)}>
          {t`Move up`}
        </MenuItem>
        <MenuItem disabled={position === count - 1} onSelect={() => moving.mutate(position + 1)}>
          {t`Move down`}
        </MenuItem>
        <MenuSeparator />
        <MenuItem danger onSelect={() => void trash()}>{t`Move to the trash`}</MenuItem>
      </Menu>
      {renaming ? <PipelineDialog pipeline={pipeline} onClose={() => setRenaming(false)} /> : null}
    </>
  );
}
