import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import { useState } from "react";
import { messageOf } from "@/features/records/message-of.ts";
import { useCan } from "@/features/session/session-context.tsx";
import { SettingsGate, SettingsPage } from "@/features/settings/settings-page.tsx";
import { Button } from "@/ui/button.tsx";
import { ErrorState } from "@/ui/feedback/error-state.tsx";
import { Notice } from "@/ui/feedback/notice.tsx";
import { SkeletonLines } from "@/ui/feedback/skeleton.tsx";
import { Figure } from "@/ui/page-header.tsx";
import { PipelineDialog } from "./pipeline-dialog.tsx";
import { PipelineSection } from "./pipeline-section.tsx";
import { PipelineTrash } from "./pipeline-trash.tsx";
import { pipelinesQuery } from "./pipelines.ts";

/** The pipelines and their stages: read by everybody, changed by administrators. */
export function PipelinesPage() {
  return (
    <SettingsGate place="pipelines">
      <Pipelines />
    </SettingsGate>
  );
}

function Pipelines() {
  const { t } = useLingui();
  const may = useCan("pipelines.manage");
  const [making, setMaking] = useState(false);
  const pipelines = useQuery(pipelinesQuery);
  const all = pipelines.data ?? [];
  return (
    <SettingsPage
      place="pipelines"
      summary={
        pipelines.data ? (
          <Trans>
            <Figure>{all.length}</Figure>{" "}
            <Plural value={all.length} one="pipeline" other="pipelines" />
          </Trans>
        ) : null
      }
      actions={
        may ? (
          <Button
            variant="primary"
            icon={<Plus className="size-4" aria-hidden="true" />}
            onClick={() => setMaking(true)}
          >
            {t`New pipeline`}
          </Button>
        ) : null
      }
    >
      {may ? null : <Notice>{t`Administrators change these.`}</Notice>}
      {pipelines.error ? (
        <ErrorState
          title={t`The pipelines could not be loaded`}
          onRetry={() => pipelines.refetch()}
        >
          {messageOf(pipelines.error)}
        </ErrorState>
      ) : !pipelines.data ? (
        <SkeletonLines count={6} label={t`Loading the pipelines`} />
      ) : (
        all.map((pipeline) => (
          <PipelineSection key={pipeline.id} pipeline={pipeline} pipelines={all} may={may} />
        ))
      )}
      {may ? <PipelineTrash /> : null}
      {making ? <PipelineDialog onClose={() => setMaking(false)} /> : null}
    </SettingsPage>
  );
}
