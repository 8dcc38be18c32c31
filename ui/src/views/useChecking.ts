/*
 * Starts a check of profiles and goes where its report comes, from wherever in the window.
 */
import { useCallback } from "react";
import type { ProfileId } from "../bindings/ProfileId";
import { useWindowState } from "./useWindowState";

export function useChecking() {
  const window = useWindowState();
  return useCallback(
    (profiles: ProfileId[], also: string[] = []) => {
      if (profiles.length === 0) return;
      const { checkups, place, go } = window;
      const here = place.get();
      go({ at: "check", back: here.at === "check" ? here.back : here });
      void checkups.begin(profiles, also);
    },
    [window],
  );
}
