import { useRouter } from "@/router/router-context.tsx";

/**
 * Opens and closes the panel beside a list; which record lies open stands in the address. Opening is a step, so that
 * Back closes it (on a phone, whose panel covers the page, everybody does that); walking from row to row is none.
 */
export function usePeek(
  open: string | undefined,
  hrefOf: (open: string | undefined) => string,
): (id: string | undefined) => void {
  const { history } = useRouter();
  return (id) => {
    const { peek } = history.location.state;
    if (id === open) return;
    if (id !== undefined && open === undefined) history.push(hrefOf(id), { peek: true });
    else if (id === undefined && peek) history.back();
    else history.replace(hrefOf(id), { peek });
  };
}
