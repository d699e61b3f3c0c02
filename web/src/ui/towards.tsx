/** The arrow from what was to what is, in the direction of the lines. */
export function Towards() {
  return (
    <span aria-hidden="true" className="inline-block rtl:-scale-x-100">
      →
    </span>
  );
}
