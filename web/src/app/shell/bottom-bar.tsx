import { useLingui } from "@lingui/react/macro";
import {
  Contact,
  House,
  Kanban,
  type LucideIcon,
  Menu as MenuIcon,
  UserRoundPlus,
} from "lucide-react";
import { cx } from "@/ui/cx.ts";
import { VisuallyHidden } from "@/ui/visually-hidden.tsx";
import { usePlaces } from "./nav.ts";
import { setOverlay } from "./shell-state.ts";

const ITEM =
  "relative grid h-14 min-w-0 flex-1 pt-2 content-start justify-items-center gap-0.5 text-2xs outline-offset-[-3px] [&_svg]:size-5";

/** On a phone the places stand within reach of the thumb; the rest is behind More. */
export function BottomBar({ current, unread }: { current: string | null; unread: boolean }) {
  const { t, i18n } = useLingui();
  const places = usePlaces().filter((item) => item.phone);
  const inMore = current !== null && !places.some((item) => item.id === current);
  return (
    <nav
      aria-label={t`Workspace`}
      className="flex border-t border-line bg-sunken pb-[env(safe-area-inset-bottom)] md:hidden"
    >
      {places.map((item) => (
        <a
          key={item.id}
          href={item.href}
          aria-current={item.id === current ? "page" : undefined}
          className={cx(ITEM, item.id === current ? MARKED : "text-ink-2")}
        >
          <Icon id={item.id} />
          <span className="line-clamp-2 max-w-full text-center leading-3">
            {i18n._(item.label)}
          </span>
        </a>
      ))}
      <button
        type="button"
        onClick={() => setOverlay("more")}
        className={cx(ITEM, inMore ? MARKED : "text-ink-2")}
      >
        <span className="relative">
          <MenuIcon aria-hidden="true" strokeWidth={1.75} />
          {unread ? (
            <span
              aria-hidden="true"
              className="absolute -end-1.5 -top-0.5 size-2 rounded-full bg-mark"
            />
          ) : null}
        </span>
        <span className="leading-3">
          {t`More`}
          {unread ? <VisuallyHidden>, {t`unread notifications`}</VisuallyHidden> : null}
        </span>
      </button>
    </nav>
  );
}

const MARKED =
  "font-semibold text-ink before:absolute before:inset-x-4 before:top-0 before:h-1 before:rounded-b-full before:bg-mark";

const ICONS: Partial<Record<string, LucideIcon>> = {
  home: House,
  leads: UserRoundPlus,
  pipeline: Kanban,
  contacts: Contact,
};

function Icon({ id }: { id: string }) {
  const Drawing = ICONS[id];
  return Drawing ? <Drawing aria-hidden="true" strokeWidth={1.75} /> : null;
}
