/*
 * One request sent on many profiles: what was planned, and what came of each so far.
 */
import type { ComparedTo } from "../../bindings/ComparedTo";
import type { ExchangeId } from "../../bindings/ExchangeId";
import type { ExchangeSummary } from "../../bindings/ExchangeSummary";
import type { JobId } from "../../bindings/JobId";
import type { PlannedCall } from "../../bindings/PlannedCall";
import type { Problem } from "../../bindings/Problem";
import type { ReplayedOn } from "../../bindings/ReplayedOn";
import type { ReplayWish } from "../../bindings/ReplayWish";
import { count } from "../../shared/size";

export interface ReplayRun {
  job: JobId;
  /** Whose request it is. */
  original: ExchangeSummary;
  plan: PlannedCall[];
  wish: ReplayWish;
  /** In the order in which they came. */
  results: ReplayedOn[];
  isOver: boolean;
  /** How many were not sent, because it was stopped. */
  notSent: number;
  /** Why nothing was sent. */
  problem: Problem | null;
}

/** With which answer the others are compared: that of the history, or the first one that came. */
export function baseOf({ wish, original, results }: ReplayRun): ExchangeId | null {
  if (!wish.against_first) return original.id;
  return results[0]?.exchange ?? null;
}

/** `differs in 3 places`. */
export function comparedWords(compared: ComparedTo | null): string {
  if (compared === null) return "–";
  if (compared.kind === "same") return "same";
  if (compared.kind === "differs") return `differs in ${count(compared.places, "place")}`;
  return "not compared";
}

export const USUAL_WISH: ReplayWish = {
  parallel: 4,
  per_second: null,
  against_first: false,
  counting: {
    by_line: false,
    arrays: { kind: "counts" },
    same_numbers: false,
    ignored: [],
    without_noise: false,
  },
};
