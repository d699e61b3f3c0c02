import { Trans, useLingui } from "@lingui/react/macro";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { Skeleton, SkeletonLines } from "@/ui/feedback/skeleton.tsx";
import { RecordLayout } from "@/ui/record/record-layout.tsx";
import { InTrash } from "./in-trash.tsx";
import { recordQuery } from "./record-queries.ts";
import type { Resource, Versioned } from "./resource.ts";
import { useRestore } from "./use-trash.ts";

/** Loads a record and shows it; grey lines of its shape until then. What goes wrong, the route's error page says. */
export function RecordPage<Row extends Versioned, Patch extends object>({
  resource,
  id,
  children,
}: {
  resource: Resource<Row, Patch>;
  id: string;
  children: (record: Row) => ReactNode;
}) {
  const client = useQueryClient();
  const { data } = useQuery({
    ...recordQuery(client, resource, id),
    throwOnError: (_error, query) => query.state.data === undefined,
  });
  return data ? children(data) : <RecordSkeleton />;
}

/** The shape of a record that is on its way. */
export function RecordSkeleton() {
  const { t } = useLingui();
  return (
    <RecordLayout
      title={<Skeleton className="h-6 w-56" />}
      subtitle={<Skeleton className="mt-2 h-3 w-40" />}
      side={<SkeletonLines count={12} label={t`Loading`} />}
    >
      <SkeletonLines count={5} label={t`Loading the timeline`} />
    </RecordLayout>
  );
}

/** Says that a record lies in the trash, and takes it out again. */
export function TrashedNotice<Row extends Versioned & { name: string }, Patch extends object>({
  resource,
  record,
  mayRestore,
}: {
  resource: Resource<Row, Patch>;
  record: Row;
  mayRestore: boolean;
}) {
  const restore = useRestore(resource);
  return (
    <InTrash onRestore={mayRestore ? () => void restore(record) : undefined}>
      <Trans>This is in the trash. Nobody finds it in a list.</Trans>
    </InTrash>
  );
}
