/*
 * The requests that a profile can send, and the folders and files of one's own: asked for together and drawn together, when the tab
 * opens and whenever they changed.
 */
import { useCallback, useEffect } from "react";
import type { ProfileId } from "../bindings/ProfileId";
import type { RequestPlaces } from "../bindings/RequestPlaces";
import type { RequestSummary } from "../bindings/RequestSummary";
import { useOpenRequests } from "../features/requests/useOpenRequests";
import { usePlatform } from "../platform";
import { settle, useLoad, type Async } from "../shared/async";
import { useStore } from "../shared/store";

interface Listed {
  requests: RequestSummary[];
  places: RequestPlaces;
}

export const NO_PLACES: RequestPlaces = { folders: [], files: [] };

export function useRequestList(id: ProfileId): { state: Async<Listed>; reload: () => Promise<void> } {
  const platform = usePlatform();
  const open = useOpenRequests();
  const load = useCallback(async (): Promise<Listed> => {
    const [requests, places] = await Promise.all([
      platform.requestsList(id),
      settle(platform.requestPlaces()),
    ]);
    return { requests, places: places.kind === "ready" ? places.value : NO_PLACES };
  }, [platform, id]);
  const openAdded = useCallback(({ requests }: Listed) => open.openAdded(id, requests), [open, id]);
  const { state, reload } = useLoad(load, openAdded);
  // What was added may be in a list that came before anybody said that it was added.
  const added = useStore(open.added);
  useEffect(() => {
    if (added && state.kind === "ready") openAdded(state.value);
  }, [added, state, openAdded]);
  useEffect(() => {
    const stop = platform.listen((event) => {
      if (event.kind !== "requests_changed") return;
      void reload();
      // What is open of it may be another by now.
      void open.kept.look();
    });
    // Where files cannot be watched, what happened to them is seen when one comes back.
    const look = () => void reload();
    addEventListener("focus", look);
    return () => {
      void stop.then((unlisten) => unlisten());
      removeEventListener("focus", look);
    };
  }, [platform, open, reload]);
  return { state, reload };
}
