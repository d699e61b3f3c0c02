import { combine } from "@atlaskit/pragmatic-drag-and-drop/combine";
import { monitorForElements } from "@atlaskit/pragmatic-drag-and-drop/element/adapter";
import { autoScrollForElements } from "@atlaskit/pragmatic-drag-and-drop-auto-scroll/element";
import { useLingui } from "@lingui/react/macro";
import { lazy, Suspense, useEffect, useId, useRef } from "react";
import { PHONE, useMediaQuery } from "../use-media-query.ts";
import { find } from "./arrange.ts";
import { BoardCard } from "./board-card.tsx";
import { BoardColumnView } from "./board-column.tsx";
import { BoardTabs } from "./board-tabs.tsx";
import { type BoardColumn, type BoardProps, PITCH_PX } from "./types.ts";
import { useBoard } from "./use-board.ts";
import { useTouchMoves } from "./use-touch-moves.ts";

const MoveSheet = lazy(() =>
  import("./move-sheet.tsx").then((module) => ({ default: module.MoveSheet })),
) as typeof import("./move-sheet.tsx").MoveSheet;

/**
 * Cards in columns, moved by mouse, touch or keyboard (Space lifts, arrows move, Space drops,
 * Escape puts back), each step said aloud. Columns are windows: ten thousand cards cost no more
 * than the ten that are seen.
 */
export function Board<Card>(props: BoardProps<Card>) {
  const { t } = useLingui();
  const phone = useMediaQuery(PHONE);
  const board = phone ? { ...props, columns: props.columns.map(unfold) } : props;
  const instructionsId = useId();
  const state = useBoard(board);
  const { root, focused, setFocusId, moving, setMoving, drop, onKeyDown, asking, setAsking } =
    state;
  usePointerMoves(root, { moving, setMoving, drop });
  useTouchMoves(root, {
    sorted: board.sorted,
    slotsOf: (columnId, cardId) =>
      board.columns
        .find(({ id }) => id === columnId)
        ?.cards.filter((card) => board.cardId(card) !== cardId).length ?? 0,
    mayMove: state.mayMove,
    onOver: (cardId, place) => setMoving(place ? { cardId, by: "pointer", place } : null),
    onDrop: drop,
    onAsk: state.ask,
  });

  const liftedFrom =
    moving?.by === "keyboard" ? find(board.columns, moving.cardId, board.cardId) : null;
  const liftedCard = liftedFrom
    ? board.columns.find((column) => column.id === liftedFrom.columnId)?.cards[liftedFrom.index]
    : undefined;

  function onSlot(cardId: string, columnId: string, index: number): void {
    setMoving((old) =>
      old && old.place.columnId === columnId && old.place.index === index && old.cardId === cardId
        ? old
        : { cardId, by: "pointer", place: { columnId, index: board.sorted ? 0 : index } },
    );
  }

  return (
    <>
      {phone ? <BoardTabs label={board.label} columns={board.columns} scroller={root} /> : null}
      <div
        ref={root}
        role="group"
        aria-label={board.label}
        onKeyDown={onKeyDown}
        className="relative flex min-h-0 flex-1 snap-x snap-mandatory overflow-x-auto overflow-y-hidden bg-surface md:snap-none"
      >
        <p id={instructionsId} hidden>
          {t`Enter opens. Space lifts the card, then arrow keys move it and Space drops it. M lists the columns to move it to.`}
        </p>
        {board.columns.map((column, index) => {
          const isGuestHere =
            liftedCard !== undefined &&
            moving !== null &&
            liftedFrom?.columnId !== column.id &&
            moving.place.columnId === column.id;
          return (
            <BoardColumnView
              key={column.id}
              board={board}
              column={column}
              moving={moving}
              focused={moving?.by === "keyboard" ? moving.cardId : focused}
              instructionsId={instructionsId}
              onFocus={setFocusId}
              onSlot={onSlot}
              onAsk={state.ask}
              index={index}
              guest={
                isGuestHere ? (
                  <BoardCard
                    id={moving.cardId}
                    columnId={column.id}
                    href={board.cardHref(liftedCard)}
                    top={moving.place.index * PITCH_PX}
                    movable={false}
                    lifted
                    carried={false}
                    open={false}
                    tabStop
                    instructionsId={instructionsId}
                    setSize={column.count + 1}
                    position={moving.place.index + 1}
                    onFocus={setFocusId}
                    onAsk={state.ask}
                    name={board.cardName(liftedCard)}
                    card={liftedCard}
                    render={board.renderCard}
                  />
                ) : null
              }
            />
          );
        })}
      </div>
      {asking ? (
        <Suspense>
          <MoveSheet
            board={board}
            cardId={asking}
            onClose={() => setAsking(null)}
            onChoose={(columnId) => {
              setAsking(null);
              drop(asking, { columnId, index: 0 });
            }}
          />
        </Suspense>
      ) : null}
    </>
  );
}

/** On a phone a column has the screen for itself anyway. */
function unfold<Card>(column: BoardColumn<Card>): BoardColumn<Card> {
  return { ...column, folded: false, onFold: undefined };
}

type Pointer = Pick<ReturnType<typeof useBoard>, "moving" | "setMoving" | "drop">;

function usePointerMoves(root: React.RefObject<HTMLDivElement | null>, pointer: Pointer): void {
  const latest = useRef(pointer);
  useEffect(() => {
    latest.current = pointer;
  });
  useEffect(() => {
    const element = root.current;
    if (!element) return;
    return combine(
      autoScrollForElements({ element }),
      monitorForElements({
        canMonitor: ({ source }) => source.data.kind === "card" && element.contains(source.element),
        onDropTargetChange: ({ location }) => {
          if (location.current.dropTargets.length === 0) latest.current.setMoving(null);
        },
        onDrop: ({ location }) => {
          const { moving, setMoving, drop } = latest.current;
          if (moving && location.current.dropTargets.length > 0) drop(moving.cardId, moving.place);
          else setMoving(null);
        },
      }),
    );
  }, [root]);
}
