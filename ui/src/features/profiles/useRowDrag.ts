/*
 * A profile dragged with the pointer to another place of its group. The web view's own dragging is the window's, which takes files
 * from outside by it.
 */
import { useEffect, useRef, useState, type MouseEvent, type PointerEvent } from "react";
import type { ProfileId } from "../../bindings/ProfileId";

/** A hand that presses a row moves by a few pixels. */
const NEAR = 6;

const rowAt = (event: { target: EventTarget | null }) =>
  event.target instanceof Element
    ? event.target.closest<HTMLElement>("[data-profile]")?.dataset["profile"]
    : undefined;

export function useRowDrag(onDrop: (from: ProfileId, to: ProfileId) => void) {
  const begun = useRef<{ id: ProfileId; x: number; y: number; moves: boolean } | null>(null);
  const dropped = useRef(false);
  const [over, setOver] = useState<ProfileId | null>(null);
  useEffect(() => {
    // Let go outside of the list, it goes nowhere.
    const cancel = (event: Event) => {
      if (event instanceof KeyboardEvent && event.key !== "Escape") return;
      if (!begun.current) return;
      begun.current = null;
      setOver(null);
    };
    const kinds = ["pointerup", "pointercancel", "keydown"] as const;
    for (const kind of kinds) addEventListener(kind, cancel);
    return () => {
      for (const kind of kinds) removeEventListener(kind, cancel);
    };
  }, []);
  const handlers = {
    onPointerDown: (event: PointerEvent) => {
      dropped.current = false;
      const id = event.button === 0 ? rowAt(event) : undefined;
      begun.current = id === undefined ? null : { id, x: event.clientX, y: event.clientY, moves: false };
    },
    onPointerMove: (event: PointerEvent) => {
      const drag = begun.current;
      if (!drag || event.buttons !== 1) return;
      drag.moves ||= Math.hypot(event.clientX - drag.x, event.clientY - drag.y) > NEAR;
      const id = rowAt(event) ?? null;
      if (drag.moves && id !== over) setOver(id === drag.id ? null : id);
    },
    onPointerUp: (event: PointerEvent) => {
      const drag = begun.current;
      if (!drag?.moves) return;
      dropped.current = true;
      begun.current = null;
      setOver(null);
      const to = rowAt(event);
      if (to !== undefined && to !== drag.id) onDrop(drag.id, to);
    },
    // The press that ends a drag is none on the row.
    onClickCapture: (event: MouseEvent) => {
      if (!dropped.current) return;
      dropped.current = false;
      event.stopPropagation();
      event.preventDefault();
    },
  };
  return { over, handlers };
}
