import { useLingui } from "@lingui/react/macro";
import type { UseInfiniteQueryResult } from "@tanstack/react-query";
import { Button } from "@/ui/button.tsx";

/** The way to a short list's next page, where there is one. */
export function ShowMore({
  query,
}: {
  query: Pick<UseInfiniteQueryResult, "hasNextPage" | "isFetchingNextPage" | "fetchNextPage">;
}) {
  const { t } = useLingui();
  if (!query.hasNextPage) return null;
  return (
    <Button
      size="sm"
      variant="ghost"
      className="-ms-2 mt-1"
      busy={query.isFetchingNextPage}
      onClick={() => void query.fetchNextPage()}
    >
      {t`Show more`}
    </Button>
  );
}
