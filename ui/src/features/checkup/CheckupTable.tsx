/*
 * What a check found of a profile: a line a step, each with what was found, what to do, and the button that leads there.
 */
import { ActionButton } from "@react-spectrum/s2/ActionButton";
import { style } from "@react-spectrum/s2/style" with { type: "macro" };
import type { ComponentType } from "react";
import type { CheckupStep } from "../../bindings/CheckupStep";
import type { ProfileCheckup } from "../../bindings/ProfileCheckup";
import type { ProfileId } from "../../bindings/ProfileId";
import { Foreign } from "../../shared/Foreign";
import { heard } from "../../shared/heard";
import { Name } from "../../shared/Name";
import { ProblemNote } from "../../shared/ProblemNote";
import { cell, table, title } from "../../shared/resultPage";
import { GRADES, VERDICTS, type Again } from "./checkupRun";

interface CheckupTableProps {
  found: ProfileCheckup;
  onOpen: (profile: ProfileId) => void;
  onExchange: (profile: ProfileId, step: CheckupStep) => void;
  /** Checks it again, with products that its scopes say nothing of. */
  onAsk: (profile: ProfileId, products: string[]) => void;
  /** What goes on where it is checked once more. */
  again: Again | undefined;
  onStop: (profile: ProfileId) => void;
  /** Draws the button of a step. */
  Remedy: ComponentType<{ profile: ProfileId; step: CheckupStep }>;
}

const section = style({ display: "flex", flexDirection: "column", gap: 4, paddingTop: 16 });
const head = style({ display: "flex", alignItems: "center", gap: 12 });
const verdict = style({
  font: "ui-sm",
  fontWeight: "bold",
  color: {
    verdict: { works: "green-1100", limited: "red-1100", fails: "red-1100", unknown: "orange-1100" },
  },
});
const said = style({ font: "ui-sm", color: "neutral-subdued" });
const mark = style({
  fontWeight: "bold",
  color: {
    grade: { well: "green-1100", note: "neutral-subdued", wrong: "red-1100", unknown: "orange-1100" },
  },
});
const what = style({ width: 176 });
/** As wide as its buttons: a cell of a table would cut them down to nothing. */
const verbs = style({ display: "flex", gap: 8, alignItems: "center", width: "max", marginStart: "auto" });
const todo = style({ display: "block", font: "ui-sm", color: "neutral-subdued" });
const note = style({ font: "ui-sm", color: "neutral-subdued", margin: 0, paddingX: 8 });

export function CheckupTable(props: CheckupTableProps) {
  const { found, onOpen, onExchange, onAsk, again, onStop, Remedy } = props;
  const { profile, title: name, steps, cannot, unasked } = found;
  return (
    <section className={section} aria-label={name} data-testid="checkup" data-verdict={found.verdict}>
      <div className={head}>
        <h2 className={title}>
          <Name text={name} />
        </h2>
        <span className={verdict({ verdict: found.verdict })} data-testid="checkup-verdict">
          {VERDICTS[found.verdict]}
        </span>
        <ActionButton size="S" isQuiet aria-label={`Open ${name}`} onPress={() => onOpen(profile)}>
          Open
        </ActionButton>
        <span role="status" className={said}>
          {again?.job ? "Asking Adobe again…" : ""}
        </span>
        {again?.job && (
          <ActionButton
            size="S"
            aria-label={`Stop the check of ${name}`}
            onPress={() => onStop(profile)}
            data-testid="checkup-stop"
          >
            Stop
          </ActionButton>
        )}
      </div>
      {again?.problem && <ProblemNote problem={again.problem} retry={() => onAsk(profile, again.more)} />}
      <table className={table}>
        <thead className={heard}>
          <tr>
            {["Result", "Step", "Found", "Actions"].map((column) => (
              <th key={column} scope="col">
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {steps.map((step) => (
            <tr
              key={`${step.kind} ${step.what} ${step.sentence}`}
              data-testid="checkup-step"
              data-grade={step.grade}
            >
              <td className={cell}>
                <span aria-hidden className={mark({ grade: step.grade })}>
                  {GRADES[step.grade].mark}
                </span>
                <span className={heard}>{GRADES[step.grade].word}</span>
              </td>
              <th scope="row" className={cell + what}>
                <Foreign text={step.what} />
              </th>
              <td className={cell}>
                <Foreign text={step.sentence} />
                {step.remedy && step.grade !== "well" && (
                  <span className={todo}>
                    <Foreign text={step.remedy.text} />
                  </span>
                )}
              </td>
              <td className={cell}>
                <span className={verbs}>
                  {step.grade !== "well" && <Remedy profile={profile} step={step} />}
                  {step.exchange !== undefined && (
                    <ActionButton
                      size="S"
                      isQuiet
                      aria-label={`Answer of ${step.what}`}
                      onPress={() => onExchange(profile, step)}
                      data-testid="checkup-exchange"
                    >
                      Answer
                    </ActionButton>
                  )}
                </span>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {cannot.length > 0 && (
        <p className={note} data-testid="checkup-cannot">
          Its scopes do not open:{" "}
          {cannot.map(({ product, lacks }) => `${product} (${lacks.join(", ")})`).join("; ")}.
        </p>
      )}
      {unasked.length > 0 && (
        <p className={note}>
          Not asked, because the scopes do not show whether it is for them: {unasked.join(", ")}.{" "}
          <ActionButton
            size="S"
            isQuiet
            isDisabled={Boolean(again?.job)}
            onPress={() => onAsk(profile, unasked)}
            data-testid="checkup-ask"
          >
            Ask these too
          </ActionButton>
        </p>
      )}
    </section>
  );
}
