import { useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { Checkbox } from "@/ui/forms/checkbox.tsx";
import { Kbd } from "@/ui/kbd.tsx";
import { Sheet } from "@/ui/overlay/sheet.tsx";
import { enableShortcuts, listShortcuts, modKey, shortcutsEnabled } from "@/ui/shortcuts.ts";
import { VisuallyHidden } from "@/ui/visually-hidden.tsx";

/** The `?` sheet: every key that works here, by group, and the switch that turns them off. */
export function ShortcutSheet({
  open,
  onOpenChange,
}: {
  open: boolean;
  onOpenChange: (open: boolean) => void;
}) {
  const { t } = useLingui();
  const [enabled, setEnabled] = useState(shortcutsEnabled);
  const inLists = t`In a list`;
  const known = listShortcuts().flatMap(({ keys, label, group }) =>
    // j, k and x are registered by each list, and told below together with the arrows
    keys && group !== inLists ? [{ keys: keys.replace("mod+", modKey()), label, group }] : [],
  );
  const lists: [string, { keys: string; label: string }[]][] = [
    ...Map.groupBy(known, ({ group }) => group),
    [
      inLists,
      [
        { keys: "↓ j", label: t`Next row` },
        { keys: "↑ k", label: t`Previous row` },
        { keys: "↵", label: t({ message: "Open", context: "verb" }) },
        { keys: "␣", label: t`Show the record beside the list` },
        { keys: "x", label: t`Select the row` },
        { keys: "⇧ ↓", label: t`Select as far as the next row` },
        { keys: `${modKey()}A`, label: t`Select all loaded rows` },
        { keys: "Esc", label: t`Clear the selection` },
      ],
    ],
    [
      t`On the board`,
      [
        { keys: "␣", label: t`Lift or drop the card` },
        { keys: "← ↑ → ↓", label: t`Move` },
        { keys: "Esc", label: t`Put it back` },
      ],
    ],
  ];
  return (
    <Sheet open={open} onOpenChange={onOpenChange} title={t`Keyboard shortcuts`}>
      {lists.map(([group, shortcuts]) => (
        <section key={group} className="mb-5">
          <h3 className="mb-1 text-xs font-medium text-ink-3">{group}</h3>
          <dl>
            {shortcuts.map((shortcut) => (
              <div
                key={shortcut.keys}
                className="flex h-9 items-center justify-between border-b border-line text-sm"
              >
                <dt>{shortcut.label}</dt>
                <dd>
                  <VisuallyHidden>{shortcut.keys}</VisuallyHidden>
                  <Kbd keys={shortcut.keys.toUpperCase()} />
                </dd>
              </div>
            ))}
          </dl>
        </section>
      ))}
      <Checkbox
        label={t`Single-key shortcuts`}
        checked={enabled}
        onChange={(event) => {
          setEnabled(event.target.checked);
          enableShortcuts(event.target.checked);
        }}
      />
    </Sheet>
  );
}
