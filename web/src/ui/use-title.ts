import { useEffect } from "react";

/** Names the page in the browser's tab: what it is first, the product last. */
export function useTitle(title: string): void {
  useEffect(() => {
    document.title = `${title} · Kontaly`;
  }, [title]);
}
