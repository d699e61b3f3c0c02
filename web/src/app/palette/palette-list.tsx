import { useLingui } from "@lingui/react/macro";
import { cx } from "@/ui/cx.ts";
import { Kbd } from "@/ui/kbd.tsx";
import { modKey } from "@/ui/shortcuts.ts";
import type { PaletteGroup, PaletteItem } from "./palette-items.ts";

/** The palette's lines, by group. The focus stays in the box above; the pointer chooses too. */
export function PaletteList({
  id,
  groups,
  active,
  idOf,
  onPoint,
  onChoose,
}: {
  id: string;
  groups: readonly PaletteGroup[];
  active: PaletteItem | undefined;
  idOf: (item: PaletteItem) => string;
  /** The pointer moved over a line, which is then the active one. */
  onPoint: (item: PaletteItem) => void;
  onChoose: (item: PaletteItem) => void;
}) {
  const { t } = useLingui();
  return (
    <div
      id={id}
      role="listbox"
      aria-label={t`Choices`}
      tabIndex={-1}
      className="min-h-0 flex-1 overflow-y-auto p-1.5 empty:hidden"
    >
      {groups.map((group) => (
        <div key={group.name} role="group" aria-label={group.name}>
          {group.quiet ? null : (
            <div aria-hidden="true" className="px-2.5 pt-2 pb-1 text-xs font-medium text-ink-3">
              {group.name}
            </div>
          )}
          {group.items.map((item) => (
            <Line
              key={item.id}
              id={idOf(item)}
              item={item}
              active={item === active}
              onPoint={() => onPoint(item)}
              onChoose={() => onChoose(item)}
            />
          ))}
        </div>
      ))}
    </div>
  );
}

function Line({
  id,
  item,
  active,
  onPoint,
  onChoose,
}: {
  id: string;
  item: PaletteItem;
  active: boolean;
  onPoint: () => void;
  onChoose: () => void;
}) {
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the box above has the focus and the keys
    <div
      id={id}
      role="option"
      tabIndex={-1}
      aria-selected={active}
      onPointerMove={active ? undefined : onPoint}
      onClick={onChoose}
      className={cx(
        "flex min-h-9 cursor-default items-center gap-3 rounded-m px-2.5 touch:min-h-11",
        active && "bg-hover",
      )}
    >
      <span className="min-w-0 flex-1 truncate">
        <bdi>{item.label}</bdi>
        {item.detail ? <span className="ms-2 text-sm text-ink-3">{item.detail}</span> : null}
      </span>
      {item.keys ? (
        <span className="touch:hidden">
          <Kbd keys={keysText(item.keys)} />
        </span>
      ) : null}
    </div>
  );
}

function keysText(keys: string): string {
  return keys.replace("mod+", modKey()).toUpperCase();
}
