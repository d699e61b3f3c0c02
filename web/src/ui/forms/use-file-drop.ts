import { type DragEvent, useState } from "react";

/** What makes an element take files that are dropped on it, and whether some are held over it now. */
export function useFileDrop(disabled: boolean, onFiles: (files: File[]) => void) {
  const [over, setOver] = useState(false);
  const drag = (event: DragEvent) => {
    if (disabled || !event.dataTransfer.types.includes("Files")) return;
    event.preventDefault();
    setOver(event.type !== "dragleave" && event.type !== "drop");
    if (event.type === "drop") onFiles([...event.dataTransfer.files]);
  };
  const handlers = { onDragEnter: drag, onDragOver: drag, onDragLeave: drag, onDrop: drag };
  return { over: over && !disabled, handlers };
}
