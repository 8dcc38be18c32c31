/*
 * Requests of other programs: the ways in, what happens when they are added, and its way back. And one's own, going out.
 */
import { useCallback, useMemo } from "react";
import type { ExportedRequests } from "../bindings/ExportedRequests";
import type { FoundRequests } from "../bindings/FoundRequests";
import type { ImportedRequests } from "../bindings/ImportedRequests";
import type { Problem } from "../bindings/Problem";
import type { ProfileId } from "../bindings/ProfileId";
import type { RequestImportView } from "../bindings/RequestImportView";
import type { VariablesStay } from "../bindings/VariablesStay";
import { draftOf } from "../features/profiles/draft";
import { addressOf } from "../features/requests/requestState";
import { useOpenRequests } from "../features/requests/useOpenRequests";
import { usePlatform } from "../platform";
import { settle } from "../shared/async";
import { count } from "../shared/size";
import { tell, tellProblem } from "../shared/toast";
import { useProfileAtHand, useWindowState } from "./useWindowState";

type Variables = Record<string, string>;

export function useCollections() {
  const platform = usePlatform();
  const open = useOpenRequests();
  const profile = useProfileAtHand();
  const { show, select } = useWindowState();

  const ask = useCallback((found: FoundRequests) => show({ kind: "collection", found }), [show]);
  const choose = useCallback(
    async (what: "files" | "folder") => {
      const found = await (what === "files" ? platform.collectionsOpen() : platform.collectionsOpenFolder());
      if (found) ask(found);
    },
    [platform, ask],
  );
  const discard = useCallback(
    ({ id }: FoundRequests) => void settle(platform.collectionsDiscard(id)),
    [platform],
  );

  /** Puts variables into a profile that has none of these names; gives back those that were added. */
  const putVariables = useCallback(
    async (id: ProfileId, wanted: Variables): Promise<Variables> => {
      const view = await platform.profileGet(id);
      const added = Object.fromEntries(
        Object.entries(wanted).filter(([name]) => !Object.hasOwn(view.variables, name)),
      );
      if (Object.keys(added).length === 0) return {};
      const draft = draftOf(view);
      await platform.profileUpdate(
        id,
        view.revision,
        { ...draft, variables: { ...draft.variables, ...added } },
        null,
        null,
      );
      return added;
    },
    [platform],
  );
  /** Takes them out again, but those that somebody has changed since. */
  const takeVariables = useCallback(
    async (id: ProfileId, added: Variables) => {
      if (Object.keys(added).length === 0) return;
      const view = await platform.profileGet(id);
      const draft = draftOf(view);
      const left = Object.entries(draft.variables).filter(([name, value]) => added[name] !== value);
      await platform.profileUpdate(
        id,
        view.revision,
        { ...draft, variables: Object.fromEntries(left) },
        null,
        null,
      );
    },
    [platform],
  );

  const goTo = useCallback(
    (id: ProfileId, folder: string) => {
      select(id, { tab: "requests" });
      // The tab lists what was added anyway, and opens the first of it then.
      open.added.set({ profile: id, path: folder });
    },
    [open, select],
  );

  const undo = useCallback(
    async (change: string, folder: string, added: Variables) => {
      const settled = await settle(platform.requestUndo(change));
      if (settled.kind === "failed") return tellProblem(settled.problem);
      open.goneBelow(addressOf(folder));
      const back = profile === undefined ? null : await settle(takeVariables(profile, added));
      if (back?.kind === "failed") return tellProblem(back.problem);
      return tell("Undone");
    },
    [platform, open, profile, takeVariables],
  );

  /** Adds what was read; gives back why not. */
  const add = useCallback(
    async (
      found: FoundRequests,
      view: RequestImportView,
      to: string,
      stay: VariablesStay,
    ): Promise<Problem | null> => {
      const wanted = Object.fromEntries(
        view.collections.flatMap(({ variables }) => variables.map(({ name, value }) => [name, value])),
      );
      const work = async (): Promise<[ImportedRequests, Variables]> => {
        // Before the files, which would be without them if it stopped in between.
        const added =
          stay === "in_profile" && profile !== undefined ? await putVariables(profile, wanted) : {};
        return [await platform.collectionsAdd(found.id, to, stay), added];
      };
      const settled = await settle(work());
      if (settled.kind === "failed") return settled.problem;
      if (settled.kind !== "ready") return null;
      const [{ folder, requests, change }, added] = settled.value;
      if (profile !== undefined) goTo(profile, folder);
      if (change === null) return null;
      const kept = stay === "in_profile" ? Object.keys(wanted).length - Object.keys(added).length : 0;
      const rest = kept ? `; ${count(kept, "variable")} of the profile kept its own value` : "";
      tell(`${count(requests, "request")} added in ${folder}${rest}`, {
        label: "Undo",
        run: () => void undo(change, folder, added),
      });
      return null;
    },
    [platform, profile, putVariables, goTo, undo],
  );

  const exported = useCallback(({ path, requests, left_out: leftOut, notes }: ExportedRequests) => {
    const missing = leftOut.length ? `; not in it, since it cannot be read: ${leftOut.join(" ")}` : "";
    tell(
      `${count(requests, "request")} saved to ${path}, without secrets${missing}${notes.length ? `. ${notes.join(" ")}` : ""}`,
    );
  }, []);
  return useMemo(() => ({ ask, choose, discard, add, exported }), [ask, choose, discard, add, exported]);
}
