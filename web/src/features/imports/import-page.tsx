import { useLingui } from "@lingui/react/macro";
import { useCan } from "@/features/session/session-context.tsx";
import { PageHeader } from "@/ui/page-header.tsx";
import { useTitle } from "@/ui/use-title.ts";
import { ImportHistory } from "./import-history.tsx";
import { ImportStart } from "./import-start.tsx";
import { NoAccess } from "./no-access.tsx";
import { StepList } from "./step-list.tsx";

/** Where files come in: a new one, and those of before. */
export function ImportPage() {
  const { t } = useLingui();
  const allowed = useCan("imports.create");
  useTitle(t`Import`);
  if (!allowed) return <NoAccess />;
  return (
    <>
      <PageHeader title={t`Import`}>
        <StepList current="file" hrefOf={() => null} />
      </PageHeader>
      <div className="min-h-0 flex-1 overflow-y-auto bg-surface">
        <div className="mx-auto grid max-w-5xl gap-8 px-4 py-5 md:px-6">
          <ImportStart />
          <ImportHistory />
        </div>
      </div>
    </>
  );
}
