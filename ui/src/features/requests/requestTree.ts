/*
 * Requests as a tree of folders and files, and the rows of it that are seen. A file with one request is that request.
 */
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
  | { kind: "folder"; key: string; name: string; level: number; isOpen: boolean }
  | { kind: "unsaved"; key: string; name: string; level: number; unsaved: Unsaved }
  | { kind: "request"; key: string; name: string; level: number; request: RequestSummary };

interface Folder {
  key: string;
  name: string;
  folders: Map<string, Folder>;
  requests: RequestSummary[];
}

export const OWN = "Your requests";
const UNSAVED = "Not saved";
const CATALOGUE = "catalogue";

const folder = (key: string, name: string): Folder => ({ key, name, folders: new Map(), requests: [] });

function into(parent: Folder, name: string): Folder {
  const below = parent.folders.get(name) ?? folder(`${parent.key}/${name}`, name);
  parent.folders.set(name, below);
  return below;
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
  const { key, name } = parent;
  const isOpen = all || opensByItself(key, level) !== turned.has(key);
  const row: Row = { kind: "folder", key, name, level, isOpen };
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
): Row[] {
  const fitting = new Set(
    found(requests, text, ({ address, method, name, description }) => ({
      name,
      rest: `${address} ${method} ${description ?? ""}`,
    })),
  );
  const counts = perFile(requests);
  const [own, others] = [folder("own", OWN), folder(CATALOGUE, "")];
  for (const request of requests) {
    if (!fitting.has(request)) continue;
    const parts = request.path.split("/");
    // The file is a folder of its requests when it holds more than one.
    const folders =
      request.origin === "own" && (counts.get(request.path) ?? 0) > 1 ? parts : parts.slice(0, -1);
    let parent = request.origin === "own" ? own : others;
    for (const name of folders) parent = into(parent, name);
    parent.requests.push(request);
  }
  const all = text.trim() !== "";
  const drafts = found(unsaved, text, ({ name, method }) => ({ name, rest: method }));
  const fresh = drafts.map((one): Row => {
    return { kind: "unsaved", key: one.key, name: one.name, level: 2, unsaved: one };
  });
  const isOpen = all || !turned.has(UNSAVED);
  return [
    ...(drafts.length
      ? [{ kind: "folder" as const, key: UNSAVED, name: UNSAVED, level: 1, isOpen }, ...(isOpen ? fresh : [])]
      : []),
    ...(own.folders.size || own.requests.length ? rowsOf(own, 1, turned, all) : []),
    ...[...others.folders.values()].flatMap((one) => rowsOf(one, 1, turned, all)),
    ...others.requests.map((request): Row => {
      return { kind: "request", key: keyOf(request), name: request.name, level: 1, request };
    }),
  ];
}
