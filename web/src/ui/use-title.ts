import { useEffect } from "react";

/** Names the page in the browser's tab: what it is first, the product last. Null: somebody else names it. */
export function useTitle(title: string | null): void {
  useEffect(() => {
    if (title !== null) document.title = `${title} · Kontaly`;
  }, [title]);
}
