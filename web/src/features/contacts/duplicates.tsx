import { Trans } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { listContactDuplicates } from "@/api/generated/sdk.gen.ts";
import { Notice } from "@/ui/feedback/notice.tsx";
import { useSettled } from "@/ui/use-settled.ts";

const SHOWN_MAX = 3;

/** Points at contacts that may be the one that is being written down. Nothing is refused: two people share a name. */
export function ContactDuplicates({ name, email }: { name: string; email: string }) {
  const wholeName = useSettled(name.trim().includes(" ") ? name.trim() : "");
  const wholeEmail = useSettled(/.@.+\../.test(email) ? email.trim() : "");
  const found = useQuery({
    queryKey: ["contacts", "duplicates", wholeName, wholeEmail],
    enabled: wholeName !== "" || wholeEmail !== "",
    staleTime: 30_000,
    queryFn: async ({ signal }) =>
      (
        await listContactDuplicates({
          query: { name: wholeName || undefined, email: wholeEmail || undefined },
          signal,
          throwOnError: true,
        })
      ).data,
  }).data;
  if (!found?.length) return null;
  return (
    <Notice tone="warn">
      <Trans>Perhaps there already:</Trans>{" "}
      {found.slice(0, SHOWN_MAX).map(({ contact }, index) => (
        <span key={contact.id}>
          {index > 0 ? ", " : ""}
          <a href={`/contacts/${contact.id}`} className="underline">
            <bdi>{contact.name}</bdi>
          </a>
          {contact.company_name ? ` (${contact.company_name})` : ""}
        </span>
      ))}
    </Notice>
  );
}
