import { cx } from "./cx.ts";

const HUES = [20, 55, 95, 150, 185, 215, 250, 290, 330];
const SIZES = { sm: "size-5 text-[0.5625rem]", md: "size-6 text-2xs", lg: "size-9 text-sm" };

/** A person's initials: the first letters of the first and the last word, in any script. */
export function initials(name: string): string {
  const words = name.trim().split(/\s+/u).filter(Boolean);
  const first = words[0] ? Array.from(words[0])[0] : "?";
  const last = words.length > 1 ? Array.from(words[words.length - 1] ?? "")[0] : "";
  return `${first ?? ""}${last ?? ""}`.toUpperCase();
}

/** The same name always has the same hue, and nobody has to choose it. */
export function hueOf(text: string): number {
  let hash = 0;
  for (const char of text) hash = (hash * 31 + (char.codePointAt(0) ?? 0)) >>> 0;
  return HUES[hash % HUES.length] ?? 215;
}

/** A person or a company at a glance. Decorative: its name always stands beside it. */
export function Avatar({
  name,
  size = "md",
  square,
}: {
  name: string;
  size?: keyof typeof SIZES;
  square?: boolean;
}) {
  const hue = hueOf(name);
  return (
    <span
      aria-hidden="true"
      className={cx(
        "before:content-[attr(data-initials)] inline-grid shrink-0 place-items-center bg-[oklch(.92_.045_var(--hue))] font-semibold text-[oklch(.36_.08_var(--hue))] select-none dark:bg-[oklch(.34_.05_var(--hue))] dark:text-[oklch(.9_.05_var(--hue))]",
        square ? "rounded-s" : "rounded-full",
        SIZES[size],
      )}
      data-initials={initials(name)}
      style={{ "--hue": hue } as React.CSSProperties}
    />
  );
}
