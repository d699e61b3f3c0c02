import { Dialog as Base } from "@base-ui/react/dialog";
import { plural } from "@lingui/core/macro";
import { useLingui } from "@lingui/react/macro";
import { type KeyboardEvent, useEffect, useId, useRef, useState } from "react";
import type { Shortcut } from "@/ui/shortcuts.ts";
import { type PaletteItem, useChoices, usePaletteItems } from "./palette-items.ts";
import { PaletteList } from "./palette-list.tsx";

/** Finds records and does things by typing: arrows choose, Enter does it, Escape leaves. */
export function Palette({
  go,
  asked,
  onClose,
}: {
  go: (href: string) => void;
  /** An action whose key was pressed: its choice is asked at once. */
  asked: Shortcut | null;
  onClose: () => void;
}) {
  const { t } = useLingui();
  const list = useId();
  const box = useRef<HTMLInputElement>(null);
  const [typed, setTyped] = useState("");
  const [chosen, setChosen] = useState(0);
  const [asking, setAsking] = useState(asked);
  const everything = usePaletteItems(asking ? "" : typed, go);
  const choices = useChoices(asking, typed);
  const { groups, searching } = asking ? choices : everything;
  const items = groups.flatMap((group) => group.items);
  const active = items[Math.min(chosen, items.length - 1)];
  const idOf = (item: PaletteItem) => `${list}-${item.id.replace(/\s/g, "_")}`;
  const activeId = active ? idOf(active) : undefined;
  useEffect(() => {
    if (activeId) document.getElementById(activeId)?.scrollIntoView({ block: "nearest" });
  }, [activeId]);

  function ask(action: Shortcut | null): void {
    setAsking(action);
    setTyped("");
    setChosen(0);
    // whoever pointed goes on by typing
    box.current?.focus();
  }

  function choose(item: PaletteItem | undefined): void {
    if (!item) return;
    if (item.asks) {
      ask(item.asks);
      return;
    }
    onClose();
    // after the focus has gone back to the page: what is done next may want it
    setTimeout(() => item.run?.());
  }

  function onKeyDown(event: KeyboardEvent): void {
    const at = items.length === 0 ? 0 : Math.min(chosen, items.length - 1);
    const to = { ArrowDown: at + 1, ArrowUp: at - 1 }[event.key];
    if (event.nativeEvent.isComposing) return;
    if (to !== undefined && items.length > 0) setChosen((to + items.length) % items.length);
    else if (event.key === "Enter") choose(active);
    else if (event.key === "Backspace" && typed === "" && asking) ask(null);
    else return;
    event.preventDefault();
  }

  return (
    <Base.Root open onOpenChange={(open) => !open && onClose()}>
      <Base.Portal>
        <Base.Backdrop className="motion-fade fixed inset-0 z-40 bg-[oklch(.2_.03_215/.35)] dark:bg-[oklch(0_0_0/.55)]" />
        <Base.Popup className="motion-pop fixed inset-x-3 top-3 z-40 mx-auto flex max-h-[min(32rem,calc(100dvh-1.5rem))] max-w-xl flex-col overflow-hidden rounded-l bg-surface shadow-2 outline-none md:top-[12vh]">
          <Base.Title className="sr-only">{t`Search and commands`}</Base.Title>
          {asking ? (
            <p aria-hidden="true" className="px-4 pt-3 text-sm font-semibold">
              {asking.label}
            </p>
          ) : null}
          <input
            ref={box}
            type="text"
            role="combobox"
            aria-label={asking ? asking.label : t`Search or do something`}
            aria-expanded={items.length > 0}
            aria-controls={list}
            aria-autocomplete="list"
            aria-activedescendant={activeId}
            autoComplete="off"
            spellCheck={false}
            // biome-ignore lint/a11y/noAutofocus: it was opened to type
            autoFocus
            placeholder={
              asking ? t`Type to find it` : t`Search records, or type what you want to do`
            }
            value={typed}
            onChange={(event) => {
              setTyped(event.target.value);
              setChosen(0);
            }}
            onKeyDown={onKeyDown}
            className="h-13 shrink-0 border-b border-line bg-transparent px-4 text-lg outline-none placeholder:text-ink-3"
          />
          <PaletteList
            id={list}
            groups={groups}
            active={active}
            idOf={idOf}
            onPoint={(item) => setChosen(items.indexOf(item))}
            onChoose={choose}
          />
          <p role="status" className={items.length === 0 ? "px-4 py-3 text-ink-2" : "sr-only"}>
            {items.length === 0
              ? searching
                ? t`Searching…`
                : t`Nothing fits. Try fewer letters.`
              : plural(items.length, { one: "# choice", other: "# choices" })}
          </p>
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}
