/*
 * What is done with the requests a person keeps: renamed, moved, copied, deleted, each told with its way back; and the
 * dialogs that ask first.
 */
import { useMemo, useState, type ReactNode } from "react";
import type { ChangedRequest } from "../../bindings/ChangedRequest";
import type { PlaceName } from "../../bindings/PlaceName";
import type { Problem } from "../../bindings/Problem";
import type { ProfileId } from "../../bindings/ProfileId";
import type { EditedRequest } from "../../bindings/EditedRequest";
import type { RequestSummary } from "../../bindings/RequestSummary";
import { usePlatform } from "../../platform";
import { settle } from "../../shared/async";
import { FreshDialog } from "../../shared/FreshDialog";
import { tell, tellProblem } from "../../shared/toast";
import { AskName } from "./AskName";
import { MoveRequest } from "./MoveRequest";
import type { RequestVerbs } from "./requestEntries";
import { useOpenRequests } from "./useOpenRequests";
import { usePlaceVerbs } from "./usePlaceVerbs";

type Asking =
  { verb: "rename"; request: RequestSummary } | { verb: "move"; request: RequestSummary; to: string } | null;

const NOTHING_LOST = { stays_behind: [], lost_files: [], replaces: null };

export function useRequestVerbs(
  profile: ProfileId,
  reload: () => Promise<void>,
  onKeep: (key: string) => void,
  onExport: (named: string[], title: string) => void,
  onRun: (place: PlaceName) => void,
): {
  verbs: RequestVerbs;
  duplicate: (request: RequestSummary, typed: EditedRequest | null) => void;
  dialogs: ReactNode;
} {
  const platform = usePlatform();
  const open = useOpenRequests();
  const [asking, setAsking] = useState<Asking>(null);
  const places = usePlaceVerbs(reload);

  const work = useMemo(() => {
    const undo = async ({ change, address: left }: ChangedRequest) => {
      const settled = await settle(platform.requestUndo(change));
      if (settled.kind === "failed") return tellProblem(settled.problem);
      if (settled.kind !== "ready") return undefined;
      const { name, address, at_end } = settled.value;
      if (left && address) await open.follow(left, address);
      else if (left) open.gone(left);
      await reload();
      if (address) await open.open(profile, { address, origin: "own" });
      return tell(at_end ? `${name} is back, at the end of its file, which was changed since` : "Undone");
    };
    /** Tells what was done; gives back why it was not. */
    const done = async (
      request: RequestSummary,
      change: Promise<ChangedRequest>,
      what: string,
      after: (changed: ChangedRequest) => Promise<void> | void,
    ): Promise<Problem | null> => {
      const settled = await settle(change);
      if (settled.kind === "failed") return settled.problem;
      if (settled.kind !== "ready") return null;
      await after(settled.value);
      await reload();
      const left = settled.value.stays_behind;
      const behind = left.length ? `; ${left.join(", ")} stayed behind` : "";
      await tell(`${request.name} ${what}${behind}`, {
        label: "Undo",
        run: () => void undo(settled.value),
      });
      return null;
    };
    const told = async (doing: Promise<Problem | null>) => {
      const problem = await doing;
      if (problem) await tellProblem(problem);
    };
    const followed =
      ({ address: from }: RequestSummary) =>
      async ({ address: to }: ChangedRequest) => {
        if (to) await open.follow(from, to);
      };
    return {
      told,
      rename: (request: RequestSummary, name: string) =>
        done(
          request,
          platform.requestRename(request.address, name),
          `is called ${name} now`,
          followed(request),
        ),
      move: (request: RequestSummary, to: string, replace: boolean) =>
        done(request, platform.requestMove(request.address, to, replace), "moved", followed(request)),
      duplicate: (request: RequestSummary, typed: EditedRequest | null = null) =>
        void told(
          done(request, platform.requestDuplicate(request.address), "duplicated", ({ address }) =>
            address ? open.openCopy(profile, address, typed) : undefined,
          ),
        ),
      remove: (request: RequestSummary) =>
        told(
          done(request, platform.requestDelete(request.address), "deleted", () => open.gone(request.address)),
        ),
    };
  }, [platform, open, profile, reload]);

  const verbs = useMemo<RequestVerbs>(
    () => ({
      rename: (request) => setAsking({ verb: "rename", request }),
      move: (request) => setAsking({ verb: "move", request, to: request.path }),
      ...places.verbs,
      drop: (what, to) => {
        if (what.kind === "place") return places.verbs.dropPlace(what.place, to);
        const { request } = what;
        return void settle(platform.requestBeforeMoving(request.address, to)).then((before) => {
          // What stays behind, is lost or replaced is said before anything is moved.
          const {
            stays_behind: behind,
            lost_files: lost,
            replaces,
          } = before.kind === "ready" ? before.value : NOTHING_LOST;
          if (behind.length + lost.length > 0 || replaces) setAsking({ verb: "move", request, to });
          else void work.told(work.move(request, to, false));
        });
      },
      runPlace: onRun,
      exportPlace: ({ path }) => onExport(path ? [path] : [], path || "your requests"),
      duplicate: (request) => work.duplicate(request),
      remove: (request) => void work.remove(request),
      keep: onKeep,
      discard: (key) => {
        void open
          .close(profile, key)
          .then((problem) =>
            problem
              ? tellProblem(problem)
              : tell("Draft discarded", { label: "Undo", run: () => void open.reopen(key) }),
          );
      },
    }),
    [work, open, profile, onKeep, onExport, onRun, platform, places.verbs],
  );

  const { duplicate } = work;
  const dismiss = () => setAsking(null);
  const dialogs = (
    <>
      {places.dialogs}
      <FreshDialog onDismiss={dismiss}>
        {asking?.verb === "rename" && (
          <AskName
            title="Rename the request"
            action="Rename"
            description="Only the name changes; its file stays where it is"
            name={asking.request.name}
            onName={(name) => work.rename(asking.request, name)}
            onDismiss={dismiss}
            actionTestId="rename-request-confirm"
          />
        )}
        {asking?.verb === "move" && (
          <MoveRequest
            request={asking.request}
            to={asking.to}
            onMove={(to, taken) => work.move(asking.request, to, taken === "replace")}
            onDismiss={dismiss}
          />
        )}
      </FreshDialog>
    </>
  );
  return { verbs, duplicate, dialogs };
}
