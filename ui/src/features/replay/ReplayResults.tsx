/*
 * What came of one request on each profile: status, time, size, and whether its answer is the same. A row opens as a comparison.
 */
import { ActionButton } from "@react-spectrum/s2/ActionButton";
import { Button } from "@react-spectrum/s2/Button";
import { style } from "@react-spectrum/s2/style" with { type: "macro" };
import { Fragment, type ComponentType } from "react";
import type { ExchangeId } from "../../bindings/ExchangeId";
import type { PlannedCall } from "../../bindings/PlannedCall";
import type { ReplayedOn } from "../../bindings/ReplayedOn";
import { Foreign } from "../../shared/Foreign";
import { heard } from "../../shared/heard";
import { Name } from "../../shared/Name";
import { bar, cell, head, nameCell, pad, said, status, table } from "../../shared/resultPage";
import { Scroll } from "../../shared/Scroll";
import { bytes, count, milliseconds } from "../../shared/size";
import { baseOf, comparedWords, type ReplayRun } from "./replayRun";

interface ReplayResultsProps {
  run: ReplayRun;
  onCompare: (base: ExchangeId, other: ExchangeId) => void;
  onOpen: (result: ReplayedOn) => void;
  onStop: () => void;
  onAgain: () => void;
  /** Draws what went wrong with one, with the button that mends it. */
  Problem: ComponentType<{ result: ReplayedOn }>;
}

const number = style({ textAlign: "end" });
const mark = style({ font: "ui-xs", fontWeight: "bold", color: "negative" });
const soft = style({ color: "neutral-subdued" });
const verbs = style({ display: "flex", gap: 8, justifyContent: "end" });

export function ReplayResults(props: ReplayResultsProps) {
  const { run, onStop, onAgain, Problem } = props;
  const came = new Map(run.results.map((one) => [one.profile, one]));
  return (
    <div className={pad} data-testid="replay-results" data-over={run.isOver}>
      <div className={bar}>
        <span className={said} role="status" data-testid="replay-said">
          {saidOf(run)}
        </span>
        {run.isOver ? (
          <Button size="S" variant="secondary" onPress={onAgain}>
            Replay on…
          </Button>
        ) : (
          <Button size="S" variant="secondary" onPress={onStop} data-testid="replay-stop">
            Stop
          </Button>
        )}
      </div>
      <Scroll label="Results">
        <table className={table}>
          <thead>
            <tr>
              {["Profile", "Status", "Time", "Size", "Answer"].map((title) => (
                <th key={title} scope="col" className={cell + head}>
                  {title}
                </th>
              ))}
              <th scope="col" className={cell}>
                <span className={heard}>Verbs</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {run.plan.map((call) => {
              const result = came.get(call.profile);
              return (
                <Fragment key={call.profile}>
                  <ResultRow {...props} call={call} result={result} />
                  {result?.problem && (
                    <tr>
                      <td colSpan={6} className={style({ padding: 8 })}>
                        <Problem result={result} />
                      </td>
                    </tr>
                  )}
                </Fragment>
              );
            })}
          </tbody>
        </table>
      </Scroll>
    </div>
  );
}

function saidOf({ plan, results, isOver, notSent, wish }: ReplayRun): string {
  if (!isOver) return `${results.length} of ${count(plan.length, "call")} done…`;
  const failed = results.filter((one) => one.status === null || one.status >= 400).length;
  const same = results.filter(({ compared }) => compared?.kind === "same").length;
  const parts = [
    `${count(results.length, "call")} done`,
    failed ? `${failed} failed` : "",
    `${same} the same as ${wish.against_first ? "the first" : "in the history"}`,
    notSent ? `${notSent} not sent` : "",
  ];
  return `${parts.filter(Boolean).join(", ")}.`;
}

interface ResultRowProps extends ReplayResultsProps {
  call: PlannedCall;
  result: ReplayedOn | undefined;
}

function ResultRow({ run, call, result, onCompare, onOpen }: ResultRowProps) {
  const base = baseOf(run);
  const other = result?.exchange ?? null;
  const compared = result?.compared ?? null;
  const isFirst = run.wish.against_first && run.results[0] === result;
  return (
    <tr data-testid="replay-result" data-profile={call.profile}>
      <th scope="row" className={cell + nameCell}>
        <Name text={call.title} />
        {call.production !== null && (
          <span className={mark} title={call.production}>
            {" "}
            PRODUCTION
          </span>
        )}
      </th>
      <td className={cell}>
        <span className={result ? status({ isBad: (result.status ?? 999) >= 400 }) : soft}>
          {result ? (result.status ?? "No answer") : run.isOver ? "Not sent" : "…"}
        </span>
      </td>
      <td className={cell + number}>{result?.total_ms == null ? "" : milliseconds(result.total_ms)}</td>
      <td className={cell + number}>{result?.body_bytes == null ? "" : bytes(result.body_bytes)}</td>
      <td className={cell} title={compared?.kind === "not_compared" ? compared.problem.message : undefined}>
        {result && (isFirst ? "the others are compared with it" : <Foreign text={comparedWords(compared)} />)}
      </td>
      <td className={cell}>
        <span className={verbs}>
          {other !== null && base !== null && base !== other && (
            <ActionButton
              size="S"
              aria-label={`Compare ${call.title}`}
              onPress={() => onCompare(base, other)}
              data-testid="replay-compare"
            >
              Compare
            </ActionButton>
          )}
          {result && other !== null && (
            <ActionButton size="S" isQuiet aria-label={`Open ${call.title}`} onPress={() => onOpen(result)}>
              Open
            </ActionButton>
          )}
        </span>
      </td>
    </tr>
  );
}
