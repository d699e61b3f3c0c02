import type { Tag } from "@/api/generated/types.gen.ts";
import { Chip, Swatch } from "@/ui/chip.tsx";

const COLORS: Record<string, string> = {
  ink: "var(--ink-3)",
  blue: "var(--s-new)",
  teal: "var(--s-qual)",
  green: "var(--s-prop)",
  marigold: "var(--s-nego)",
  red: "var(--bad)",
  violet: "var(--tag-violet)",
};

/** A tag's colour as a small square. Its name always stands beside it. */
export function TagSwatch({ color }: { color: string }) {
  return <Swatch color={COLORS[color] ?? "var(--ink-3)"} />;
}

/** A tag as it stands on a record. */
export function TagChip({ tag }: { tag: Tag }) {
  return (
    <Chip>
      <TagSwatch color={tag.color} />
      <bdi className="truncate">{tag.name}</bdi>
    </Chip>
  );
}
