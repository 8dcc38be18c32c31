/*
 * Chooses the platform when the window starts, and hands it to every part of it.
 */
import { createContext, useContext } from "react";
import type { Platform } from "./platform";
import { tauriPlatform } from "./tauri";

export { newJob } from "./platform";
export type { Confirmation, Drop, HistoryQuery, Platform } from "./platform";

/** Tauri's when there is one, else the fake, so that the window can be built and looked at in a browser. */
export async function choosePlatform(): Promise<Platform> {
  if ("__TAURI_INTERNALS__" in window) return tauriPlatform();
  // The build drops this branch, and with it the fake, unless it is made with `--mode fake`.
  if (import.meta.env.MODE !== "production") {
    const { fakePlatform } = await import("./fake");
    return fakePlatform(new URLSearchParams(location.search));
  }
  throw new Error("BUG: this page is Mudbrick's window and needs its engine");
}

const PlatformContext = createContext<Platform | null>(null);

export const PlatformProvider = PlatformContext.Provider;

/** The engine, for hooks and views; components get data and callbacks. */
export function usePlatform(): Platform {
  const platform = useContext(PlatformContext);
  if (!platform) throw new Error("BUG: no platform above this component");
  return platform;
}
