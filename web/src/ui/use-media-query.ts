import { useSyncExternalStore } from "react";

/** Whether a media query holds now, and again whenever that changes. */
export function useMediaQuery(query: string): boolean {
  return useSyncExternalStore(
    (notify) => {
      const list = window.matchMedia(query);
      list.addEventListener("change", notify);
      return () => list.removeEventListener("change", notify);
    },
    () => window.matchMedia(query).matches,
  );
}

/** Narrower than this a table becomes cards and the sidebar a bar at the bottom. */
export const PHONE = "(max-width: 767px)";
