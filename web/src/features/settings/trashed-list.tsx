import { useLingui } from "@lingui/react/macro";
import { Button } from "@/ui/button.tsx";

/** Something in the trash, and what it belongs to where that is worth a word. */
interface Trashed {
  id: string;
  name: string;
  of?: string;
}

/** Settings that were trashed, with the way back; nothing while there are none. */
export function TrashedList<Item extends Trashed>({
  items,
  onRestore,
}: {
  items: readonly Item[];
  onRestore: (item: Item) => void;
}) {
  const { t } = useLingui();
  if (items.length === 0) return null;
  return (
    <section aria-labelledby="trashed" className="grid grid-cols-1 gap-2">
      <h2 id="trashed" className="font-display text-xl font-medium">{t`In the trash`}</h2>
      <ul className="divide-y divide-line border-y border-line">
        {items.map((item) => (
          <li key={item.id} className="flex min-h-11 items-center gap-3 py-1.5">
            <span dir="auto" className="min-w-0 flex-1 truncate text-ink-2">
              {item.of ? `${item.of} · ${item.name}` : item.name}
            </span>
            <Button size="sm" aria-label={t`Restore ${item.name}`} onClick={() => onRestore(item)}>
              {t`Restore`}
            </Button>
          </li>
        ))}
      </ul>
    </section>
  );
}
