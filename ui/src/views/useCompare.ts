/*
 * Leads to a comparison of what is in the history: two entries, one and the one before it, one and a file.
 */
import { useMemo } from "react";
import type { ComparedSide } from "../bindings/ComparedSide";
import type { ExchangeId } from "../bindings/ExchangeId";
import { usePlatform } from "../platform";
import { attempt, tell } from "../shared/toast";
import { useWindowState } from "./useWindowState";

const exchange = (id: ExchangeId): ComparedSide => ({ kind: "exchange", id });

export function useCompare() {
  const platform = usePlatform();
  const { go, place } = useWindowState();
  return useMemo(() => {
    const show = (left: ComparedSide, right: ComparedSide) => {
      const back = place.get();
      go({ at: "compare", left, right, back });
    };
    const before = async (id: ExchangeId) => {
      const found = await platform.comparisonBefore(id);
      if (found === null) await tell("No earlier answer to the same request is kept");
      else show(exchange(found), exchange(id));
    };
    const file = async (id: ExchangeId) => {
      const chosen = await platform.comparisonFile();
      // What is expected is on the left.
      if (chosen) show({ kind: "file", number: chosen.number }, exchange(id));
    };
    return {
      two: (left: ExchangeId, right: ExchangeId) => show(exchange(left), exchange(right)),
      before: (id: ExchangeId) => void attempt(before(id)),
      file: (id: ExchangeId) => void attempt(file(id)),
    };
  }, [platform, go, place]);
}
