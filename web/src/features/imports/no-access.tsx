import { Trans, useLingui } from "@lingui/react/macro";
import { usePeople } from "@/features/people/people.ts";
import { buttonClass } from "@/ui/button.tsx";
import { EmptyState } from "@/ui/feedback/empty-state.tsx";
import { useFormats } from "@/ui/format/format-context.tsx";
import { PageHeader } from "@/ui/page-header.tsx";

const NAMES_MAX = 3;

/** For those who may not import: that it is so, and whom to ask. */
export function NoAccess() {
  const { t } = useLingui();
  const formats = useFormats();
  const { active } = usePeople();
  const names = active
    .filter(({ role }) => role === "administrator")
    .slice(0, NAMES_MAX)
    .map(({ name }) => name);
  const who = formats.either(names);
  return (
    <>
      <PageHeader title={t`Import`} />
      <div className="min-h-0 flex-1 overflow-y-auto bg-surface">
        <EmptyState
          title={t`You may not import files`}
          action={<a href="/" className={buttonClass("secondary")}>{t`Home`}</a>}
        >
          <Trans>Administrators and account managers bring in files.</Trans>{" "}
          {names.length > 0 ? <Trans>Ask {who}.</Trans> : null}
        </EmptyState>
      </div>
    </>
  );
}
