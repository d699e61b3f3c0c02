import { useLingui } from "@lingui/react/macro";
import { type ButtonHTMLAttributes, lazy, type Ref, Suspense, use, useState } from "react";
import { useSession } from "@/features/session/session-context.tsx";
import { Avatar } from "@/ui/avatar.tsx";
import { firstPage } from "@/ui/first-page.ts";

const UserMenu = lazy(async () => {
  await firstPage;
  return { default: (await import("./user-menu.tsx")).UserMenu };
});

/**
 * The person at the foot of the sidebar. The menu's code comes behind the first page: whoever presses before it is
 * there finds the menu open when it comes, and whoever has the focus there keeps it.
 */
export function UserButtonSlot() {
  const { t } = useLingui();
  const { user } = useSession();
  const [pressed, setPressed] = useState(false);
  const [focused, setFocused] = useState(false);
  const [held, setHeld] = useState(false);
  return (
    <Suspense
      fallback={
        <UserButton
          aria-label={t`${user.name}: account and appearance`}
          aria-haspopup="menu"
          aria-expanded={false}
          aria-busy={pressed}
          onPointerDown={() => {
            setHeld(true);
            onceReleased(() => setHeld(false));
          }}
          onClick={() => setPressed(true)}
          onFocus={() => setFocused(true)}
          onBlur={() => setFocused(false)}
        />
      }
    >
      {held ? <NotYet /> : <UserMenu defaultOpen={pressed} autoFocus={focused} />}
    </Suspense>
  );
}

const never = new Promise<never>(() => {});

/* A button that is replaced between press and release is never clicked: the menu waits for the release. */
function NotYet(): never {
  return use(never);
}

/* The click comes right behind the release; a task later it has been counted. */
function onceReleased(then: () => void): void {
  const released = () => {
    window.removeEventListener("pointerup", released);
    window.removeEventListener("pointercancel", released);
    setTimeout(then);
  };
  window.addEventListener("pointerup", released);
  window.addEventListener("pointercancel", released);
}

/** The button itself, which the menu opens from. */
export function UserButton(
  props: ButtonHTMLAttributes<HTMLButtonElement> & { ref?: Ref<HTMLButtonElement> },
) {
  const { user } = useSession();
  return (
    <button
      type="button"
      {...props}
      className="flex h-10 w-full min-w-0 items-center gap-2.5 rounded-m px-2 text-start text-sm outline-offset-[-2px] hover:bg-hover aria-expanded:bg-hover touch:h-11"
    >
      <Avatar name={user.name} />
      <span dir="auto" className="truncate">
        {user.name}
      </span>
    </button>
  );
}
