/*
 * A comparison that is open: asked for as a job, and again when what counts or the look of it changes. What was there stays until the next
 * one is.
 */
import { useCallback, useEffect, useRef, useState } from "react";
import type { ComparisonAt } from "../../bindings/ComparisonAt";
import type { ComparisonLook } from "../../bindings/ComparisonLook";
import type { OpenComparison } from "../../bindings/OpenComparison";
import type { Problem } from "../../bindings/Problem";
import { settle } from "../../shared/async";
import type { Comparisons } from "./comparisons";

/** A comparison with what it was asked for by: its rows are asked for in the same words. */
export interface Shown {
  at: ComparisonAt;
  look: ComparisonLook;
  view: OpenComparison;
}

interface State {
  /** What was asked for last. */
  asked: { at: ComparisonAt; look: ComparisonLook } | null;
  shown: Shown | null;
  problem: Problem | null;
}

export function useComparison(comparisons: Comparisons, at: ComparisonAt, look: ComparisonLook) {
  const [state, setState] = useState<State>({ asked: null, shown: null, problem: null });
  const [turn, setTurn] = useState(0);
  const job = useRef<string | null>(null);
  const stop = useCallback(() => {
    // It may have ended a moment ago.
    if (job.current !== null) comparisons.jobStop(job.current).catch(() => undefined);
  }, [comparisons]);
  useEffect(() => {
    let current = true;
    // Each turn is a job of its own, so that what was stopped does not stop it.
    const mine = `${crypto.randomUUID()} ${turn}`;
    job.current = mine;
    void settle(comparisons.comparisonOpen(mine, at, look)).then((settled) => {
      if (!current) return;
      job.current = null;
      setState(({ shown }) => ({
        asked: { at, look },
        shown: settled.kind === "ready" ? { at, look, view: settled.value } : shown,
        problem: settled.kind === "failed" ? settled.problem : null,
      }));
    });
    return () => {
      current = false;
      // Nobody waits for it any more.
      if (job.current === mine) comparisons.jobStop(mine).catch(() => undefined);
    };
  }, [comparisons, at, look, turn]);
  const isWaiting = state.asked?.at !== at || state.asked.look !== look;
  return {
    shown: state.shown,
    problem: isWaiting ? null : state.problem,
    isWaiting,
    stop,
    again: useCallback(() => {
      setState((now) => ({ ...now, asked: null }));
      setTurn((now) => now + 1);
    }, []),
  };
}
