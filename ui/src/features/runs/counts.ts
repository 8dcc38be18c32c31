/*
 * What the counts of a run say.
 */
import type { RunCounts } from "../../bindings/RunCounts";

export const failed = (counts: RunCounts) =>
  counts.check_failed + counts.error_answer + counts.send_failed + counts.not_sent;
export const done = (counts: RunCounts) => counts.passed + failed(counts);
/** How many calls came to nothing yet. */
export const leftOf = (counts: RunCounts) => counts.calls - done(counts);
