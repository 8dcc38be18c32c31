/*
 * From nothing to a request that only needs *Send*: starts the local Adobe, makes a profile for its Places project and
 * opens the first sample request.
 */
import { useCallback } from "react";
import { usePlatform } from "../platform";
import { useWindowState } from "./useWindowState";

export function usePractice(): () => Promise<void> {
  const platform = usePlatform();
  const { startPractice, profiles, refresh, select } = useWindowState();
  return useCallback(async () => {
    const practice = await startPractice();
    const project =
      practice.projects.find(
        (one) => one.draft.grant === "oauth_server_to_server" && /places/i.test(one.title),
      ) ?? practice.projects[0];
    if (!project) return;
    const known = profiles
      .get()
      .find((one) => one.adobe === "practice" && one.client_id === project.draft.client_id);
    const id =
      known?.id ?? (await platform.profileCreate(project.draft, project.client_secret, null)).summary.id;
    await refresh();
    select(id, { tab: "requests" });
  }, [platform, startPractice, profiles, refresh, select]);
}
