/*
 * A request, file or folder dragged with the pointer to another place in the tree. The web view's own dragging is the
 * window's, which takes files from outside by it.
 */
import { useCallback, useEffect, useRef, useState, type MouseEvent, type PointerEvent } from "react";
import type { PlaceName } from "../../bindings/PlaceName";
import type { RequestSummary } from "../../bindings/RequestSummary";
import type { Row } from "./requestTree";

export type Dragged = { kind: "request"; request: RequestSummary } | { kind: "place"; place: PlaceName };

/** A hand that presses a row moves by a few pixels. */
const NEAR = 6;

/** The folder above, with its slash. */
export const aboveOf = (path: string) => path.slice(0, path.lastIndexOf("/") + 1);

/** What a row is when it is dragged; nothing for one that stays. */
function draggedOf(row: Row | undefined): Dragged | null {
  if (row?.kind === "request" && row.request.origin === "own")
    return { kind: "request", request: row.request };
  return row?.kind === "folder" && row.place?.path ? { kind: "place", place: row.place } : null;
}

/** Where something dropped on a row goes, as the engine wants it; null where it cannot go. */
export function targetOf(dragged: Dragged, row: Row | undefined): string | null {
  const to = wanted(dragged, row);
  if (to === null) return null;
  const path = dragged.kind === "request" ? dragged.request.path : dragged.place.path;
  // It is there already.
  if (to === path || (to.endsWith("/") && (aboveOf(path) || "/") === to)) return null;
  const isFolder = dragged.kind === "place" && dragged.place.is_folder;
  return isFolder && to.startsWith(`${path}/`) ? null : to;
}

function wanted(dragged: Dragged, row: Row | undefined): string | null {
  if (row?.kind === "request" && row.request.origin === "own") return aboveOf(row.request.path) || "/";
  if (row?.kind !== "folder" || !row.place) return null;
  const { path, is_folder: isFolder } = row.place;
  if (isFolder) return path === "" ? "/" : `${path}/`;
  // A request goes into a file, and a file beside it.
  return dragged.kind === "request" ? path : aboveOf(path) || "/";
}

export function useDrag(rows: Row[], onDrop: (dragged: Dragged, to: string) => void) {
  const begun = useRef<{ dragged: Dragged; x: number; y: number; moves: boolean } | null>(null);
  const dropped = useRef(false);
  const [over, setOver] = useState<string | null>(null);
  const end = useCallback(() => {
    begun.current = null;
    setOver(null);
  }, []);
  useEffect(() => {
    // Let go outside of the list, it goes nowhere.
    const cancel = (event: Event) => {
      if (event instanceof KeyboardEvent && event.key !== "Escape") return;
      if (begun.current) end();
    };
    addEventListener("pointerup", cancel);
    addEventListener("pointercancel", cancel);
    addEventListener("keydown", cancel);
    return () => {
      removeEventListener("pointerup", cancel);
      removeEventListener("pointercancel", cancel);
      removeEventListener("keydown", cancel);
    };
  }, [end]);
  const rowAt = (event: PointerEvent) => {
    const element = (event.target as HTMLElement).closest<HTMLElement>("[data-request]");
    return rows.find(({ key }) => key === element?.dataset["request"]);
  };
  const handlers = {
    onPointerDown: (event: PointerEvent) => {
      dropped.current = false;
      const dragged = event.button === 0 ? draggedOf(rowAt(event)) : null;
      begun.current = dragged && { dragged, x: event.clientX, y: event.clientY, moves: false };
    },
    onPointerMove: (event: PointerEvent) => {
      const drag = begun.current;
      if (!drag) return;
      if (event.buttons !== 1) return end();
      drag.moves ||= Math.hypot(event.clientX - drag.x, event.clientY - drag.y) > NEAR;
      const row = rowAt(event);
      if (drag.moves) setOver(targetOf(drag.dragged, row) === null ? null : (row?.key ?? null));
    },
    onPointerUp: (event: PointerEvent) => {
      const drag = begun.current;
      if (!drag?.moves) return;
      dropped.current = true;
      const to = targetOf(drag.dragged, rowAt(event));
      end();
      if (to !== null) onDrop(drag.dragged, to);
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
