import { plural } from "@lingui/core/macro";
import { Trans, useLingui } from "@lingui/react/macro";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import type { TrashWeight } from "@/api/generated/types.gen.ts";
import { messageOf } from "@/features/records/message-of.ts";
import { enumerate } from "@/i18n/i18n.ts";
import { Button } from "@/ui/button.tsx";
import { Notice } from "@/ui/feedback/notice.tsx";
import { SkeletonLines } from "@/ui/feedback/skeleton.tsx";
import { Dialog } from "@/ui/overlay/dialog.tsx";
import { toast } from "@/ui/overlay/toast.tsx";
import { purge, refreshTrash, weightQuery } from "./trash.ts";
import type { TrashNoun } from "./trash-search.ts";

/** Asks before records are deleted for good, and says what goes with them and what stays without them. */
export function PurgeDialog({
  noun,
  ids,
  onClose,
  onPurged,
}: {
  noun: TrashNoun;
  ids: string[];
  onClose: () => void;
  onPurged: () => void;
}) {
  const { t } = useLingui();
  const client = useQueryClient();
  const weight = useQuery(weightQuery(noun, ids));
  const purging = useMutation({
    mutationFn: () => purge(noun, ids),
    onSuccess: () => {
      toast(
        plural(ids.length, {
          one: "# record was deleted for good",
          other: "# records were deleted for good",
        }),
      );
      onPurged();
    },
    onSettled: () => refreshTrash(client, noun),
  });
  const error = weight.error ?? purging.error;
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={plural(ids.length, {
        one: "Delete # record for good?",
        other: "Delete # records for good?",
      })}
      description={t`This cannot be undone.`}
      footer={
        <>
          <Button onClick={onClose}>{t`Cancel`}</Button>
          <Button
            variant="danger"
            disabled={!weight.data}
            busy={purging.isPending}
            onClick={() => purging.mutate()}
          >
            {t`Delete for good`}
          </Button>
        </>
      }
    >
      {error ? <Notice tone="bad">{messageOf(error)}</Notice> : null}
      {weight.data ? (
        <Weight weight={weight.data} />
      ) : weight.error ? null : (
        <SkeletonLines count={2} label={t`Looking what goes with it`} />
      )}
    </Dialog>
  );
}

function Weight({ weight }: { weight: TrashWeight }) {
  const { activities, attachments, contacts, companies, deals, leads } = weight;
  const losing = [
    contacts ? plural(contacts, { one: "# contact", other: "# contacts" }) : "",
    companies ? plural(companies, { one: "# company", other: "# companies" }) : "",
    deals ? plural(deals, { one: "# deal", other: "# deals" }) : "",
    leads ? plural(leads, { one: "# converted lead", other: "# converted leads" }) : "",
  ].filter(Boolean);
  const list = enumerate(losing);
  const going = enumerate([
    activities ? plural(activities, { one: "# activity", other: "# activities" }) : "",
    attachments ? plural(attachments, { one: "# file", other: "# files" }) : "",
  ]);
  return (
    <ul className="list-disc space-y-1 ps-5 text-ink-2">
      <li>
        {going ? (
          <Trans>
            With it goes what hangs on it: <strong className="text-ink">{going}</strong>, tags,
            custom fields.
          </Trans>
        ) : (
          <Trans>With it go its tags and custom fields; no activity or file hangs on it.</Trans>
        )}
      </li>
      {list ? (
        <li>
          <Trans>
            These stay and only lose their link to it: <strong className="text-ink">{list}</strong>.
          </Trans>
        </li>
      ) : null}
      <li>
        <Trans>The audit log keeps that it was there, and who deleted it.</Trans>
      </li>
    </ul>
  );
}
