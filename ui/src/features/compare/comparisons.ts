/*
 * What the views of a comparison ask of the engine, and what counts before anybody has chosen. They are given it, as everything here.
 */
import type { ComparisonAt } from "../../bindings/ComparisonAt";
import type { ComparisonLook } from "../../bindings/ComparisonLook";
import type { ComparisonPlace } from "../../bindings/ComparisonPlace";
import type { ComparisonRow } from "../../bindings/ComparisonRow";
import type { ComparisonText } from "../../bindings/ComparisonText";
import type { Counting } from "../../bindings/Counting";
import type { JobId } from "../../bindings/JobId";
import type { OpenComparison } from "../../bindings/OpenComparison";

export interface Comparisons {
  comparisonOpen: (job: JobId, at: ComparisonAt, look: ComparisonLook) => Promise<OpenComparison>;
  comparisonRows: (
    at: ComparisonAt,
    look: ComparisonLook,
    from: number,
    count: number,
  ) => Promise<ComparisonRow[]>;
  comparisonPlace: (
    at: ComparisonAt,
    look: ComparisonLook,
    number: number,
  ) => Promise<ComparisonPlace | null>;
  comparisonText: (job: JobId, at: ComparisonAt, form: ComparisonText) => Promise<string>;
  jobStop: (job: JobId) => Promise<boolean>;
}

export const EVERYTHING: Counting = {
  by_line: false,
  arrays: { kind: "counts" },
  same_numbers: false,
  ignored: [],
  without_noise: false,
};
