/*
 * A problem on screen. Most windows show none, so what draws it is fetched when the first one comes, or when the first
 * view is done; the sentence itself stands there meanwhile.
 */
import { lazy, Suspense } from "react";
import type { Problem } from "../bindings/Problem";
import { Foreign } from "./Foreign";

/** The button that mends a problem. */
export interface RemedyButton {
  label: string;
  /** Seconds from when the problem is first shown until it can be pressed. */
  wait?: number;
  /** Tells its own failure. */
  run: () => Promise<void> | void;
}

export interface ProblemNoteProps {
  problem: Problem;
  remedy?: RemedyButton | undefined;
}

const Loaded = lazy(() => import("./LoadedProblem"));

export function ProblemNote(props: ProblemNoteProps) {
  return (
    <Suspense fallback={<Foreign text={props.problem.message} />}>
      <Loaded {...props} />
    </Suspense>
  );
}
