/** A web address as people say it: without `https://`, `www.` and the stroke at its end. */
export function shortAddress(address: string): string {
  return address.replace(/^https?:\/\/(?:www\.)?/i, "").replace(/\/$/, "");
}
