import { useLingui } from "@lingui/react/macro";
import { Notice } from "@/ui/feedback/notice.tsx";

/** A record that may be the one that is being written down. */
export interface Likeness {
  id: string;
  href: string;
  name: string;
  /** What tells it from others of its name. */
  detail?: string | null;
}

const SHOWN_MAX = 3;

/** Points at records that may be there already. Nothing is refused: two people may share a name. */
export function LikelyDuplicates({ found }: { found: readonly Likeness[] }) {
  const { t } = useLingui();
  if (found.length === 0) return null;
  const more = found.length - SHOWN_MAX;
  return (
    <Notice tone="warn">
      <p>{t`Perhaps there already. Look before you write it down twice:`}</p>
      <ul className="mt-1 grid gap-0.5">
        {found.slice(0, SHOWN_MAX).map(({ id, href, name, detail }) => (
          <li key={id} className="truncate">
            <a href={href} className="underline">
              <bdi>{name}</bdi>
            </a>
            {detail ? <span className="font-normal">, {detail}</span> : null}
          </li>
        ))}
        {more > 0 ? <li className="font-normal">{t`and ${more} more`}</li> : null}
      </ul>
    </Notice>
  );
}
