/*
 * All key pairs, loaded again when the engine says that they changed.
 */
import { useCallback, useEffect } from "react";
import { usePlatform } from "../platform";
import { useLoad } from "../shared/async";

export function useKeys() {
  const platform = usePlatform();
  const loaded = useLoad(useCallback(() => platform.keysList(), [platform]));
  const { reload } = loaded;
  useEffect(() => {
    const stop = platform.listen((event) => {
      if (event.kind === "keys_changed" || event.kind === "profiles_changed") void reload();
    });
    return () => void stop.then((unlisten) => unlisten());
  }, [platform, reload]);
  return loaded;
}
