/*
 * The ways into the drop box that a person starts: the file dialog and the clipboard. The page sees neither file nor
 * clipboard, only what the engine understood.
 */
import { useCallback } from "react";
import type { ImportView } from "../bindings/ImportView";
import { usePlatform } from "../platform";
import { settle } from "../shared/async";
import { useWindowState } from "./useWindowState";

export function useImporting() {
  const platform = usePlatform();
  const { reading, go } = useWindowState();

  /** Shows a reading; the one before it is forgotten. */
  const take = useCallback(
    (view: ImportView) => {
      const before = reading.get();
      if (before.kind === "ready" && before.value.id !== view.id) {
        // A reading that is gone already needs no forgetting.
        void settle(platform.importDiscard(before.value.id));
      }
      reading.set({ kind: "ready", value: view });
      go({ at: "import" });
    },
    [platform, reading, go],
  );
  const open = useCallback(async () => {
    const view = await platform.importOpen();
    if (view) take(view);
  }, [platform, take]);
  const paste = useCallback(async () => take(await platform.importClipboard()), [platform, take]);
  return { take, open, paste };
}
