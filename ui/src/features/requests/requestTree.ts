/*
 * Requests as a tree of folders and files, and the rows of it that are seen. A file with one request is that request.
 */
import type { PlaceName } from "../../bindings/PlaceName";
import type { RequestPlaces } from "../../bindings/RequestPlaces";
import type { RequestSummary } from "../../bindings/RequestSummary";
import { found } from "../../shared/search";
import { keyOf } from "./requestState";

/** A request that was never saved. */
export interface Unsaved {
  key: string;
  method: RequestSummary["method"];
  name: string;
}

export type Row =
  | {
      kind: "folder";
      key: string;
      name: string;
      level: number;
      isOpen: boolean;
      /** The folder or file of one's own that it is; the root's path is empty. */
      place: PlaceName | null;
    }
  | { kind: "unsaved"; key: string; name: string; level: number; unsaved: Unsaved }
  | { kind: "request"; key: string; name: string; level: number; request: RequestSummary };

interface Folder {
  key: string;
  name: string;
  place: PlaceName | null;
  folders: Map<string, Folder>;
  requests: RequestSummary[];
}

const OWN = "Your requests";
const NO_PLACES: RequestPlaces = { folders: [], files: [] };
const UNSAVED = "Not saved";
const CATALOGUE = "catalogue";

const folder = (key: string, name: string, place: PlaceName | null): Folder => ({
  key,
  name,
  place,
  folders: new Map(),
  requests: [],
});

/** A folder, or a file that is one of its requests: both may have the same name. */
function into(parent: Folder, name: string, isFolder = true): Folder {
  const last = isFolder ? name : `${name}.http`;
  const path = parent.place?.path ? `${parent.place.path}/${name}` : name;
  const place = parent.place && { path, is_folder: isFolder };
  const below = parent.folders.get(last) ?? folder(`${parent.key}/${last}`, name, place);
  parent.folders.set(last, below);
  return below;
}

/** The folders and files without a request. */
function addEmpty(own: Folder, { folders, files }: RequestPlaces, counts: Map<string, number>) {
  for (const path of folders) {
    let parent = own;
    for (const name of path.split("/")) parent = into(parent, name);
  }
  for (const path of files) {
    if (counts.has(path)) continue;
    const parts = path.split("/");
    const last = parts.pop() ?? path;
    let parent = own;
    for (const name of parts) parent = into(parent, name);
    into(parent, last, false);
  }
}

/** How many requests each of the person's files holds. */
function perFile(requests: RequestSummary[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { origin, path } of requests) {
    if (origin === "own") counts.set(path, (counts.get(path) ?? 0) + 1);
  }
  return counts;
}

/** Whether a folder is open until somebody says otherwise: the services of a product are too many to be seen at once. */
const opensByItself = (key: string, level: number) => level === 1 || !key.startsWith(`${CATALOGUE}/`);

function rowsOf(parent: Folder, level: number, turned: ReadonlySet<string>, all: boolean): Row[] {
  const { key, name, place } = parent;
  const isOpen = all || opensByItself(key, level) !== turned.has(key);
  const row: Row = { kind: "folder", key, name, level, isOpen, place };
  if (!isOpen) return [row];
  const below = [...parent.folders.values()].flatMap((one) => rowsOf(one, level + 1, turned, all));
  const requests = parent.requests.map((request): Row => {
    return { kind: "request", key: keyOf(request), name: request.name, level: level + 1, request };
  });
  return [row, ...below, ...requests];
}

/**
 * The rows from top to bottom; `turned` has the folders that are not as they are by themselves. What is looked for is seen
 * whichever folders are closed.
 */
export function rows(
  requests: RequestSummary[],
  unsaved: Unsaved[],
  text: string,
  turned: ReadonlySet<string>,
  places: RequestPlaces = NO_PLACES,
): Row[] {
  const fitting = new Set(
    found(requests, text, ({ address, method, name, description }) => ({
      name,
      rest: `${address} ${method} ${description ?? ""}`,
    })),
  );
  const counts = perFile(requests);
  const [own, others] = [folder("own", OWN, { path: "", is_folder: true }), folder(CATALOGUE, "", null)];
  // They have no name that somebody looks for.
  if (text.trim() === "") addEmpty(own, places, counts);
  for (const request of requests) {
    if (!fitting.has(request)) continue;
    const parts = request.path.split("/");
    const last = parts.pop() ?? "";
    let parent = request.origin === "own" ? own : others;
    for (const name of parts) parent = into(parent, name);
    // The file is a folder of its requests when it holds more than one.
    const isShared = request.origin === "own" && (counts.get(request.path) ?? 0) > 1;
    (isShared ? into(parent, last, false) : parent).requests.push(request);
  }
  const all = text.trim() !== "";
  const drafts = found(unsaved, text, ({ name, method }) => ({ name, rest: method }));
  const fresh = drafts.map((one): Row => {
    return { kind: "unsaved", key: one.key, name: one.name, level: 2, unsaved: one };
  });
  const isOpen = all || !turned.has(UNSAVED);
  return [
    ...(drafts.length
      ? [
          { kind: "folder" as const, key: UNSAVED, name: UNSAVED, level: 1, isOpen, place: null },
          ...(isOpen ? fresh : []),
        ]
      : []),
    ...(own.folders.size || own.requests.length ? rowsOf(own, 1, turned, all) : []),
    ...[...others.folders.values()].flatMap((one) => rowsOf(one, 1, turned, all)),
    ...others.requests.map((request): Row => {
      return { kind: "request", key: keyOf(request), name: request.name, level: 1, request };
    }),
  ];
}
