/*
 * What is done with whole files and folders of one's own requests: made, renamed, moved, copied, deleted, each told with its
 * way back; and the dialogs that ask first. What is open of them follows.
 */
import { useMemo, useState, type ReactNode } from "react";
import type { ChangedPlace } from "../../bindings/ChangedPlace";
import type { PlaceName } from "../../bindings/PlaceName";
import type { Problem } from "../../bindings/Problem";
import { usePlatform } from "../../platform";
import { settle } from "../../shared/async";
import { FreshDialog } from "../../shared/FreshDialog";
import { tell, tellProblem } from "../../shared/toast";
import { AskName } from "./AskName";
import { MovePlace, nameOf, wordOf } from "./MovePlace";
import type { RequestVerbs } from "./requestEntries";
import { aboveOf } from "./useDrag";
import { useOpenRequests } from "./useOpenRequests";

type Asking =
  | { verb: "rename"; place: PlaceName }
  | { verb: "move"; place: PlaceName; to: string }
  | { verb: "make"; above: string; what: "folder" | "file" };

type PlaceVerbs = Pick<
  RequestVerbs,
  "renamePlace" | "movePlace" | "duplicatePlace" | "removePlace" | "make"
> & { dropPlace: (place: PlaceName, to: string) => void };

export function usePlaceVerbs(reload: () => Promise<void>): { verbs: PlaceVerbs; dialogs: ReactNode } {
  const platform = usePlatform();
  const open = useOpenRequests();
  const [asking, setAsking] = useState<Asking | null>(null);

  const work = useMemo(() => {
    const undo = async ({ change, from, to }: ChangedPlace, moved: boolean) => {
      const settled = await settle(platform.requestUndo(change));
      if (settled.kind === "failed") return tellProblem(settled.problem);
      if (moved && to !== null) await open.followBelow(to, from);
      else if (to !== null) open.goneBelow(to);
      await reload();
      return tell("Undone");
    };
    /** Tells what was done; gives back why it was not. */
    const done = async (
      change: Promise<ChangedPlace>,
      what: string,
      after: (changed: ChangedPlace) => Promise<void> | void,
      moved: boolean,
    ): Promise<Problem | null> => {
      const settled = await settle(change);
      if (settled.kind === "failed") return settled.problem;
      if (settled.kind !== "ready") return null;
      await after(settled.value);
      await reload();
      tell(`${settled.value.name} ${what}`, {
        label: "Undo",
        run: () => void undo(settled.value, moved),
      });
      return null;
    };
    const follow = ({ from, to }: ChangedPlace) => (to === null ? undefined : open.followBelow(from, to));
    return {
      rename: (place: PlaceName, name: string) =>
        done(platform.placeMove(place, aboveOf(place.path) + name), `is called ${name} now`, follow, true),
      move: (place: PlaceName, to: string) => done(platform.placeMove(place, to), "moved", follow, true),
      duplicate: (place: PlaceName) =>
        done(platform.placeDuplicate(place), "duplicated", () => undefined, false),
      remove: (place: PlaceName) =>
        done(platform.placeDelete(place), "deleted", ({ from }) => open.goneBelow(from), false),
      make: async (above: string, what: "folder" | "file", name: string): Promise<Problem | null> => {
        const settled = await settle(
          platform.placeMake(above ? `${above}/${name}` : name, what === "folder"),
        );
        if (settled.kind === "failed") return settled.problem;
        await reload();
        return null;
      },
    };
  }, [platform, open, reload]);

  const verbs = useMemo<PlaceVerbs>(() => {
    const told = async (doing: Promise<Problem | null>) => {
      const problem = await doing;
      if (problem) tellProblem(problem);
    };
    return {
      renamePlace: (place) => setAsking({ verb: "rename", place }),
      movePlace: (place) => setAsking({ verb: "move", place, to: place.path }),
      duplicatePlace: (place) => void told(work.duplicate(place)),
      removePlace: (place) => void told(work.remove(place)),
      make: (above, what) => setAsking({ verb: "make", above, what }),
      dropPlace: (place, to) =>
        void settle(platform.placeBeforeMoving(place, to)).then((before) => {
          // What would be lost is said before anything is moved.
          const asks =
            before.kind === "ready" && (before.value.is_taken || before.value.lost_files.length > 0);
          if (asks) setAsking({ verb: "move", place, to });
          else void told(work.move(place, to));
        }),
    };
  }, [platform, work]);

  const dismiss = () => setAsking(null);
  const dialogs = (
    <FreshDialog onDismiss={dismiss}>
      {asking?.verb === "rename" && (
        <AskName
          title={`Rename the ${wordOf(asking.place)}`}
          action="Rename"
          name={nameOf(asking.place.path)}
          onName={(name) => work.rename(asking.place, name)}
          onDismiss={dismiss}
          actionTestId="name-place-confirm"
        />
      )}
      {asking?.verb === "move" && (
        <MovePlace
          place={asking.place}
          to={asking.to}
          onMove={(to) => work.move(asking.place, to)}
          onDismiss={dismiss}
        />
      )}
      {asking?.verb === "make" && (
        <AskName
          title={`New ${asking.what}${asking.above ? ` in ${asking.above}` : ""}`}
          action="Create"
          name=""
          onName={(name) => work.make(asking.above, asking.what, name)}
          onDismiss={dismiss}
          actionTestId="name-place-confirm"
        />
      )}
    </FreshDialog>
  );
  return { verbs, dialogs };
}
