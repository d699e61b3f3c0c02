import { Trans, useLingui } from "@lingui/react/macro";
import { useQuery, useQueryClient, useSuspenseQuery } from "@tanstack/react-query";
import { FilesSection } from "@/features/attachments/files-section.tsx";
import { CustomFacts } from "@/features/custom-fields/custom-facts.tsx";
import { pipelinesQuery } from "@/features/pipelines/pipelines.ts";
import { InTrash } from "@/features/records/in-trash.tsx";
import { RecordSkeleton } from "@/features/records/record-page.tsx";
import { useRecordActions } from "@/features/records/use-record-actions.ts";
import { useRecent } from "@/features/search/recent.ts";
import { useCan } from "@/features/session/session-context.tsx";
import { Button } from "@/ui/button.tsx";
import { Chip } from "@/ui/chip.tsx";
import { useFormats } from "@/ui/format/format-context.tsx";
import { useRecordFrame } from "@/ui/record/record-frame.tsx";
import { RecordLayout, RecordSection } from "@/ui/record/record-layout.tsx";
import { useTitle } from "@/ui/use-title.ts";
import { dealQuery } from "./deal-cache.ts";
import { DealFacts } from "./deal-facts.tsx";
import { DealMenu, useRestoreDeal } from "./deal-menu.tsx";
import { DealSubtitle } from "./deal-subtitle.tsx";
import { DealTimeline } from "./deal-timeline.tsx";
import { pipelineHref } from "./pipeline-search.ts";
import { useStageMover } from "./stage-mover.tsx";
import { StagePath } from "./stage-path.tsx";
import type { Deal } from "./types.ts";
import { useStageShortcuts } from "./use-stage-shortcuts.ts";
import { useUpdateDeal } from "./use-update-deal.ts";

/** A deal, on a page of its own or beside the board. `onGone` leaves the place where it was. */
export function DealPage({ dealId, onGone }: { dealId: string; onGone: () => void }) {
  const client = useQueryClient();
  const { data: deal } = useQuery({
    ...dealQuery(client, dealId),
    throwOnError: (_error, query) => query.state.data === undefined,
  });
  return deal ? <DealView deal={deal} onGone={onGone} /> : <RecordSkeleton />;
}

function DealView({ deal, onGone }: { deal: Deal; onGone: () => void }) {
  const { t } = useLingui();
  const frame = useRecordFrame();
  const pipelines = useSuspenseQuery(pipelinesQuery).data;
  const pipeline = pipelines.find((one) => one.id === deal.pipeline_id);
  const editable = useCan("deals.update") && !deal.trashed_at;
  const { moveTo, dialog } = useStageMover(deal);
  const won = pipeline?.stages.find((stage) => stage.kind === "won");
  const lost = pipeline?.stages.find((stage) => stage.kind === "lost");
  useTitle(frame ? null : deal.name);
  useRecent({ noun: "deal", id: deal.id, name: deal.name }, !frame && !deal.trashed_at);
  const update = useUpdateDeal(deal.id);
  useRecordActions(
    "deals",
    deal,
    editable ? (owner_id) => update({ patch: { owner_id } }) : undefined,
  );
  useStageShortcuts(deal, editable ? (pipeline?.stages ?? []) : [], moveTo);
  return (
    <>
      <RecordLayout
        back={
          <a
            href={pipelineHref(
              pipelines.length > 1 && pipeline !== pipelines[0] ? { pipeline: pipeline?.id } : {},
            )}
            className="text-ink-2 hover:underline"
          >
            {pipelines.length > 1 && pipeline ? pipeline.name : t`Pipeline`}
          </a>
        }
        title={<Title deal={deal} />}
        subtitle={<DealSubtitle deal={deal} />}
        actions={
          editable ? (
            <>
              {deal.state === "open" && lost ? (
                <Button onClick={() => moveTo(lost)}>{t`Mark lost`}</Button>
              ) : null}
              {deal.state === "open" && won ? (
                <Button variant="primary" onClick={() => moveTo(won)}>
                  {t`Mark won`}
                </Button>
              ) : null}
              <DealMenu deal={deal} onGone={onGone} />
            </>
          ) : null
        }
        banner={
          deal.trashed_at ? (
            <TrashedDealNotice deal={deal} />
          ) : pipeline && !frame ? (
            <StagePath
              stages={pipeline.stages}
              current={deal.stage_id}
              onGo={editable ? moveTo : undefined}
            />
          ) : null
        }
        side={
          <>
            <RecordSection title={t`Details`}>
              <DealFacts key={deal.id} deal={deal} />
            </RecordSection>
            <CustomFacts noun="deal" record={deal} editable={editable} />
          </>
        }
      >
        <FilesSection about={{ noun: "deals", id: deal.id }} mayChange={editable} />
        <RecordSection title={t`Timeline`}>
          <DealTimeline key={deal.id} deal={deal} />
        </RecordSection>
      </RecordLayout>
      {dialog}
    </>
  );
}

function TrashedDealNotice({ deal }: { deal: Deal }) {
  const { t } = useLingui();
  const restore = useRestoreDeal(deal);
  const may = useCan("deals.delete");
  return <InTrash onRestore={may ? restore : undefined}>{t`This deal is in the trash.`}</InTrash>;
}

function Title({ deal }: { deal: Deal }) {
  const formats = useFormats();
  const closed = deal.closed_at ? formats.day(deal.closed_at) : "";
  return (
    <>
      <bdi className={deal.state === "won" ? "motion-mark" : undefined}>{deal.name}</bdi>{" "}
      <span className="ms-1.5 inline-block align-middle font-sans tracking-normal">
        {deal.state === "won" ? (
          <Chip tone="ok">
            <Trans>Won {closed}</Trans>
          </Chip>
        ) : deal.state === "lost" ? (
          <Chip>
            <Trans>Lost {closed}</Trans>
          </Chip>
        ) : null}
      </span>
    </>
  );
}
