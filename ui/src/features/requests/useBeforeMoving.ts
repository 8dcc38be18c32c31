/*
 * What moving something to a place would do, before it is moved.
 */
import { useCallback } from "react";
import { useLoad, useSettled } from "../../shared/async";

/** As of when typing last paused; null while nothing is known, and where it is already. `look` must be stable. */
export function useBeforeMoving<T>(from: string, to: string, look: (to: string) => Promise<T>): T | null {
  const asked = useSettled(to, 150);
  const { state } = useLoad(
    useCallback(async () => (asked === "" || asked === from ? null : await look(asked)), [from, asked, look]),
  );
  return asked === to && state.kind === "ready" ? state.value : null;
}
