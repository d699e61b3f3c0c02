import { combine } from "@atlaskit/pragmatic-drag-and-drop/combine";
import {
  draggable,
  dropTargetForElements,
} from "@atlaskit/pragmatic-drag-and-drop/element/adapter";

type Data = Record<string | symbol, unknown>;
type Edge = "before" | "after";

const KIND = "row";

/** Lets a row of a list be dragged by its handle to another place. Returns how to stop that. */
export function dragRow(
  row: HTMLElement,
  at: number,
  onMove: (from: number, to: number) => void,
): () => void {
  const list = row.parentElement;
  const isOurs = (data: Data) => data.kind === KIND && data.list === list;
  const show = (edge: Edge | null) => {
    if (edge) row.dataset.edge = edge;
    else delete row.dataset.edge;
  };
  return combine(
    draggable({
      element: row,
      dragHandle: row.querySelector("[data-drag]") ?? row,
      getInitialData: () => ({ kind: KIND, list, at }),
    }),
    dropTargetForElements({
      element: row,
      canDrop: ({ source }) => isOurs(source.data),
      getData: ({ input }) => ({ edge: edgeAt(row, input.clientY) }),
      onDrag: ({ self, source }) => show(source.data.at === at ? null : (self.data.edge as Edge)),
      onDragLeave: () => show(null),
      onDrop: ({ self, source }) => {
        show(null);
        const from = source.data.at as number;
        const to = placeAt(from, at, self.data.edge as Edge);
        if (from !== to) onMove(from, to);
      },
    }),
  );
}

/** Where a row comes to stand that is dropped on an edge of another: counted without itself. */
export function placeAt(from: number, over: number, edge: Edge): number {
  const before = over + (edge === "after" ? 1 : 0);
  return before > from ? before - 1 : before;
}

function edgeAt(row: HTMLElement, y: number): Edge {
  const { top, height } = row.getBoundingClientRect();
  return y < top + height / 2 ? "before" : "after";
}
