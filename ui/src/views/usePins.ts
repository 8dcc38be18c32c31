/*
 * Profiles that a person pinned: they stand above all others, on the board and in the side bar.
 */
import { useCallback } from "react";
import type { ProfileId } from "../bindings/ProfileId";
import { useStore } from "../shared/store";
import { useWindowState } from "./useWindowState";

export function usePins() {
  const { changeSettings, settings } = useWindowState();
  const pinned = useStore(settings, (now) => now.pinned);
  const pin = useCallback(
    (ids: ProfileId[]) => {
      const before = settings.get().pinned;
      changeSettings({ pinned: [...before, ...ids.filter((id) => !before.includes(id))] });
    },
    [changeSettings, settings],
  );
  const unpin = useCallback(
    (ids: ProfileId[]) => changeSettings({ pinned: settings.get().pinned.filter((id) => !ids.includes(id)) }),
    [changeSettings, settings],
  );
  return { pinned, pin, unpin };
}
