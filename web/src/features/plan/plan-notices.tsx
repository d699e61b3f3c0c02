import { Trans, useLingui } from "@lingui/react/macro";
import type { PlanNotice } from "@/api/generated/types.gen.ts";
import { bytesText } from "@/ui/format/bytes.ts";
import { DateText, useFormats } from "@/ui/format/format-context.tsx";

/** What administrators are told of the plan on every page, before a wall stops them. */
export function PlanNotices({ notices }: { notices: readonly PlanNotice[] }) {
  return notices.map((notice) => (
    <p
      key={notice.about}
      className="shrink-0 border-b border-line bg-warn-soft px-4 py-2 text-sm font-medium text-warn md:px-6"
    >
      <Words notice={notice} />{" "}
      <a href="/settings/plan" className="underline underline-offset-2">
        <Trans>Plan and usage</Trans>
      </a>
    </p>
  ));
}

function Words({ notice: { about, ends_at: ends, used, max } }: { notice: PlanNotice }) {
  const { t } = useLingui();
  const formats = useFormats();
  if (about === "trial")
    return ends ? (
      <Trans>
        The trial ends on <DateText value={ends} />.
      </Trans>
    ) : null;
  const say = (value: number) =>
    about === "storage" ? bytesText(formats, value) : formats.number(value);
  const [had, room] = [say(used ?? 0), say(max ?? 0)];
  const full = (used ?? 0) >= (max ?? 0);
  if (about === "storage")
    return full
      ? t`The plan has room for ${room} of files, and it is full.`
      : t`${had} of the ${room} that the plan has for files are used.`;
  return full
    ? t`The plan has room for ${room} records, and it is full.`
    : t`${had} of the ${room} records that the plan has room for are used.`;
}
