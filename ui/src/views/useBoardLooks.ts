/*
 * Keeps what the board shows as new as what happens, while it is on screen.
 */
import { useEffect } from "react";
import type { Event } from "../bindings/Event";
import { usePlatform } from "../platform";
import { useWindowState } from "./useWindowState";

/** A renewal of many tells of each: the board is asked for once they pause, and at least so often. */
const PAUSE_MS = 250;

const MATTERS: ReadonlySet<Event["kind"]> = new Set([
  "profiles_changed",
  "keys_changed",
  "history_changed",
  "vault_changed",
]);

export function useBoardLooks() {
  const platform = usePlatform();
  const { lookAtBoard } = useWindowState();
  useEffect(() => {
    void lookAtBoard();
    let timer: ReturnType<typeof setTimeout> | null = null;
    const stop = platform.listen(({ kind }) => {
      if (!MATTERS.has(kind) || timer !== null) return;
      timer = setTimeout(() => {
        timer = null;
        void lookAtBoard();
      }, PAUSE_MS);
    });
    return () => {
      if (timer !== null) clearTimeout(timer);
      void stop.then((unlisten) => unlisten());
    };
  }, [platform, lookAtBoard]);
}
