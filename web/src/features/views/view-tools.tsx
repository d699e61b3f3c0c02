import { useLingui } from "@lingui/react/macro";
import {
  ArrowLeft,
  ArrowRight,
  ChevronDown,
  Copy,
  Pencil,
  Plus,
  Trash2,
  UserRound,
  UsersRound,
} from "lucide-react";
import { useState } from "react";
import type { View } from "@/api/generated/types.gen.ts";
import { useCan, useSession } from "@/features/session/session-context.tsx";
import { Button, buttonClass } from "@/ui/button.tsx";
import { IconButton } from "@/ui/icon-button.tsx";
import { Menu, MenuItem, MenuSeparator } from "@/ui/overlay/menu.tsx";
import { useShortcuts } from "@/ui/shortcuts.ts";
import { useViewActions, type ViewActions } from "./use-view-actions.ts";
import { ViewDialog } from "./view-dialog.tsx";
import { afterStep, type Layout, type ViewNoun, type ViewState, viewHref } from "./views.ts";

/** What the tools need: the views, the one that is open, if one is, and what the address shows. */
export interface ViewToolsProps {
  noun: ViewNoun;
  paths: Record<Layout, string>;
  all: readonly View[];
  view: View | undefined;
  /** What a view would keep of what is shown. */
  state: ViewState;
  /** The address shows something else than the tab stands for. */
  changed: boolean;
}

/** Behind the tabs of a list: keeps what is shown as a view, and changes the view that is open. */
export function ViewTools({ noun, paths, all, view, state, changed }: ViewToolsProps) {
  const { t } = useLingui();
  const actions = useViewActions(noun, paths);
  const mayKeep = useCan("views.write");
  const mayChange = useMayChange(view);
  const [asking, setAsking] = useState<"new" | "name" | null>(null);
  const save = () => {
    if (view && mayChange) void actions.save(view, state);
    else setAsking("new");
  };
  useShortcuts(
    mayKeep && changed
      ? [{ keys: "mod+s", label: t`Save the view`, group: t`On this page`, run: save }]
      : [],
  );
  if (!mayKeep) return null;
  return (
    <span className="flex shrink-0 items-center gap-1 self-center ps-1 pb-px">
      {view ? (
        <ViewMenu
          all={all}
          view={view}
          mayChange={mayChange}
          actions={actions}
          onRename={() => setAsking("name")}
          onNew={() => setAsking("new")}
        />
      ) : null}
      {changed ? (
        <>
          <Button
            size="sm"
            variant={view && mayChange ? "secondary" : "ghost"}
            aria-keyshortcuts="Control+S"
            icon={view && mayChange ? undefined : <Plus className="size-3.5" aria-hidden="true" />}
            onClick={save}
          >
            {view && mayChange ? t`Save changes` : t`Save as a view`}
          </Button>
          {view ? (
            <a href={viewHref(paths, view)} className={buttonClass("ghost", "sm")}>
              {t`Discard`}
            </a>
          ) : null}
        </>
      ) : null}
      {asking === "new" ? (
        <ViewDialog
          title={t`Save as a view`}
          shared={false}
          onSave={(name, shared) => actions.create(name, shared, state)}
          onClose={() => setAsking(null)}
        />
      ) : null}
      {asking === "name" && view ? (
        <ViewDialog
          title={t`Rename the view`}
          name={view.name}
          onSave={async (name) => Boolean(await actions.change(view, { name }))}
          onClose={() => setAsking(null)}
        />
      ) : null}
    </span>
  );
}

/* A shared view is changed by those who may share; the server knows whose. */
function useMayChange(view: View | undefined): boolean {
  const keeps = useCan("views.write");
  const shares = useCan("views.share");
  return view?.shared ? shares : keeps;
}

function ViewMenu({
  all,
  view,
  mayChange,
  actions,
  onRename,
  onNew,
}: {
  all: readonly View[];
  view: View;
  mayChange: boolean;
  actions: ViewActions;
  onRename: () => void;
  onNew: () => void;
}) {
  const { t } = useLingui();
  const { user } = useSession();
  const mayShare = useCan("views.share");
  const before = afterStep(all, view, -1);
  const behind = afterStep(all, view, 1);
  return (
    <Menu
      trigger={
        <IconButton label={t`View ${view.name}: more`} className="size-7">
          <ChevronDown aria-hidden="true" />
        </IconButton>
      }
    >
      {mayChange ? (
        <MenuItem icon={<Pencil aria-hidden="true" />} onSelect={onRename}>
          {t`Rename`}
        </MenuItem>
      ) : null}
      <MenuItem
        icon={<Copy aria-hidden="true" />}
        onSelect={() => void actions.duplicate(view)}
      >{t`Duplicate`}</MenuItem>
      <MenuItem icon={<Plus aria-hidden="true" />} onSelect={onNew}>
        {t`Save as a new view`}
      </MenuItem>
      {mayShare && !view.shared ? (
        <MenuItem
          icon={<UsersRound aria-hidden="true" />}
          onSelect={() => void actions.change(view, { shared: true })}
        >{t`Share with everybody`}</MenuItem>
      ) : null}
      {mayShare && view.shared && view.owner_id === user.id ? (
        <MenuItem
          icon={<UserRound aria-hidden="true" />}
          onSelect={() => void actions.change(view, { shared: false })}
        >{t`Keep for myself`}</MenuItem>
      ) : null}
      {mayChange && (before !== undefined || behind !== undefined) ? <MenuSeparator /> : null}
      {mayChange && before !== undefined ? (
        <MenuItem
          icon={<ArrowLeft aria-hidden="true" className="rtl:-scale-x-100" />}
          onSelect={() => void actions.change(view, { after: before })}
        >{t`Move towards the start`}</MenuItem>
      ) : null}
      {mayChange && behind !== undefined ? (
        <MenuItem
          icon={<ArrowRight aria-hidden="true" className="rtl:-scale-x-100" />}
          onSelect={() => void actions.change(view, { after: behind })}
        >{t`Move towards the end`}</MenuItem>
      ) : null}
      {mayChange ? (
        <>
          <MenuSeparator />
          <MenuItem
            danger
            icon={<Trash2 aria-hidden="true" />}
            onSelect={() => void actions.remove(view)}
          >{t`Delete the view`}</MenuItem>
        </>
      ) : null}
    </Menu>
  );
}
