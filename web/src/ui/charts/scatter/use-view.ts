import { type RefObject, useEffect, useRef, useState } from "react";
import { pan, type View, zoom } from "./view.ts";

const WHEEL = 0.0015;
const KEY_PAN = 0.12;
const KEY_ZOOM = 0.7;
/* A press that moves less than this is a click. */
const STILL_PX = 4;

/** A view that is moved by mouse, touch and keys. `moved` says whether the last press was a drag. */
export function useView(canvas: RefObject<HTMLCanvasElement | null>, whole: View) {
  const [view, setView] = useState(whole);
  const moved = useRef(false);
  const [shownOf, setShownOf] = useState(whole);
  if (shownOf !== whole) {
    setShownOf(whole);
    setView(whole);
  }
  useEffect(() => {
    const element = canvas.current;
    if (!element) return;
    return hands(element, moved, (change) => setView((now) => change(now, whole)));
  }, [canvas, whole]);
  /** What a key does to the view; false for a key that does nothing. */
  function press(key: string): boolean {
    const step = KEYS[key];
    if (!step) return false;
    setView((now) => step(now, whole));
    return true;
  }
  return { view, press, moved, reset: () => setView(whole) };
}

type Step = (view: View, whole: View) => View;

const KEYS: Record<string, Step> = {
  ArrowLeft: (view, whole) => pan(view, whole, -KEY_PAN, 0),
  ArrowRight: (view, whole) => pan(view, whole, KEY_PAN, 0),
  ArrowUp: (view, whole) => pan(view, whole, 0, KEY_PAN),
  ArrowDown: (view, whole) => pan(view, whole, 0, -KEY_PAN),
  "+": (view, whole) => zoom(view, whole, KEY_ZOOM),
  "=": (view, whole) => zoom(view, whole, KEY_ZOOM),
  "-": (view, whole) => zoom(view, whole, 1 / KEY_ZOOM),
  "0": (_, whole) => whole,
};

/** Wheel, drag and pinch. A wheel listener must not be passive, or the page would scroll away beneath. */
function hands(
  element: HTMLElement,
  moved: { current: boolean },
  change: (step: Step) => void,
): () => void {
  const held = new Map<number, { x: number; y: number }>();
  let travelled = 0;
  const share = (event: { clientX: number; clientY: number }) => {
    const box = element.getBoundingClientRect();
    return {
      x: (event.clientX - box.left) / box.width,
      y: 1 - (event.clientY - box.top) / box.height,
    };
  };
  const spread = () => {
    const [a, b] = [...held.values()];
    return a && b ? Math.hypot(a.x - b.x, a.y - b.y) : 0;
  };
  const onWheel = (event: WheelEvent) => {
    event.preventDefault();
    const { x, y } = share(event);
    const factor = Math.exp(event.deltaY * WHEEL * (event.ctrlKey ? 6 : 1));
    change((view, whole) => zoom(view, whole, factor, x, y));
  };
  const onDown = (event: PointerEvent) => {
    element.setPointerCapture(event.pointerId);
    held.set(event.pointerId, share(event));
    travelled = 0;
    moved.current = false;
  };
  const onMove = (event: PointerEvent) => {
    const before = held.get(event.pointerId);
    if (!before) return;
    const now = share(event);
    const wide = spread();
    held.set(event.pointerId, now);
    travelled += Math.abs(event.movementX) + Math.abs(event.movementY);
    if (travelled > STILL_PX) moved.current = true;
    const part = 1 / held.size;
    change((view, whole) => pan(view, whole, (before.x - now.x) * part, (before.y - now.y) * part));
    if (held.size === 2 && wide > 0)
      change((view, whole) => zoom(view, whole, wide / Math.max(0.01, spread()), now.x, now.y));
  };
  const onUp = (event: PointerEvent) => held.delete(event.pointerId);
  element.addEventListener("wheel", onWheel, { passive: false });
  element.addEventListener("pointerdown", onDown);
  element.addEventListener("pointermove", onMove);
  element.addEventListener("pointerup", onUp);
  element.addEventListener("pointercancel", onUp);
  return () => {
    element.removeEventListener("wheel", onWheel);
    element.removeEventListener("pointerdown", onDown);
    element.removeEventListener("pointermove", onMove);
    element.removeEventListener("pointerup", onUp);
    element.removeEventListener("pointercancel", onUp);
  };
}
