/*
 * The ways into the drop box that a person starts: the file dialog and the clipboard. The page sees neither file nor
 * clipboard, only what the engine understood.
 */
import { useCallback } from "react";
import type { Brought } from "../bindings/Brought";
import { usePlatform } from "../platform";
import { settle } from "../shared/async";
import { useCollections } from "./useCollections";
import { useWindowState } from "./useWindowState";

/** Whether there are no credentials in it, so that the engine has forgotten it already. */
const hasNothing = ({ profiles, keys, locked }: Brought) =>
  profiles.length + keys.length + locked.length === 0;

export function useImporting() {
  const platform = usePlatform();
  const { reading, place, go } = useWindowState();
  const collections = useCollections();

  /** Shows a reading; the one before it is forgotten. Requests of other programs are asked about where one is. */
  const take = useCallback(
    (view: Brought) => {
      const { collection } = view;
      if (collection && hasNothing(view)) return collections.ask(collection);
      const before = reading.get();
      if (before.kind === "ready" && before.value.id !== view.id) {
        // A reading that is gone already needs no forgetting.
        void settle(platform.importDiscard(before.value.id));
      }
      reading.set({ kind: "ready", value: view });
      const here = place.get();
      if (collection && here.at === "profile" && here.tab === "requests") return collections.ask(collection);
      return go({ at: "import" });
    },
    [platform, reading, place, go, collections],
  );
  const open = useCallback(async () => {
    const view = await platform.importOpen();
    if (view) take(view);
  }, [platform, take]);
  const paste = useCallback(async () => take(await platform.importClipboard()), [platform, take]);
  return { take, open, paste };
}
