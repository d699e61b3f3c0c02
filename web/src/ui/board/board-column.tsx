import { dropTargetForElements } from "@atlaskit/pragmatic-drag-and-drop/element/adapter";
import { autoScrollForElements } from "@atlaskit/pragmatic-drag-and-drop-auto-scroll/element";
import { useLingui } from "@lingui/react/macro";
import { ChevronsLeft } from "lucide-react";
import { type ReactNode, useEffect, useId, useRef } from "react";
import { Swatch } from "../chip.tsx";
import { cx } from "../cx.ts";
import { useFormats } from "../format/format-context.tsx";
import { IconButton } from "../icon-button.tsx";
import { shiftOf, slotAt } from "./arrange.ts";
import { BoardCard } from "./board-card.tsx";
import { type BoardColumn, type BoardProps, CARD_PX, PITCH_PX } from "./types.ts";
import type { Moving } from "./use-board.ts";
import { useNear, useWindow } from "./use-window.ts";

const AHEAD_CARDS = 12;

/** A column and what of the board's state touches it. */
export interface BoardColumnProps<Card> {
  board: BoardProps<Card>;
  column: BoardColumn<Card>;
  moving: Moving | null;
  focused: string | null;
  instructionsId: string;
  onFocus: (id: string) => void;
  onSlot: (cardId: string, columnId: string, index: number) => void;
  onAsk: (id: string) => void;
  /** Its place among the columns. */
  index: number;
  /** The lifted card, when the keyboard has brought it here from elsewhere. */
  guest: ReactNode;
}

/** One stage: its head with count and sum, and a window on its cards; or a strip to drop cards on. */
export function BoardColumnView<Card>(props: BoardColumnProps<Card>) {
  return props.column.folded ? <FoldedColumn {...props} /> : <OpenColumn {...props} />;
}

function FoldedColumn<Card>({ column, moving, onSlot, guest }: BoardColumnProps<Card>) {
  const { t } = useLingui();
  const formats = useFormats();
  const headingId = useId();
  const target = useRef<HTMLDivElement>(null);
  useDropTarget(target, column, 0, onSlot, false);
  const isOver = moving?.place.columnId === column.id;
  return (
    <section
      aria-labelledby={headingId}
      ref={target}
      data-column={column.id}
      data-closed={column.closed ? "" : undefined}
      className="flex h-full w-26 shrink-0 flex-col border-e border-line bg-paper last:border-e-0"
    >
      <h2 id={headingId} className="flex h-10 shrink-0 items-center">
        <button
          type="button"
          aria-expanded="false"
          title={t`Unfold ${column.title}`}
          onClick={() => column.onFold?.(false)}
          className="flex h-full w-full min-w-0 items-center gap-2 px-3 text-sm font-semibold outline-offset-[-3px] hover:bg-hover"
        >
          <Lead column={column} />
          <span dir="auto" className={column.marked ? "motion-mark" : "truncate"}>
            {column.title}
          </span>
        </button>
      </h2>
      <div className="relative min-h-0 flex-1 overflow-hidden px-3 text-xs text-ink-2">
        {isOver && moving.by === "pointer" ? <Slot index={0} /> : null}
        {guest ? (
          <ol>{guest}</ol>
        ) : isOver ? null : (
          <>
            <div>{column.sum}</div>
            <p className="text-ink-3" title={t`Deals in this column`}>
              {formats.number(column.count)}
            </p>
          </>
        )}
      </div>
    </section>
  );
}

