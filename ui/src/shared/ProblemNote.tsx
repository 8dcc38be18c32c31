/*
 * A problem on screen. Most windows show none, so what draws it is fetched when the first one comes, or when the first
 * view is done; the sentence itself stands there meanwhile.
 */
import { Foreign } from "./Foreign";
import { later } from "./later";
import type { ProblemNoteProps } from "./LoadedProblem";

export const ProblemNote = later<ProblemNoteProps>(
  () => import("./LoadedProblem"),
  ({ problem }) => <Foreign text={problem.message} />,
);
