import { ImportDetailPage } from "@/features/imports/import-detail-page.tsx";
import type { ImportSearch } from "@/features/imports/import-steps.ts";
import type { PageProps } from "@/router/routes.ts";

/** One import at its address; the step is in there. */
export function ImportRoute({ params, search }: PageProps<ImportSearch>) {
  const id = params.importId ?? "";
  return <ImportDetailPage key={id} id={id} search={search} />;
}
