/*
 * The window's state as components get at it. A view asks for the parts that it shows.
 */
import { createContext, useContext, useState } from "react";
import type { ProfileId } from "../bindings/ProfileId";
import type { Settings } from "../bindings/Settings";
import type { StartView } from "../bindings/StartView";
import { usePlatform } from "../platform";
import { useStore } from "../shared/store";
import { WindowState } from "./WindowState";

export const WindowContext = createContext<WindowState | null>(null);

export function useNewWindowState(start: StartView, settings: Settings): WindowState {
  const platform = usePlatform();
  return useState(() => new WindowState(platform, start, settings))[0];
}

/** How to go elsewhere and what can be done; it draws nothing again. */
export function useWindowState(): WindowState {
  const state = useContext(WindowContext);
  if (!state) throw new Error("BUG: no window above this component");
  return state;
}

export const useProfiles = () => useStore(useWindowState().profiles);
export const usePracticeView = () => useStore(useWindowState().practice);
export const useSettings = () => useStore(useWindowState().settings);
export const usePlace = () => useStore(useWindowState().place);
export const useReading = () => useStore(useWindowState().reading);
export const useVaultView = () => useStore(useWindowState().vault);
export const useKnownBoard = () => useStore(useWindowState().board);
export const useRenewal = () => useStore(useWindowState().renewal.state);
export const useShut = () => useStore(useWindowState().shut);

/** The profile that one is at, or was at last: what is opened from elsewhere is opened on it. */
export function useProfileAtHand(): ProfileId | undefined {
  const profiles = useProfiles();
  const { place, settings } = useWindowState();
  const last = useStore(settings, (now) => now.last_profile);
  const at = useStore(place, (now) => (now.at === "profile" ? now.id : last));
  return (profiles.find(({ id }) => id === at) ?? profiles[0])?.id;
}

export const useDialog = () => useStore(useWindowState().dialog);
