import { useLingui } from "@lingui/react/macro";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useMemo } from "react";
import { PipelinePage } from "@/features/deals/pipeline-page.tsx";
import type { PipelineSearch } from "@/features/deals/pipeline-search.ts";
import { useShortcuts } from "@/ui/shortcuts.ts";

/** The pipeline at its address: everything that can be chosen on it is in there. */
export function PipelineRoute() {
  const { t } = useLingui();
  const search = useSearch({ from: "/workspace/pipeline" });
  const navigate = useNavigate();
  function onSearch(change: Partial<PipelineSearch>, how = { replace: false }): void {
    void navigate({
      to: "/pipeline",
      search: { ...search, ...change },
      replace: how.replace,
    });
  }
  useShortcuts(
    useMemo(
      () => [
        {
          keys: "c",
          label: t`New deal`,
          group: t`On the board`,
          run: () => void navigate({ to: "/pipeline", search: { ...search, new: true } }),
        },
      ],
      [navigate, search, t],
    ),
  );
  return <PipelinePage search={search} onSearch={onSearch} />;
}
