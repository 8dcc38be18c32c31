/*
 * Leads to a comparison of what is in the history: two entries, one and the one before it, one and a file.
 */
import { useCallback, useMemo } from "react";
import type { ComparedSide } from "../bindings/ComparedSide";
import type { ExchangeId } from "../bindings/ExchangeId";
import type { ExchangeSummary } from "../bindings/ExchangeSummary";
import { usePlatform } from "../platform";
import type { MenuEntry } from "../shared/MenuButton";
import { attempt, tell } from "../shared/toast";
import { useWindowState } from "./useWindowState";

const exchange = (id: ExchangeId): ComparedSide => ({ kind: "exchange", id });

/** The older and the newer of two; null of any other number. */
function pair(marked: ReadonlySet<ExchangeId>): [ExchangeId, ExchangeId] | null {
  const [one, other] = [...marked].toSorted((a, b) => a - b);
  return marked.size === 2 && one !== undefined && other !== undefined ? [one, other] : null;
}

/** `marked` are the entries that are selected. */
export function useCompare(marked: ReadonlySet<ExchangeId>) {
  const platform = usePlatform();
  const { go, place } = useWindowState();
  const show = useCallback(
    (left: ComparedSide, right: ComparedSide) => go({ at: "compare", left, right, back: place.get() }),
    [go, place],
  );
  const selected = useMemo(() => {
    const two = pair(marked);
    return two && (() => show(exchange(two[0]), exchange(two[1])));
  }, [marked, show]);
  const verbsOf = useCallback(
    ({ id, status }: ExchangeSummary): MenuEntry[] => {
      const before = async () => {
        const found = await platform.comparisonBefore(id);
        if (found === null) await tell("No earlier answer to the same request is kept");
        else show(exchange(found), exchange(id));
      };
      const withFile = async () => {
        const chosen = await platform.comparisonFile();
        // What is expected is on the left.
        if (chosen) show({ kind: "file", number: chosen.number }, exchange(id));
      };
      const refused = status === null ? "No answer came" : undefined;
      return [
        ...(selected && marked.has(id)
          ? [{ id: "compare-two", title: "Compare the two selected", run: selected }]
          : []),
        {
          id: "compare-before",
          title: "Compare with the one before",
          refused,
          run: () => void attempt(before()),
        },
        {
          id: "compare-file",
          title: "Compare with a file…",
          refused,
          run: () => void attempt(withFile()),
        },
      ];
    },
    [platform, show, selected, marked],
  );
  return { selected, verbsOf };
}
