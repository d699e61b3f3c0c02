let stands: () => void = () => {};

/**
 * Kept once the first page stands, or somebody presses something before: what nobody looks for in the first moment comes
 * behind it, so that it is not in its way.
 */
export const firstPage = new Promise<void>((resolve) => {
  stands = resolve;
  for (const input of ["pointerdown", "keydown"])
    window.addEventListener(input, () => resolve(), { capture: true, once: true });
});

let over = false;
void firstPage.then(() => {
  over = true;
});

/** Does something behind the first page: at once where that is over. */
export function afterFirstPage(work: () => void): void {
  if (over) work();
  else void firstPage.then(work);
}

/** Says that the first page stands. */
export function firstPageStands(): void {
  stands();
}
