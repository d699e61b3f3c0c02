import { useLingui } from "@lingui/react/macro";
import {
  ArrowUpRight,
  CalendarArrowUp,
  CalendarClock,
  CalendarDays,
  Check,
  Ellipsis,
  Pencil,
  RotateCcw,
  Trash2,
} from "lucide-react";
import type { Activity } from "@/api/generated/types.gen.ts";
import { recordHref, recordOf } from "@/features/records/record-ref.ts";
import { useGo } from "@/features/records/use-go.ts";
import { IconButton } from "@/ui/icon-button.tsx";
import { Kbd } from "@/ui/kbd.tsx";
import { Menu, MenuItem, MenuSeparator } from "@/ui/overlay/menu.tsx";
import type { RowActions } from "./row-actions.ts";

/** What can be done with an activity, with the keys that do the same. */
export function ActivityMenu({ activity, actions }: { activity: Activity; actions: RowActions }) {
  const { t } = useLingui();
  const go = useGo();
  const record = recordOf(activity);
  const { tick, tomorrow, nextWeek, pickDay, edit, trash } = actions;
  const note = activity.kind === "note";
  return (
    <Menu
      align="end"
      trigger={
        <IconButton label={t`More actions: ${activity.subject}`} tabIndex={-1}>
          <Ellipsis aria-hidden="true" />
        </IconButton>
      }
    >
      {tick && !note ? (
        <Item
          icon={activity.done_at ? <RotateCcw aria-hidden="true" /> : <Check aria-hidden="true" />}
          keys="D"
          onSelect={() => tick(activity)}
        >
          {activity.done_at ? t`To be done again` : t`Done`}
        </Item>
      ) : null}
      {tick && !note && !activity.done_at ? (
        <>
          <Item
            icon={<CalendarArrowUp aria-hidden="true" />}
            keys="T"
            onSelect={() => tomorrow(activity)}
          >
            {t`Tomorrow`}
          </Item>
          <Item
            icon={<CalendarDays aria-hidden="true" />}
            keys="W"
            onSelect={() => nextWeek(activity)}
          >
            {t`Next week`}
          </Item>
          <Item
            icon={<CalendarClock aria-hidden="true" />}
            keys="R"
            onSelect={() => pickDay(activity)}
          >
            {t`Pick a day…`}
          </Item>
        </>
      ) : null}
      {tick && !note ? <MenuSeparator /> : null}
      {tick ? (
        <Item icon={<Pencil aria-hidden="true" />} keys="E" onSelect={() => edit(activity)}>
          {t`Edit`}
        </Item>
      ) : null}
      {record ? (
        <Item
          icon={<ArrowUpRight aria-hidden="true" className="rtl:-scale-x-100" />}
          keys="↵"
          onSelect={() => go(recordHref(record))}
        >
          {t`Open the record`}
        </Item>
      ) : null}
      {trash ? (
        <Item danger icon={<Trash2 aria-hidden="true" />} keys="#" onSelect={() => trash(activity)}>
          {t`Move to the trash`}
        </Item>
      ) : null}
    </Menu>
  );
}

function Item({
  keys,
  children,
  ...item
}: {
  keys: string;
  children: string;
  icon: React.ReactNode;
  danger?: boolean;
  onSelect: () => void;
}) {
  return (
    <MenuItem {...item}>
      <span className="flex-1 pe-6">{children}</span>
      <Kbd keys={keys} />
    </MenuItem>
  );
}
