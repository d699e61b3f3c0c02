import { draggable } from "@atlaskit/pragmatic-drag-and-drop/element/adapter";
import { pointerOutsideOfPreview } from "@atlaskit/pragmatic-drag-and-drop/element/pointer-outside-of-preview";
import { setCustomNativeDragPreview } from "@atlaskit/pragmatic-drag-and-drop/element/set-custom-native-drag-preview";
import { useLingui } from "@lingui/react/macro";
import { ArrowLeftRight } from "lucide-react";
import { memo, type ReactNode, useEffect, useRef } from "react";
import { cx } from "../cx.ts";
import { isTouching } from "./touch.ts";
import { CARD_PX } from "./types.ts";

/** What one card needs to know of the board. */
export interface BoardCardProps<Card> {
  id: string;
  card: Card;
  render: (card: Card) => ReactNode;
  columnId: string;
  href: string;
  top: number;
  /** Can it be taken; drawn as lifted; hidden because the pointer carries it. */
  movable: boolean;
  lifted: boolean;
  carried: boolean;
  open: boolean;
  tabStop: boolean;
  instructionsId: string;
  setSize: number;
  position: number;
  onFocus: (id: string) => void;
  /** Opens the list of places to move it to: for fingers, which carry less well. */
  onAsk: (id: string) => void;
  name: string;
}

function BoardCardView<Card>(props: BoardCardProps<Card>) {
  const { t } = useLingui();
  const { id, columnId, movable } = props;
  const link = useRef<HTMLAnchorElement>(null);
  useEffect(() => {
    const element = link.current;
    if (!element) return;
    return draggable({
      element,
      canDrag: () => movable && !isTouching(),
      getInitialData: () => ({ kind: "card", cardId: id, columnId }),
      onGenerateDragPreview: ({ nativeSetDragImage }) =>
        setCustomNativeDragPreview({
          nativeSetDragImage,
          getOffset: pointerOutsideOfPreview({ x: "8px", y: "8px" }),
          render: ({ container }) => container.append(preview(element)),
        }),
    });
  }, [id, columnId, movable]);

  return (
    <li
      aria-setsize={props.setSize}
      aria-posinset={props.position}
      className="absolute inset-x-2.5 top-0 transition-transform duration-(--t-2) ease-out"
      style={{ transform: `translateY(${props.top}px)`, height: CARD_PX }}
    >
      <a
        ref={link}
        href={props.href}
        data-card={id}
        tabIndex={props.tabStop ? 0 : -1}
        aria-describedby={props.instructionsId}
        onFocus={() => props.onFocus(id)}
        onClick={(event) => props.lifted && event.preventDefault()}
        className={cx(
          "grid h-full content-between rounded-m border bg-surface px-3 py-2 text-sm shadow-1 outline-offset-1",
          props.open ? "border-focus ring-1 ring-focus" : "border-line hover:border-line-strong",
          props.lifted && "rotate-1 border-mark shadow-2 ring-2 ring-mark",
          props.carried && "opacity-0",
          movable &&
            "touch-manipulation select-none [-webkit-touch-callout:none] active:cursor-grabbing touch:pe-11",
        )}
      >
        {props.render(props.card)}
      </a>
      {movable ? (
        <button
          type="button"
          aria-label={t`Move ${props.name}`}
          onClick={() => props.onAsk(id)}
          className="absolute end-0 top-0 hidden size-11 place-items-center rounded-m text-ink-3 outline-offset-[-3px] touch:grid"
        >
          <ArrowLeftRight className="size-4" aria-hidden="true" />
        </button>
      ) : null}
    </li>
  );
}

/** A card of the board: a link to its record that can be carried. Redrawn only when it changes itself. */
export const BoardCard = memo(BoardCardView) as typeof BoardCardView;

/** What the pointer carries: the card, a little askew, as a hand holds it. */
export function preview(card: HTMLElement): HTMLElement {
  const copy = card.cloneNode(true) as HTMLElement;
  const { width, height } = card.getBoundingClientRect();
  copy.style.width = `${width}px`;
  copy.style.height = `${height}px`;
  copy.style.transform = "rotate(2deg)";
  copy.style.margin = "8px";
  return copy;
}
