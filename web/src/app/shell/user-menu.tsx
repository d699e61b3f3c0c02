import { useLingui } from "@lingui/react/macro";
import { useQueryClient } from "@tanstack/react-query";
import { CircleUser, Keyboard, LogOut, Monitor, Moon, Sun } from "lucide-react";
import { signOut } from "@/features/session/session.ts";
import { useSession } from "@/features/session/session-context.tsx";
import { useRouter } from "@/router/router-context.tsx";
import { Menu, MenuItem, MenuRadioGroup, MenuSeparator } from "@/ui/overlay/menu.tsx";
import { toast } from "@/ui/overlay/toast.tsx";
import { chooseTheme, type ThemeChoice, useThemeChoice } from "../theme/theme.ts";
import { openShortcutSheet } from "./shell-state.ts";
import { UserButton } from "./user-slot.tsx";

/** Who is signed in, how the pages look, and the way out. It may begin open, or with the focus on its button. */
export function UserMenu({
  defaultOpen,
  autoFocus,
}: {
  defaultOpen?: boolean;
  autoFocus?: boolean;
}) {
  const { t } = useLingui();
  const client = useQueryClient();
  const router = useRouter();
  const { user } = useSession();
  const theme = useThemeChoice();
  return (
    <Menu
      side="top"
      defaultOpen={defaultOpen}
      trigger={
        <UserButton aria-label={t`${user.name}: account and appearance`} autoFocus={autoFocus} />
      }
    >
      <div className="px-2 pt-1.5 pb-1">
        <div dir="auto" className="font-medium">
          {user.name}
        </div>
        <div dir="auto" className="text-sm text-ink-3">
          {user.email}
        </div>
      </div>
      <MenuSeparator />
      <MenuItem
        icon={<CircleUser aria-hidden="true" />}
        onSelect={() => router.history.push("/profile")}
      >
        {t`Profile`}
      </MenuItem>
      <MenuSeparator />
      <MenuRadioGroup
        label={t`Appearance`}
        value={theme}
        onChange={(value) => chooseTheme(value as ThemeChoice)}
        options={[
          { value: "system", label: t`As the system`, icon: <Monitor aria-hidden="true" /> },
          { value: "light", label: t`Light`, icon: <Sun aria-hidden="true" /> },
          { value: "dark", label: t`Dark`, icon: <Moon aria-hidden="true" /> },
        ]}
      />
      <MenuSeparator />
      <MenuItem icon={<Keyboard aria-hidden="true" />} onSelect={openShortcutSheet}>
        {t`Keyboard shortcuts`}
      </MenuItem>
      <MenuItem
        icon={<LogOut aria-hidden="true" className="rtl:-scale-x-100" />}
        onSelect={() => {
          signOut(client).then(
            () => window.location.assign("/sign-in"),
            () => toast(t`Signing out did not work. Try again.`, { tone: "bad" }),
          );
        }}
      >
        {t`Sign out`}
      </MenuItem>
    </Menu>
  );
}
