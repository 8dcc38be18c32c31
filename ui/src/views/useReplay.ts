/*
 * Sends one request on many profiles and keeps what comes of each, wherever in the window one is meanwhile.
 */
import { useCallback } from "react";
import type { ExchangeSummary } from "../bindings/ExchangeSummary";
import type { ReplayChoice } from "../features/replay/ReplayDialog";
import { baseOf, type ReplayRun } from "../features/replay/replayRun";
import { newJob, usePlatform } from "../platform";
import { settle } from "../shared/async";
import { backTo } from "./place";
import { useWindowState } from "./useWindowState";

export function useReplay() {
  const platform = usePlatform();
  const window = useWindowState();
  return useCallback(
    async (original: ExchangeSummary, { plan, wish, answers, confirmation }: ReplayChoice) => {
      const { replay, place, go } = window;
      const job = newJob();
      const change = (to: (now: ReplayRun) => ReplayRun) =>
        // One that was started after it has the page to itself.
        replay.change((now) => (now?.job === job ? to(now) : now));
      replay.set({ job, original, plan, wish, results: [], isOver: false, notSent: 0, problem: null });
      const back = backTo(place.get(), "replay");
      go({ at: "replay", back });
      const settled = await settle(
        platform.replayOn(
          job,
          original.id,
          plan.map(({ profile }) => profile),
          wish,
          answers,
          confirmation,
          (result) => change((now) => ({ ...now, results: [...now.results, result] })),
        ),
      );
      change((now) => ({
        ...now,
        isOver: true,
        // What was told on the way may still be on its way.
        results: settled.kind === "ready" ? settled.value.results : now.results,
        notSent: settled.kind === "ready" ? settled.value.not_sent : 0,
        problem: settled.kind === "failed" ? settled.problem : null,
      }));
      // On one profile the comparison is what one came for.
      const run = replay.get();
      const [only] = run?.results ?? [];
      const base = run && baseOf(run);
      const isHere = place.get().at === "replay" && run?.job === job;
      if (!isHere || plan.length !== 1 || base === null || only?.exchange == null) return;
      if (only.compared?.kind !== "same" && only.compared?.kind !== "differs") return;
      const pair = {
        left: { kind: "exchange" as const, id: base },
        right: { kind: "exchange" as const, id: only.exchange },
      };
      go({ at: "compare", ...pair, back: { at: "replay", back } });
    },
    [platform, window],
  );
}
