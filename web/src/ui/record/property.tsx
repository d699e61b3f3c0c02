import { useLingui } from "@lingui/react/macro";
import type { ReactNode, RefObject } from "react";
import { cx } from "../cx.ts";
import { VisuallyHidden } from "../visually-hidden.tsx";

/** The facts of a record, one a line, separated by hairlines. */
export function PropertyList({ children }: { children: ReactNode }) {
  return <dl className="grid">{children}</dl>;
}

/** One fact that cannot be edited here. */
export function Property({
  label,
  more,
  children,
}: {
  label: string;
  more?: boolean;
  children: ReactNode;
}) {
  return (
    <PropertyRow label={label} more={more}>
      <div className="flex min-h-8.5 min-w-0 items-center px-2 touch:min-h-11">{children}</div>
    </PropertyRow>
  );
}

/** The line itself: the name at the start, whatever shows or edits the value after it. */
export function PropertyRow({
  label,
  more,
  action,
  children,
}: {
  label: string;
  /** Not worth a glance: nothing is filled in, or another place says it. A panel leaves it out at first. */
  more?: boolean;
  /** At the end of the line: what can be done with the value, as a link to write to an address. */
  action?: ReactNode;
  children: ReactNode;
}) {
  return (
    <div
      data-more={more ? "" : undefined}
      className="grid min-h-9 grid-cols-[7rem_minmax(0,1fr)_auto] items-start border-b border-line touch:min-h-12"
    >
      <dt className="py-2 text-sm text-ink-2 touch:py-3">{label}</dt>
      <dd className={cx("min-w-0 py-px", !action && "col-span-2")}>{children}</dd>
      {action ? <dd className="py-0.75 touch:py-0.5">{action}</dd> : null}
    </div>
  );
}

/** A value that cannot be edited here, in the place where it could be; a dash where there is none. */
export function StillValue({ children }: { children: ReactNode }) {
  return (
    <div className="flex min-h-8.5 items-center px-2 whitespace-pre-line touch:min-h-11">
      {children ?? <span className="text-ink-3">–</span>}
    </div>
  );
}

/** What a value at rest needs to become editable. */
export interface RestingValueProps {
  /** Said before the value: "Edit Amount:". */
  label: string;
  empty: boolean;
  saving: boolean;
  openerRef: RefObject<HTMLButtonElement | null>;
  onEdit: () => void;
  children: ReactNode;
}

/** A value at rest: reads as text, answers to a press or Enter by becoming a box. */
export function RestingValue({
  label,
  empty,
  saving,
  openerRef,
  onEdit,
  children,
}: RestingValueProps) {
  return (
    <button
      ref={openerRef}
      type="button"
      aria-busy={saving || undefined}
      onClick={onEdit}
      className={cx(
        "flex min-h-8.5 w-full min-w-0 items-center rounded-m px-2 py-1 text-start outline-offset-[-2px] hover:bg-hover touch:min-h-11",
        empty && "text-ink-3",
        saving && "opacity-60",
      )}
    >
      <VisuallyHidden>{label} </VisuallyHidden>
      <span className="min-w-0 break-words whitespace-pre-line">{children}</span>
    </button>
  );
}

/** The reason why a value was not taken, under its box, and the way out for who has no Escape key. */
export function PropertyError({
  id,
  onDiscard,
  children,
}: {
  id: string;
  onDiscard?: () => void;
  children: ReactNode;
}) {
  const { t } = useLingui();
  return (
    <div className="px-2 pt-1 pb-1.5 text-sm">
      <p id={id} role="alert" className="font-medium text-bad">
        {children}
      </p>
      {onDiscard ? (
        <button
          type="button"
          onClick={onDiscard}
          className="-mx-1 rounded-s px-1 text-ink-2 underline hover:text-ink touch:min-h-11"
        >
          {t`Discard mine`}
        </button>
      ) : null}
    </div>
  );
}
