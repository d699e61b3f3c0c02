import type { Count } from "@/api/generated/types.gen.ts";
import { Skeleton } from "@/ui/feedback/skeleton.tsx";
import { useFormats } from "@/ui/format/format-context.tsx";
import { Figure } from "@/ui/page-header.tsx";

/** A count as the head of a list says it: "10,000+" until the exact one is here. */
export function CountText({ count }: { count: Count | undefined }) {
  const formats = useFormats();
  if (!count) return <Skeleton className="inline-block h-3 w-10" />;
  return (
    <Figure>
      {formats.number(count.count)}
      {count.capped ? "+" : ""}
    </Figure>
  );
}
