import type { Rgb } from "./paint.ts";

/** What a colour of the page is in numbers: one pixel of it is painted and read back. */
export function rgbOf(tokens: readonly string[]): Rgb[] {
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = 1;
  const context = canvas.getContext("2d", { willReadFrequently: true });
  const style = getComputedStyle(document.documentElement);
  return tokens.map((token) => {
    if (!context) return [0, 0, 0];
    context.fillStyle = style.getPropertyValue(token).trim();
    context.fillRect(0, 0, 1, 1);
    const [red = 0, green = 0, blue = 0] = context.getImageData(0, 0, 1, 1).data;
    return [red, green, blue];
  });
}
