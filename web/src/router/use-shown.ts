import { startTransition, useEffect, useState } from "react";
import { useRouter } from "./router-context.tsx";

/** The page that is shown, and why the one that was wanted is not. The old page stays until the new one can be drawn. */
export function useShown() {
  const router = useRouter();
  const [state, setState] = useState({ shown: router.shown, failure: router.failure });
  useEffect(() => {
    const look = () =>
      startTransition(() => setState({ shown: router.shown, failure: router.failure }));
    look();
    return router.subscribe(look);
  }, [router]);
  return state;
}
