/** The key that means the same where lines run the other way: the arrow to the left goes on, the one to the right back. */
export function mirrored(key: string): string {
  return { ArrowLeft: "ArrowRight", ArrowRight: "ArrowLeft" }[key] ?? key;
}
