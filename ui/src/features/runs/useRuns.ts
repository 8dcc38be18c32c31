/*
 * The run of this window, as components get at it.
 */
import { createContext, useContext, useState } from "react";
import { usePlatform } from "../../platform";
import { useStore } from "../../shared/store";
import { Runs } from "./Runs";

export const RunsContext = createContext<Runs | null>(null);

export function useNewRuns(): Runs {
  const platform = usePlatform();
  return useState(() => new Runs(platform))[0];
}

export function useRuns(): Runs {
  const runs = useContext(RunsContext);
  if (!runs) throw new Error("BUG: no runs above this component");
  return runs;
}

export const useRun = () => useStore(useRuns().state);
