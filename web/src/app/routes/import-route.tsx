import { useParams, useSearch } from "@tanstack/react-router";
import { ImportDetailPage } from "@/features/imports/import-detail-page.tsx";

/** One import at its address; the step is in there. */
export function ImportRoute() {
  const { importId } = useParams({ from: "/workspace/imports/$importId" });
  const search = useSearch({ from: "/workspace/imports/$importId" });
  return <ImportDetailPage key={importId} id={importId} search={search} />;
}
