import { useEffect, useRef, useState } from "react";

/** Says the new page's title after a navigation, as a browser does when it loads a page. */
export function RouteAnnouncer({ pathname }: { pathname: string }) {
  const [title, setTitle] = useState("");
  const first = useRef(true);
  // biome-ignore lint/correctness/useExhaustiveDependencies: each path is a new page
  useEffect(() => {
    if (first.current) {
      first.current = false;
      return;
    }
    const timer = setTimeout(() => setTitle(document.title), 150);
    return () => clearTimeout(timer);
  }, [pathname]);
  return (
    <div role="status" className="sr-only">
      {title}
    </div>
  );
}
