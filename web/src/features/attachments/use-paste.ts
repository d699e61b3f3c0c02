import { useEffect } from "react";

/* A picture from the clipboard has no name of its own. */
const NAMELESS = /^image\.(png|jpe?g|gif|webp)$/;

/** Takes files that are pasted on the page, unless the paste is text for the box that one types in. */
export function usePaste(enabled: boolean, onFiles: (files: File[]) => void): void {
  useEffect(() => {
    if (!enabled) return;
    const paste = (event: ClipboardEvent) => {
      const data = event.clipboardData;
      if (!data || data.files.length === 0) return;
      if (isTyping(event.target) && data.types.includes("text/plain")) return;
      event.preventDefault();
      onFiles([...data.files].map(named));
    };
    document.addEventListener("paste", paste);
    return () => document.removeEventListener("paste", paste);
  }, [enabled, onFiles]);
}

function isTyping(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest("input, textarea, [contenteditable]") !== null;
}

/** A pasted picture under a name that says when; anything else as it is. */
export function named(file: File): File {
  if (!NAMELESS.test(file.name)) return file;
  const now = new Date();
  const two = (value: number) => String(value).padStart(2, "0");
  const day = `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
  const time = [now.getHours(), now.getMinutes(), now.getSeconds()].map(two).join(".");
  return new File([file], `${day} ${time}.${file.name.split(".").at(-1)}`, { type: file.type });
}
