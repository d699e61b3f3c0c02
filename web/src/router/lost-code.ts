const RELOADED = "reloaded";

/** Whether a page's code is not there any more: a newer version has taken the place of this one. */
function isLost(error: unknown): boolean {
  return error instanceof TypeError && /module|import/i.test(error.message);
}

/** Loads the whole page anew where its code is lost, once; false where that is not what has failed. */
export function loadAnew(error: unknown, href: string, page: Window = window): boolean {
  if (!isLost(error) || page.sessionStorage.getItem(RELOADED) === href) return false;
  page.sessionStorage.setItem(RELOADED, href);
  page.location.assign(href);
  return true;
}

/** A page's code was found: the next one that is lost may be looked for again. */
export function codeFound(page: Window = window): void {
  page.sessionStorage.removeItem(RELOADED);
}
