/*
 * Pages of history that fit a search, kept fresh by the engine's events.
 */
import { useCallback, useEffect, useState } from "react";
import type { ExchangeSummary } from "../../bindings/ExchangeSummary";
import type { ProfileId } from "../../bindings/ProfileId";
import { usePlatform } from "../../platform";
import { settle, useSettled, waiting, type Async } from "../../shared/async";
import { tellProblem } from "../../shared/toast";

const PAGE = 50;

interface Found {
  entries: ExchangeSummary[];
  /** Whether there may be older ones. */
  more: boolean;
}

export function useHistory(profile: ProfileId | null, text: string) {
  const platform = usePlatform();
  const wanted = useSettled(text, 200);
  const [state, setState] = useState<Async<Found>>(waiting);

  const load = useCallback(
    (before: number | null) =>
      settle(
        platform
          .historyList({ profile, text: wanted, before, limit: PAGE })
          .then((entries) => ({ entries, more: entries.length === PAGE })),
      ),
    [platform, profile, wanted],
  );

  useEffect(() => {
    let current = true;
    const refresh = () =>
      void load(null).then((found) => {
        if (current) setState(found);
      });
    refresh();
    const stop = platform.listen((event) => {
      if (event.kind === "history_changed") refresh();
    });
    return () => {
      current = false;
      void stop.then((unlisten) => unlisten());
    };
  }, [platform, load]);

  const more = useCallback(async () => {
    if (state.kind !== "ready") return;
    const found = await load(state.value.entries.at(-1)?.id ?? null);
    if (found.kind === "failed") await tellProblem(found.problem);
    if (found.kind === "ready") {
      const entries = [...state.value.entries, ...found.value.entries];
      setState({ kind: "ready", value: { entries, more: found.value.more } });
    }
  }, [load, state]);

  return { state, more };
}
