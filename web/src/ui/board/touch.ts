/* A finger that rests on a card starts the browser's own drag, and opens its menu, unless told otherwise. */
let touching = false;

/** Whether a finger is on a card. */
export function isTouching(): boolean {
  return touching;
}

/** Says whether a finger is on a card. */
export function setTouching(is: boolean): void {
  touching = is;
}
