import { useLingui } from "@lingui/react/macro";
import { Check } from "lucide-react";
import { Swatch } from "../chip.tsx";
import { useFormats } from "../format/format-context.tsx";
import { Sheet } from "../overlay/sheet.tsx";
import { PHONE, useMediaQuery } from "../use-media-query.ts";
import { find } from "./arrange.ts";
import type { BoardProps } from "./types.ts";
import { cardOf } from "./use-board.ts";

/** The columns as a list, for a card that is to go to one of them without being carried. */
export function MoveSheet<Card>({
  board,
  cardId,
  onChoose,
  onClose,
}: {
  board: BoardProps<Card>;
  cardId: string;
  onChoose: (columnId: string) => void;
  onClose: () => void;
}) {
  const { t } = useLingui();
  const formats = useFormats();
  const phone = useMediaQuery(PHONE);
  const card = cardOf(board, cardId);
  const here = find(board.columns, cardId, board.cardId)?.columnId;
  const name = card === undefined ? "" : board.cardName(card);
  return (
    <Sheet
      open
      onOpenChange={(open) => !open && onClose()}
      title={t`Move ${name}`}
      side={phone ? "bottom" : "end"}
    >
      <ul className="-mx-2 grid">
        {board.columns
          .filter((column) => !column.closed)
          .map((column) => (
            <li key={column.id}>
              <button
                type="button"
                aria-current={column.id === here ? "true" : undefined}
                onClick={() => (column.id === here ? onClose() : onChoose(column.id))}
                className="flex min-h-9 w-full items-center gap-3 rounded-m px-2 text-start hover:bg-hover touch:min-h-12"
              >
                {column.lead ?? <Swatch color={column.color} />}
                <span dir="auto" className="min-w-0 flex-1 truncate">
                  {column.title}
                </span>
                <span className="text-sm text-ink-3">{formats.number(column.count)}</span>
                <span className="w-4">
                  {column.id === here ? <Check className="size-4" aria-hidden="true" /> : null}
                </span>
              </button>
            </li>
          ))}
      </ul>
    </Sheet>
  );
}
