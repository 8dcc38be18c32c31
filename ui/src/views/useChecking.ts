/*
 * Starts a check of profiles and goes where its report comes, from wherever in the window. One that is under way is stopped only
 * when the person says so.
 */
import { useCallback } from "react";
import type { ProfileId } from "../bindings/ProfileId";
import { jobsOf, type AlsoOf } from "../features/checkup/checkupRun";
import { tell } from "../shared/toast";
import { backTo } from "./place";
import { useWindowState } from "./useWindowState";

export function useChecking() {
  const window = useWindowState();
  return useCallback(
    (profiles: ProfileId[], also?: AlsoOf) => {
      if (profiles.length === 0) return;
      const { checkups, place, go } = window;
      const begin = () => {
        go({ at: "check", back: backTo(place.get(), "check") });
        void checkups.begin(profiles, also);
      };
      if (jobsOf(checkups.state.get()).length === 0) return begin();
      tell("Another check is still under way. Wait until it is done, or stop it.", {
        label: "Stop it and check these",
        run: begin,
      });
    },
    [window],
  );
}
