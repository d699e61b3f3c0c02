import { combine } from "@atlaskit/pragmatic-drag-and-drop/combine";
import {
  draggable,
  dropTargetForElements,
} from "@atlaskit/pragmatic-drag-and-drop/element/adapter";

type Data = Record<string | symbol, unknown>;

const KIND = "column";

/** Lets a column's name be dragged to another place. Returns how to stop that. */
export function dragColumn(
  cell: HTMLElement,
  at: number,
  onMove: (from: number, to: number) => void,
): () => void {
  const grid = cell.closest("[role=grid]");
  const isOurs = (data: Data) => data.kind === KIND && data.grid === grid;
  const show = (edge: "start" | "end" | null) => {
    if (edge) cell.dataset.edge = edge;
    else delete cell.dataset.edge;
  };
  return combine(
    draggable({
      element: cell,
      dragHandle: cell.querySelector("[data-drag]") ?? cell,
      getInitialData: () => ({ kind: KIND, grid, at }),
    }),
    dropTargetForElements({
      element: cell,
      canDrop: ({ source }) => isOurs(source.data),
      getData: ({ input }) => ({ edge: edgeAt(cell, input.clientX) }),
      onDrag: ({ self, source }) =>
        show(source.data.at === at ? null : (self.data.edge as "start" | "end")),
      onDragLeave: () => show(null),
      onDrop: ({ self, source }) => {
        show(null);
        const from = source.data.at as number;
        const before = at + (self.data.edge === "end" ? 1 : 0);
        if (from !== at) onMove(from, before > from ? before - 1 : before);
      },
    }),
  );
}

function edgeAt(cell: HTMLElement, x: number): "start" | "end" {
  const { left, width } = cell.getBoundingClientRect();
  const leftHalf = x < left + width / 2;
  return leftHalf === (getComputedStyle(cell).direction === "ltr") ? "start" : "end";
}
