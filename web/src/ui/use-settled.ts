import { useEffect, useState } from "react";

/** A value once it has stood still for a moment: what is asked of the server while somebody types. */
export function useSettled(value: string, waitMs = 250): string {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), waitMs);
    return () => clearTimeout(timer);
  }, [value, waitMs]);
  return settled;
}
