import { useLingui } from "@lingui/react/macro";
import { useMemo } from "react";
import { PipelinePage } from "@/features/deals/pipeline-page.tsx";
import { type PipelineSearch, pipelineHref } from "@/features/deals/pipeline-search.ts";
import { useRouter } from "@/router/router-context.tsx";
import type { PageProps } from "@/router/routes.ts";
import { useShortcuts } from "@/ui/shortcuts.ts";

/** The pipeline at its address: everything that can be chosen on it is in there. */
export function PipelineRoute({ search }: PageProps<PipelineSearch>) {
  const { t } = useLingui();
  const { history } = useRouter();
  function onSearch(change: Partial<PipelineSearch>, how = { replace: false }): void {
    history[how.replace ? "replace" : "push"](pipelineHref({ ...search, ...change }));
  }
  useShortcuts(
    useMemo(
      () => [
        {
          keys: "c",
          label: t`New deal`,
          group: t`On the board`,
          run: () => history.push(pipelineHref({ ...search, new: true })),
        },
      ],
      [history, search, t],
    ),
  );
  return <PipelinePage search={search} onSearch={onSearch} />;
}
