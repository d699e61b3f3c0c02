import { useLingui } from "@lingui/react/macro";
import { ChevronDown, ChevronUp } from "lucide-react";
import { useShortcuts } from "@/ui/shortcuts.ts";
import type { Neighbours } from "./neighbours.ts";
import { useGo } from "./use-go.ts";

/** The way back to the list, at the head of a record. */
export function BackLink({ href, children }: { href: string; children: string }) {
  return (
    <a href={href} className="text-ink-2 hover:text-ink hover:underline">
      {children}
    </a>
  );
}

/** On to the record before and after, as the list had them; with j and k, as in the list. */
export function RecordNav({ neighbours }: { neighbours: Neighbours }) {
  const { t } = useLingui();
  const go = useGo();
  const { previous, next, listHref } = neighbours;
  const group = t`On this page`;
  useShortcuts([
    { keys: "j", label: t`Next record`, group, run: () => next && go(next) },
    { keys: "k", label: t`Previous record`, group, run: () => previous && go(previous) },
    { keys: "u", label: t`Up to the list`, group, run: () => go(listHref) },
  ]);
  if (!previous && !next) return null;
  return (
    <div className="flex">
      <Step href={previous} label={t`Previous record`}>
        <ChevronUp aria-hidden="true" />
      </Step>
      <Step href={next} label={t`Next record`}>
        <ChevronDown aria-hidden="true" />
      </Step>
    </div>
  );
}

const STEP = "grid size-8 place-items-center rounded-m text-ink-2 touch:size-11 [&_svg]:size-4.5";

function Step({
  href,
  label,
  children,
}: {
  href: string | undefined;
  label: string;
  children: React.ReactNode;
}) {
  return href ? (
    <a
      href={href}
      aria-label={label}
      title={label}
      className={`${STEP} hover:bg-hover hover:text-ink`}
    >
      {children}
    </a>
  ) : (
    <span className={`${STEP} opacity-35`}>{children}</span>
  );
}
