import type { Router } from "@/router/router.ts";

/** The address within this product that an event's link leads to, or null. HTML and SVG links alike. */
function addressOf(target: EventTarget | null): URL | null {
  const link = target instanceof Element ? target.closest("a[href]") : null;
  if (!link || link.hasAttribute("download") || link.hasAttribute("target")) return null;
  const url = new URL(link.getAttribute("href") ?? "", window.location.href);
  if (url.origin !== window.location.origin || url.pathname.startsWith("/api/")) return null;
  return url;
}

function path(url: URL): string {
  return url.pathname + url.search + url.hash;
}

/**
 * Makes plain links navigate without loading the page: one listener for the whole document, so that
 * a row or a card is an ordinary `<a>` (opens in a tab, can be copied) and costs nothing to render.
 * Pointing at a link or focusing it loads what is behind it.
 */
export function followLinks(router: Router, page: Document): () => void {
  const onClick = (event: MouseEvent) => {
    if (
      event.defaultPrevented ||
      event.button !== 0 ||
      event.metaKey ||
      event.ctrlKey ||
      event.shiftKey ||
      event.altKey
    )
      return;
    const url = addressOf(event.target);
    if (
      !url ||
      (url.hash && url.pathname + url.search === window.location.pathname + window.location.search)
    )
      return;
    event.preventDefault();
    router.history.push(path(url));
  };
  const onIntent = (event: Event) => {
    const url = addressOf(event.target);
    if (!url || url.pathname === window.location.pathname) return;
    void router.preload(path(url)).catch(() => {});
  };
  page.addEventListener("click", onClick);
  page.addEventListener("pointerover", onIntent, { passive: true });
  page.addEventListener("focusin", onIntent);
  return () => {
    page.removeEventListener("click", onClick);
    page.removeEventListener("pointerover", onIntent);
    page.removeEventListener("focusin", onIntent);
  };
}
