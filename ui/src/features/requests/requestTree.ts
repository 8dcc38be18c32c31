/*
 * Requests as a tree of folders and files, and the rows of it that are seen. A file with one request is that request. The tree is
 * made once for all that is looked for in it, since people have thousands.
 */
import type { PlaceName } from "../../bindings/PlaceName";
import type { RequestPlaces } from "../../bindings/RequestPlaces";
import type { RequestSummary } from "../../bindings/RequestSummary";
import { folded, found, holds, wanted, type Wanted } from "../../shared/search";
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

type FolderRow = Extract<Row, { kind: "folder" }>;

interface Folder {
  /** Its row, the same each time: who draws it need not draw it again. */
  open: FolderRow;
  closed: FolderRow;
  folders: Map<string, Folder>;
  requests: Leaf[];
}

interface Leaf {
  row: Extract<Row, { kind: "request" }>;
  /** What it is found by; made when something is looked for. */
  text: string | null;
}

export interface Tree {
  own: Folder;
  catalogue: Folder;
}

const OWN = "Your requests";
const UNSAVED = "Not saved";
const CATALOGUE = "catalogue";

function folder(key: string, name: string, level: number, place: PlaceName | null): Folder {
  const row = (isOpen: boolean): FolderRow => ({ kind: "folder", key, name, level, isOpen, place });
  return { open: row(true), closed: row(false), folders: new Map(), requests: [] };
}

/** A folder, or a file that is one of its requests: both may have the same name. */
function into(parent: Folder, name: string, isFolder = true): Folder {
  const last = isFolder ? name : `${name}.http`;
  const known = parent.folders.get(last);
  if (known) return known;
  const { key, level, place } = parent.open;
  const path = place?.path ? `${place.path}/${name}` : name;
  const below = folder(`${key}/${last}`, name, level + 1, place && { path, is_folder: isFolder });
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

export function treeOf(requests: RequestSummary[], places: RequestPlaces): Tree {
  const counts = perFile(requests);
  const own = folder("own", OWN, 1, { path: "", is_folder: true });
  const catalogue = folder(CATALOGUE, "", 0, null);
  addEmpty(own, places, counts);
  for (const request of requests) {
    const isOwn = request.origin === "own";
    const parts = request.path.split("/");
    const last = parts.pop() ?? "";
    let parent = isOwn ? own : catalogue;
    for (const name of parts) parent = into(parent, name);
    // The file is a folder of its requests when it holds more than one.
    if (isOwn && (counts.get(request.path) ?? 0) > 1) parent = into(parent, last, false);
    const [{ name }, { level }] = [request, parent.open];
    const row = { kind: "request" as const, key: keyOf(request), name, level: level + 1, request };
    parent.requests.push({ row, text: null });
  }
  return { own, catalogue };
}

/** Whether a folder is open until somebody says otherwise: the services of a product are too many to be seen at once. */
const opensByItself = (key: string, level: number) => level === 1 || !key.startsWith(`${CATALOGUE}/`);

/** Between the parts of a text; no word that is looked for has it. */
const BETWEEN = "\n";

function textOf(leaf: Leaf): string {
  const { address, method, name, description } = leaf.row.request;
  return (leaf.text ??= folded([name, address, method, description ?? ""].join(BETWEEN)));
}

/** Makes ready for finding what the first letter would have to wait for. */
export function readyToFind({ own, catalogue }: Tree) {
  const all = [own, catalogue];
  for (const one of all) {
    one.requests.forEach(textOf);
    all.push(...one.folders.values());
  }
}

/** Adds what is below a folder: of what is looked for, the rows that fit. */
function addBelow(to: Row[], parent: Folder, turned: ReadonlySet<string>, looked: Wanted | null) {
  for (const one of parent.folders.values()) addFolder(to, one, turned, looked);
  for (const leaf of parent.requests) if (!looked || holds(looked, textOf(leaf))) to.push(leaf.row);
}

function addFolder(to: Row[], one: Folder, turned: ReadonlySet<string>, looked: Wanted | null) {
  const { key, level } = one.open;
  const isOpen = looked !== null || opensByItself(key, level) !== turned.has(key);
  const length = to.push(isOpen ? one.open : one.closed);
  if (isOpen) addBelow(to, one, turned, looked);
  // What is looked for is nowhere in it.
  if (looked && to.length === length) to.pop();
}

/**
 * The rows from top to bottom; `turned` has the folders that are not as they are by themselves. What is looked for is seen
 * whichever folders are closed, and a folder by what is in it: it has no name that somebody looks for.
 */
export function rows(
  { own, catalogue }: Tree,
  unsaved: Unsaved[],
  text: string,
  turned: ReadonlySet<string>,
): Row[] {
  const looked = text.trim() === "" ? null : wanted(text);
  const all: Row[] = [];
  const drafts = found(unsaved, text, ({ name, method }) => ({ name, rest: method }));
  if (drafts.length > 0) {
    const isOpen = looked !== null || !turned.has(UNSAVED);
    all.push({ kind: "folder", key: UNSAVED, name: UNSAVED, level: 1, isOpen, place: null });
    if (isOpen) {
      for (const one of drafts) {
        all.push({ kind: "unsaved", key: one.key, name: one.name, level: 2, unsaved: one });
      }
    }
  }
  if (own.folders.size > 0 || own.requests.length > 0) addFolder(all, own, turned, looked);
  addBelow(all, catalogue, turned, looked);
  return all;
}
