/*
 * The fake's files and folders of requests as a whole.
 */
import type { Calls } from "../../bindings/Calls";
import type { ChangedPlace } from "../../bindings/ChangedPlace";
import type { Event } from "../../bindings/Event";
import type { PlaceName } from "../../bindings/PlaceName";
import type { EditedRequest } from "../../bindings/EditedRequest";
import type { RequestChangeKind } from "../../bindings/RequestChangeKind";
import { refuse } from "./fixtures";
import { undoable, type Undo } from "./undo";

type PlaceCalls = Pick<Calls, Extract<keyof Calls, `place${string}`> | "requestPlaces">;

interface Parts {
  own: Map<string, EditedRequest>;
  call: <T>(work: () => T) => Promise<T>;
  emit: (event: Event) => void;
  undo: Undo;
}

const fileOf = (address: string) => address.split("#")[0] ?? "";
const nameOf = (path: string) => path.split("/").at(-1) ?? path;

const isIn = (address: string, { path, is_folder }: PlaceName) =>
  is_folder ? address.startsWith(`${path}/`) : fileOf(address) === path;
const target = ({ path }: PlaceName, to: string) =>
  to === "/" ? nameOf(path) : to.endsWith("/") ? to + nameOf(path) : to;

export function placeCalls({ own, call, emit, undo }: Parts): PlaceCalls {
  /** Made, and empty so far. */
  const made: PlaceName[] = [];
  const isTaken = (place: PlaceName) =>
    [...own.keys()].some((address) => isIn(address, place)) || made.some(({ path }) => path === place.path);
  const changed = (
    kind: RequestChangeKind,
    place: PlaceName,
    to: string | null,
    make: () => void,
  ): ChangedPlace => {
    if (to !== null && isTaken({ ...place, path: to })) refuse("request_exists", { path: to });
    const undone = { kind, name: place.path, address: null, at_end: false };
    const id = undoable(own, undo, undone, make);
    emit({ kind: "requests_changed" });
    return { name: nameOf(place.path), from: place.path, to, change: id };
  };
  const copyTo = (place: PlaceName, to: string, keeps: boolean) => {
    for (const [address, request] of own) {
      if (!isIn(address, place)) continue;
      if (!keeps) own.delete(address);
      own.set(to + address.slice(place.path.length), request);
    }
  };
  return {
    requestPlaces: () =>
      call(() => {
        const files = new Set([...own.keys()].map(fileOf));
        const folders = new Set(made.filter((one) => one.is_folder).map(({ path }) => path));
        for (const one of made) if (!one.is_folder) files.add(one.path);
        for (const path of [...files, ...folders]) {
          const parts = path.split("/");
          for (let n = 1; n < parts.length; n += 1) folders.add(parts.slice(0, n).join("/"));
        }
        return { folders: [...folders].toSorted(), files: [...files].toSorted() };
      }),
    placeBeforeMoving: ({ place, to }) =>
      call(() => {
        const there = target(place, to);
        return { to: there, is_taken: isTaken({ ...place, path: there }), lost_files: [] };
      }),
    placeMove: ({ place, to }) =>
      call(() => {
        const there = target(place, to);
        return changed("moved", place, there, () => copyTo(place, there, false));
      }),
    placeDuplicate: ({ place }) =>
      call(() => {
        const to = `${place.path} copy`;
        return changed("duplicated", place, to, () => copyTo(place, to, true));
      }),
    placeDelete: ({ place }) =>
      call(() =>
        changed("deleted", place, null, () => {
          for (const address of own.keys()) if (isIn(address, place)) own.delete(address);
        }),
      ),
    placeMake: ({ path, isFolder }) =>
      call(() => {
        const place = { path, is_folder: isFolder };
        if (isTaken(place)) refuse("request_exists", { path });
        made.push(place);
        emit({ kind: "requests_changed" });
        return place;
      }),
  };
}
