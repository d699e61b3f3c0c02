import { useSyncExternalStore } from "react";

/** The theme in force, for what is drawn on a canvas and cannot use CSS variables by itself. */
export function useThemeTick(): string {
  return useSyncExternalStore(
    (notify) => {
      const observer = new MutationObserver(notify);
      observer.observe(document.documentElement, {
        attributes: true,
        attributeFilter: ["data-theme"],
      });
      return () => observer.disconnect();
    },
    () => document.documentElement.dataset.theme ?? "light",
  );
}
