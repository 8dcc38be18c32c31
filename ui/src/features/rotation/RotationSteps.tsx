/*
 * The steps of a rotation in words, and which of them are done.
 */
import { style } from "@react-spectrum/s2/style" with { type: "macro" };
import type { RotationStep } from "../../bindings/RotationStep";
import { heard } from "../../shared/heard";
import { DONE, STEPS } from "./ways";

const list = style({
  display: "grid",
  // All in one line where there is room, else in lines of three: one that is left alone looks as if it were another list.
  gridTemplateColumns: {
    default: "repeat(3, minmax(0, 1fr))",
    "@container (min-width: 720px)": "repeat(6, minmax(0, 1fr))",
  },
  columnGap: 16,
  rowGap: 4,
  margin: 0,
  padding: 0,
  listStyleType: "none",
});
const entry = style({ display: "flex", flexDirection: "column", font: "ui-sm", minWidth: 0 });
const name = style({
  fontWeight: "bold",
  color: { state: { done: "green-1100", now: "accent", later: "neutral-subdued" } },
});
const does = style({ color: "neutral-subdued" });

const MARKS = { done: "✓", now: "▸", later: "○" } as const;
const HEARD = { done: "done", now: "next", later: "later" } as const;

/** Without a step nobody has looked yet, and none is marked. */
export function RotationSteps({ step }: { step: RotationStep | undefined }) {
  const done = step === undefined ? null : DONE[step];
  return (
    <ol className={list} aria-label="Steps">
      {STEPS.map((one, at) => {
        const state = done === null || at > done ? "later" : at === done ? "now" : "done";
        return (
          <li key={one.name} className={entry} data-testid="rotation-step" data-state={state}>
            <span className={name({ state })}>
              <span aria-hidden>{MARKS[state]} </span>
              {one.name}
              <span className={heard}>, {HEARD[state]}</span>
            </span>
            <span className={does}>{one.does}</span>
          </li>
        );
      })}
    </ol>
  );
}