function OpenColumn<Card>({
  board,
  column,
  moving,
  focused,
  instructionsId,
  onFocus,
  onSlot,
  onAsk,
  index: place,
  guest,
}: BoardColumnProps<Card>) {
  const { t } = useLingui();
  const formats = useFormats();
  const headingId = useId();
  const scroller = useRef<HTMLDivElement>(null);
  const { first, last } = useWindow(scroller, PITCH_PX, column.cards.length);
  const movingIndex = moving
    ? column.cards.findIndex((card) => board.cardId(card) === moving.cardId)
    : -1;
  const own = movingIndex >= 0 ? movingIndex : null;
  const isOver = moving?.place.columnId === column.id;
  // Where cards have their own order a pointer chooses the column, and nobody makes room.
  const slot = isOver && !(board.sorted && moving.by === "pointer") ? moving.place.index : null;
  const near = useNear(scroller, place) || own !== null;
  const slots = column.cards.length - (own === null ? 0 : 1);

  useDropTarget(scroller, column, slots, onSlot);

  const { hasMore, loading = false } = column;
  const { onMore } = board;
  const wanted = near && hasMore && !loading && last >= column.cards.length - AHEAD_CARDS;
  // `last` is asked too: whoever scrolls on after a page has failed asks for it again.
  // biome-ignore lint/correctness/useExhaustiveDependencies: see above
  useEffect(() => {
    if (wanted) onMore(column.id);
  }, [wanted, last, onMore, column.id]);

  const shown = near ? indices(first, last, own) : [];
  const total = slots + (slot === null && own === null ? 0 : 1) + (hasMore ? 1 : 0);
  return (
    <section
      aria-labelledby={headingId}
      data-column={column.id}
      data-closed={column.closed ? "" : undefined}
      className={cx(
        "flex h-full w-[88vw] shrink-0 snap-start flex-col border-e border-line md:w-auto md:min-w-56 md:flex-1",
        isOver && slot === null ? "bg-mark-soft" : "bg-surface",
      )}
    >
      <header className="flex h-9 shrink-0 items-center gap-2 px-3 text-sm max-md:hidden">
        <Lead column={column} />
        <h2 id={headingId} title={column.title} className="truncate font-semibold">
          <span className={column.marked ? "motion-mark" : undefined}>{column.title}</span>
        </h2>
        <span className="ms-auto text-xs text-ink-3" title={t`Deals in this column`}>
          {formats.number(column.count)}
        </span>
        {column.onFold ? (
          <IconButton
            label={t`Fold ${column.title}`}
            className="-me-1.5"
            onClick={() => column.onFold?.(true)}
          >
            <ChevronsLeft aria-hidden="true" className="rtl:rotate-180" />
          </IconButton>
        ) : null}
      </header>
      <div className="min-h-6 shrink-0 px-3 pb-1.5 text-xs text-ink-2 max-md:pt-2">
        {column.sum}
      </div>
      <div
        ref={scroller}
        data-cards=""
        className="min-h-0 flex-1 overflow-x-hidden overflow-y-auto"
      >
        <ol
          aria-labelledby={headingId}
          className="relative mt-0.75"
          style={{ height: Math.max(total * PITCH_PX + 8, 8) }}
        >
          {slot !== null && moving?.by === "pointer" ? <Slot index={slot} /> : null}
          {shown.map((index) => {
            const card = column.cards[index];
            if (card === undefined) return null;
            const id = board.cardId(card);
            const mine = own === index;
            const lifted = mine && moving?.by === "keyboard";
            if (lifted && slot === null) return null;
            const at =
              lifted && slot !== null ? slot : index + (mine ? 0 : shiftOf(index, own, slot));
            return (
              <BoardCard
                key={id}
                id={id}
                columnId={column.id}
                href={board.cardHref(card)}
                top={at * PITCH_PX}
                movable={board.canMove(card)}
                lifted={lifted}
                carried={mine && moving?.by === "pointer"}
                open={board.openId === id}
                tabStop={focused === id}
                instructionsId={instructionsId}
                setSize={column.count}
                position={index + 1}
                onFocus={onFocus}
                onAsk={onAsk}
                name={board.cardName(card)}
                card={card}
                render={board.renderCard}
              />
            );
          })}
          {guest}
        </ol>
        {column.cards.length === 0 && slot === null ? (
          <div className="px-4 text-sm text-ink-3">{board.empty}</div>
        ) : null}
      </div>
    </section>
  );
}

function Lead<Card>({ column }: { column: BoardColumn<Card> }) {
  return column.lead ?? <Swatch color={column.color} />;
}

/** The indices in the window, and the carried card's too: its element must outlive the scroll. */
function indices(first: number, last: number, keep: number | null): number[] {
  const list = Array.from({ length: Math.max(0, last - first) }, (_, offset) => first + offset);
  return keep !== null && (keep < first || keep >= last) ? [...list, keep] : list;
}

/** Where the card would fall: a stroke of the highlighter. */
function Slot({ index }: { index: number }) {
  return (
    <li
      aria-hidden="true"
      className="absolute inset-x-2.5 top-0 rounded-m border border-mark bg-mark-soft"
      style={{ transform: `translateY(${index * PITCH_PX}px)`, height: CARD_PX }}
    />
  );
}

function useDropTarget(
  scroller: React.RefObject<HTMLDivElement | null>,
  { id: columnId, closed = false }: Pick<BoardColumn<never>, "id" | "closed">,
  slots: number,
  onSlot: BoardColumnProps<never>["onSlot"],
  scrolls = true,
): void {
  const latest = useRef({ slots, onSlot });
  useEffect(() => {
    latest.current = { slots, onSlot };
  });
  useEffect(() => {
    const element = scroller.current;
    if (!element) return;
    const report = ({
      source,
      location,
    }: {
      source: { data: Record<string | symbol, unknown> };
      location: { current: { input: { clientY: number } } };
    }) => {
      const offset =
        location.current.input.clientY -
        element.getBoundingClientRect().top +
        element.scrollTop -
        PITCH_PX / 2;
      latest.current.onSlot(
        String(source.data.cardId),
        columnId,
        slotAt(offset, PITCH_PX, latest.current.slots),
      );
    };
    const isCard = ({ source }: { source: { data: Record<string | symbol, unknown> } }) =>
      source.data.kind === "card";
    const stops = [
      dropTargetForElements({
        element,
        canDrop: (args) => isCard(args) && !closed,
        getData: () => ({ columnId }),
        onDragEnter: report,
        onDrag: report,
      }),
      ...(scrolls ? [autoScrollForElements({ element, canScroll: isCard })] : []),
    ];
    return () => {
      for (const stop of stops) stop();
    };
  }, [scroller, columnId, closed, scrolls]);
}
