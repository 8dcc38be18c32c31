/*
 * Pages of history that fit a search, how many fit, and what it all takes on the disk, kept fresh by the engine's events.
 */
import { useCallback, useEffect, useRef, useState } from "react";
import type { ExchangeSummary } from "../../bindings/ExchangeSummary";
import type { HistoryCount } from "../../bindings/HistoryCount";
import type { HistorySize } from "../../bindings/HistorySize";
import type { ProfileId } from "../../bindings/ProfileId";
import { usePlatform } from "../../platform";
import { settle, useSettled, waiting, type Async } from "../../shared/async";
import { tellProblem } from "../../shared/toast";

const PAGE = 100;
/** As many as one call gives. */
const MOST = 1000;

interface Found {
  entries: ExchangeSummary[];
  /** Whether there may be older ones. */
  more: boolean;
}

export function useHistory(profile: ProfileId | null, text: string) {
  const platform = usePlatform();
  const wanted = useSettled(text, 200);
  const [state, setState] = useState<Async<Found>>(waiting);
  const [count, setCount] = useState<HistoryCount | null>(null);
  const [size, setSize] = useState<HistorySize | null>(null);
  const shown = useRef(0);
  const fetching = useRef(false);

  const load = useCallback(
    (before: number | null, limit: number) =>
      settle(
        platform
          .historyList({ profile, text: wanted, before, limit })
          .then((entries) => ({ entries, more: entries.length === limit })),
      ),
    [platform, profile, wanted],
  );

  useEffect(() => {
    let current = true;
    const refresh = (limit: number) => {
      void load(null, limit).then((found) => {
        if (!current) return;
        setState(found);
        if (found.kind === "ready") shown.current = found.value.entries.length;
      });
      void settle(platform.historyCount(profile, wanted)).then((counted) => {
        if (current) setCount(counted.kind === "ready" ? counted.value : null);
      });
      void settle(platform.historySize()).then((measured) => {
        if (current) setSize(measured.kind === "ready" ? measured.value : null);
      });
    };
    refresh(PAGE);
    const stop = platform.listen((event) => {
      // What was scrolled to stays on screen.
      if (event.kind === "history_changed") refresh(Math.min(MOST, Math.max(PAGE, shown.current)));
    });
    return () => {
      current = false;
      void stop.then((unlisten) => unlisten());
    };
  }, [platform, profile, wanted, load]);

  const more = useCallback(async () => {
    if (state.kind !== "ready" || fetching.current) return;
    // The list asks while it scrolls, and one page at a time is enough.
    fetching.current = true;
    const found = await load(state.value.entries.at(-1)?.id ?? null, PAGE);
    fetching.current = false;
    if (found.kind === "failed") await tellProblem(found.problem);
    if (found.kind !== "ready") return;
    setState((now) => {
      // A refresh came in between, and begins from the top.
      if (now !== state) return now;
      const entries = [...state.value.entries, ...found.value.entries];
      shown.current = entries.length;
      return { kind: "ready", value: { entries, more: found.value.more } };
    });
  }, [load, state]);

  return { state, more, count, size, wanted };
}
