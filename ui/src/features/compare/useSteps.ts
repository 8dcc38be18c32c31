/*
 * The way from one difference of a comparison to the next, and which one stands on.
 */
import { useCallback, useEffect, useRef, useState } from "react";
import type { ComparisonPlace } from "../../bindings/ComparisonPlace";
import type { ComparisonRow } from "../../bindings/ComparisonRow";
import { settle } from "../../shared/async";
import { say } from "../../shared/toast";
import type { Goal } from "../../shared/VirtualRows";
import type { Comparisons } from "./comparisons";
import type { Shown } from "./useComparison";

export function useSteps(comparisons: Comparisons, shown: Shown | null) {
  const [place, setPlace] = useState<{ of: Shown; at: ComparisonPlace } | null>(null);
  const [goal, setGoal] = useState<Goal | undefined>(undefined);
  const turn = useRef(0);
  const known = place && place.of === shown ? place.at : null;
  const current = known?.number ?? null;
  const go = useCallback(
    (number: number, isSpoken: boolean) => {
      if (!shown) return;
      turn.current += 1;
      const mine = turn.current;
      void settle(comparisons.comparisonPlace(shown.at, shown.look, number)).then((found) => {
        if (found.kind !== "ready" || !found.value || mine !== turn.current) return;
        setPlace({ of: shown, at: found.value });
        if (!isSpoken) return;
        setGoal({ row: found.value.row, turn: mine });
        say(
          `Difference ${number + 1} of ${shown.view.differences}${found.value.path ? ` at ${found.value.path}` : ""}`,
        );
      });
    },
    [comparisons, shown],
  );
  const begun = useRef(false);
  useEffect(() => {
    // The first difference is what one came for; what counts is changed later on where one stands.
    if (!shown || begun.current || shown.view.differences === 0) return;
    begun.current = true;
    go(0, true);
  }, [shown, go]);
  const onRow = useCallback(
    (row: ComparisonRow | undefined) => {
      if (row && row.difference !== null && row.difference !== current) go(row.difference, false);
    },
    [current, go],
  );
  const last = (shown?.view.differences ?? 0) - 1;
  const next = useCallback(() => {
    if ((current ?? -1) < last) go((current ?? -1) + 1, true);
  }, [current, last, go]);
  const previous = useCallback(() => {
    if (current !== null && current > 0) go(current - 1, true);
  }, [current, go]);
  return { place: known, current, goal, onRow, next, previous };
}
