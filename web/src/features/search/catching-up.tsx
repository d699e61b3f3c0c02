import { Trans } from "@lingui/react/macro";
import { useInfiniteQuery } from "@tanstack/react-query";
import { importsQuery } from "@/features/imports/imports.ts";
import { useCan } from "@/features/session/session-context.tsx";
import { Notice } from "@/ui/feedback/notice.tsx";

const ASK_EVERY_MS = 3_000;

/** Says so while search does not find yet all that an import brought; for those who see imports. */
export function CatchingUp() {
  const may = useCan("imports.read");
  const behind = useInfiniteQuery({
    ...importsQuery,
    enabled: may,
    refetchInterval: (query) =>
      query.state.data?.pages.some(({ items }) => items.some(isBehind)) ? ASK_EVERY_MS : false,
    select: ({ pages }) => pages.flatMap(({ items }) => items).find(isBehind),
  }).data;
  if (!behind) return null;
  const { file_name } = behind;
  return (
    <div className="px-4 pt-3 md:px-6">
      <Notice>
        <Trans>
          Search is still catching up with an import ({file_name}). Some of its records are not
          found yet.
        </Trans>
      </Notice>
    </div>
  );
}

function isBehind({ state, searchable }: { state: string; searchable: boolean }): boolean {
  return state === "done" && !searchable;
}
