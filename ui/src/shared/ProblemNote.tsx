/*
 * A problem on screen. Most windows show none, so what draws it is fetched when the first one comes, or when the first
 * view is done; the sentence itself stands there meanwhile.
 */
import { lazy, Suspense } from "react";
import { Foreign } from "./Foreign";
import type { ProblemNoteProps } from "./LoadedProblem";

const Loaded = lazy(() => import("./LoadedProblem"));

export function ProblemNote(props: ProblemNoteProps) {
  return (
    <Suspense fallback={<Foreign text={props.problem.message} />}>
      <Loaded {...props} />
    </Suspense>
  );
}
