/*
 * A problem on screen. Most windows show none, so what draws it is fetched when the first one comes, or when the first
 * view is done; the sentence itself stands there meanwhile.
 */
import { lazy, Suspense } from "react";
import type { Problem } from "../bindings/Problem";
import { Foreign } from "./Foreign";

export interface ProblemNoteProps {
  problem: Problem;
  /** The button that mends it. */
  remedy?: { label: string; run: () => void } | undefined;
}

const Loaded = lazy(() => import("./LoadedProblem"));

export function ProblemNote(props: ProblemNoteProps) {
  return (
    <Suspense fallback={<Foreign text={props.problem.message} />}>
      <Loaded {...props} />
    </Suspense>
  );
}
