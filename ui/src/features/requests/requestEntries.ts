/*
 * What one can do with each row of the requests' tree, by menu or by key. What the entries do is the views'.
 */
import type { KeyboardEvent } from "react";
import type { PlaceName } from "../../bindings/PlaceName";
import type { RequestSummary } from "../../bindings/RequestSummary";
import { showKeys } from "../../shared/commands";
import type { MenuEntry } from "../../shared/MenuButton";
import type { Row } from "./requestTree";
import type { Dragged } from "./useDrag";

export interface RequestVerbs {
  rename: (request: RequestSummary) => void;
  move: (request: RequestSummary) => void;
  duplicate: (request: RequestSummary) => void;
  remove: (request: RequestSummary) => void;
  /** Asks where a file or folder, or a request, is to go: the same by pointer without asking, unless something is lost. */
  drop: (what: Dragged, to: string) => void;
  renamePlace: (place: PlaceName) => void;
  movePlace: (place: PlaceName) => void;
  duplicatePlace: (place: PlaceName) => void;
  removePlace: (place: PlaceName) => void;
  exportPlace: (place: PlaceName) => void;
  /** Asks how all requests of it are to be run. */
  runPlace: (place: PlaceName) => void;
  /** Asks for the name of a new folder or file below a folder; an empty path is that of all requests. */
  make: (above: string, what: "folder" | "file") => void;
  /** Keeps what was never saved. */
  keep: (key: string) => void;
  discard: (key: string) => void;
}

/** What one can do with a row; the keys are those of the list. */
export function entriesOf(row: Row, verbs: RequestVerbs): MenuEntry[] {
  if (row.kind === "unsaved") {
    return [
      { id: "keep", title: "Save…", run: () => verbs.keep(row.key) },
      { id: "discard", title: "Discard", keys: "Del", run: () => verbs.discard(row.key) },
    ];
  }
  if (row.kind === "folder") return row.place ? entriesOfPlace(row.place, verbs) : [];
  if (row.request.origin !== "own") return [];
  const { request } = row;
  return [
    { id: "rename", title: "Rename…", keys: "F2", run: () => verbs.rename(request) },
    { id: "move", title: "Move…", run: () => verbs.move(request) },
    { id: "duplicate", title: "Duplicate", keys: showKeys("mod+d"), run: () => verbs.duplicate(request) },
    { id: "delete", title: "Delete", keys: "Del", run: () => verbs.remove(request) },
  ];
}

function entriesOfPlace(place: PlaceName, verbs: RequestVerbs): MenuEntry[] {
  const { path, is_folder: isFolder } = place;
  const make: MenuEntry[] = isFolder
    ? [
        { id: "new-folder", title: "New folder…", run: () => verbs.make(path, "folder") },
        { id: "new-file", title: "New file…", run: () => verbs.make(path, "file") },
      ]
    : [];
  const out = { id: "export", title: "Export…", run: () => verbs.exportPlace(place) };
  if (path === "") return [...make, out];
  return [
    { id: "run", title: "Run…", run: () => verbs.runPlace(place) },
    ...make,
    { id: "rename", title: "Rename…", keys: "F2", run: () => verbs.renamePlace(place) },
    { id: "move", title: "Move…", run: () => verbs.movePlace(place) },
    { id: "duplicate", title: "Duplicate", keys: showKeys("mod+d"), run: () => verbs.duplicatePlace(place) },
    out,
    { id: "delete", title: "Delete", keys: "Del", run: () => verbs.removePlace(place) },
  ];
}

/** Which entry of a row's menu a key stands for. */
export function entryOf({ key, ctrlKey, metaKey }: KeyboardEvent): string[] {
  if (key === "F2") return ["rename"];
  if (key === "Delete") return ["delete", "discard"];
  return key.toLowerCase() === "d" && (ctrlKey || metaKey) ? ["duplicate"] : [];
}
