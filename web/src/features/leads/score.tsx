import { useFormats } from "@/ui/format/format-context.tsx";

/** A score of 0 to 100 as a figure and a short bar, which the eye compares sooner. */
export function Score({ value }: { value: number }) {
  const formats = useFormats();
  return (
    <span className="inline-flex items-center gap-2">
      <span aria-hidden="true" className="h-1.25 w-10 overflow-hidden rounded-full bg-hover">
        <span
          className="block h-full origin-left rounded-full bg-accent rtl:origin-right"
          style={{ transform: `scaleX(${value / 100})` }}
        />
      </span>
      <span className="min-w-6 text-end">{formats.number(value)}</span>
    </span>
  );
}
