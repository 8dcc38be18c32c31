/*
 * One profile whole, loaded again when the engine says that profiles changed.
 */
import { useCallback, useEffect } from "react";
import type { ProfileId } from "../bindings/ProfileId";
import { usePlatform } from "../platform";
import { useLoad } from "../shared/async";

export function useProfile(id: ProfileId) {
  const platform = usePlatform();
  const loaded = useLoad(useCallback(() => platform.profileGet(id), [platform, id]));
  const { reload } = loaded;
  useEffect(() => {
    const stop = platform.listen((event) => {
      if (event.kind === "profiles_changed" || event.kind === "keys_changed") void reload();
    });
    return () => void stop.then((unlisten) => unlisten());
  }, [platform, reload]);
  return loaded;
}
