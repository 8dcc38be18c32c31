/*
 * The button that mends a problem. While it has to wait it counts down, and only its end is told to those who listen.
 */
import { Button } from "@react-spectrum/s2/Button";
import { useEffect, useState } from "react";
import type { Problem } from "../bindings/Problem";
import { useTask } from "./async";
import { heard } from "./heard";
import { span } from "./time";

/** The button that mends a problem. */
export interface RemedyButton {
  label: string;
  /** Seconds from when the problem is first shown until it can be pressed. */
  wait?: number;
  /** Whether it leads to another place, so that a dialog it is in has to close. */
  leads?: boolean;
  /** Tells its own failure. */
  run: () => Promise<void> | void;
}

interface RemedyVerbProps {
  problem: Problem;
  remedy: RemedyButton;
}

/** Seconds are counted up to here; above, minutes say enough. */
const COUNTED_S = 120;

export function RemedyVerb({ problem, remedy: { label, wait = 0, run } }: RemedyVerbProps) {
  const left = useSecondsLeft(problem, wait);
  const task = useTask<void>();
  return (
    // The label changes every second, which nobody wants read out.
    <div aria-live="off">
      <Button
        size="S"
        variant="secondary"
        isDisabled={left > 0 || task.state.kind === "waiting"}
        onPress={() => void task.run(async () => run())}
        data-testid="remedy"
      >
        {left > 0 ? `${label} in ${left > COUNTED_S ? span(left * 1000) : `${left} s`}` : label}
      </Button>
      {wait > 0 && (
        <span role="status" className={heard}>
          {left > 0 ? "" : `${label} now`}
        </span>
      )}
    </div>
  );
}

/** When each problem was first shown, so that its count goes on when it is shown again after a look elsewhere. */
const shownAt = new WeakMap<Problem, number>();

function endOf(problem: Problem, wait: number): number {
  const since = shownAt.get(problem) ?? Date.now();
  shownAt.set(problem, since);
  return since + wait * 1000;
}

function useSecondsLeft(problem: Problem, wait: number): number {
  const end = endOf(problem, wait);
  const [now, setNow] = useState(() => Date.now());
  const isOver = now >= end;
  useEffect(() => {
    if (isOver) return;
    const timer = setInterval(() => setNow(Date.now()), 1000);
    return () => clearInterval(timer);
  }, [isOver]);
  // Another problem may have come since the last tick.
  return isOver ? 0 : Math.min(wait, Math.ceil((end - now) / 1000));
}
