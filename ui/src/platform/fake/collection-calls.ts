/*
 * The fake's collections of other programs: one recorded Postman collection, whatever was chosen.
 */
import type { Calls } from "../../bindings/Calls";
import type { Event } from "../../bindings/Event";
import type { FoundRequests } from "../../bindings/FoundRequests";
import type { EditedRequest } from "../../bindings/EditedRequest";
import type { RequestImportView } from "../../bindings/RequestImportView";
import type { UndoneChange } from "../../bindings/UndoneChange";
import { refuse } from "./fixtures";
import { sampleReading } from "./readings";
import { undoable, type Undo } from "./undo";
import type { World } from "./world";

type CollectionCalls = Pick<Calls, Extract<keyof Calls, `collections${string}` | "requestsExport">>;

/** The view with everything at another place, or at one with a number where that is taken. */
export function placed(
  view: RequestImportView,
  to: string | null,
  own: ReadonlyMap<string, EditedRequest>,
): RequestImportView {
  const isTaken = (folder: string) => [...own.keys()].some((one) => one.startsWith(`${folder}/`));
  const wanted = to || view.folder;
  let folder = wanted;
  for (let n = 2; isTaken(folder); n += 1) folder = `${wanted} ${n}`;
  const moved = (text: string) => folder + text.slice(view.folder.length);
  const collections = view.collections.map((one) => ({
    ...one,
    files: one.files.map(({ path, requests }) => ({ path: moved(path), requests: requests.map(moved) })),
  }));
  const renamed_from = folder === wanted ? null : (wanted.split("/").at(-1) ?? wanted);
  return { ...view, folder, collections, renamed_from };
}

interface Parts {
  world: World;
  own: Map<string, EditedRequest>;
  call: <T>(work: () => T) => Promise<T>;
  emit: (event: Event) => void;
  undo: Undo;
}

export function collectionCalls({ world, own, call, emit, undo }: Parts): CollectionCalls {
  const found = (id: number): FoundRequests =>
    sampleReading("collection", id, world).collection ?? refuse("reading_gone");
  const planned = (id: number, to: string | null) => placed(found(id).view, to, own);
  return {
    collectionsOpen: () => call(() => found(1)),
    collectionsOpenFolder: () => call(() => found(1)),
    collectionsPlan: ({ id, to }) => call(() => planned(id, to)),
    collectionsAdd: ({ id, to }) =>
      call(() => {
        const view = planned(id, to);
        const files = view.collections.flatMap((one) => one.files);
        const undone: UndoneChange = { kind: "imported", name: view.folder, address: null, at_end: false };
        const made = undoable(own, undo, undone, () => {
          for (const address of files.flatMap((one) => one.requests)) {
            const name = address.split("#").at(-1)?.split("/").at(-1) ?? address;
            own.set(address, {
              name,
              method: "GET",
              url: "https://api-places.adobe.io/",
              headers: [],
              body: null,
            });
          }
        });
        emit({ kind: "requests_changed" });
        return { folder: view.folder, requests: view.requests, files: files.length, change: made };
      }),
    collectionsDiscard: () => call(() => undefined),
    requestsExport: () =>
      call(() => ({ path: "/home/you/requests", requests: own.size, files: 1, left_out: [], notes: [] })),
  };
}
