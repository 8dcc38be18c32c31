/*
 * How a run goes and what came of it: counts, what is under way, and a row for each call, of which only those in view are
 * fetched and drawn.
 */
import { ActionButton } from "@react-spectrum/s2/ActionButton";
import { Button } from "@react-spectrum/s2/Button";
import { Checkbox } from "@react-spectrum/s2/Checkbox";
import { style } from "@react-spectrum/s2/style" with { type: "macro" };
import { useCallback, useState } from "react";
import type { RunCounts } from "../../bindings/RunCounts";
import type { RunFilter } from "../../bindings/RunFilter";
import type { RunId } from "../../bindings/RunId";
import type { RunOutcome } from "../../bindings/RunOutcome";
import type { RunReport } from "../../bindings/RunReport";
import type { RunResult } from "../../bindings/RunResult";
import type { RunResults } from "../../bindings/RunResults";
import { Foreign } from "../../shared/Foreign";
import { bytes, count, milliseconds } from "../../shared/size";
import { visibleLine } from "../../shared/visible";
import { VirtualRows } from "../../shared/VirtualRows";
import { ProblemNote } from "../../shared/ProblemNote";
import { done, failed, leftOf } from "./counts";
import type { RunState } from "./Runs";

interface RunPanelProps {
  run: RunState;
  onResults: (id: RunId, filter: RunFilter, from: number, count: number) => Promise<RunResults>;
  onOpen: (result: RunResult) => void;
  onStop: () => void;
  onResume: (id: RunId) => void;
  onReport: (id: RunId, report: RunReport) => void;
}

const WORDS: Record<RunOutcome, string> = {
  passed: "passed",
  check_failed: "check failed",
  error_answer: "error answer",
  send_failed: "no answer",
  not_sent: "not sent",
};

const STOPPED = {
  cancelled: "You stopped it.",
  failure: "It stopped at the first failure.",
  interrupted: "It could not go on.",
} as const;

const panel = style({ display: "flex", flexDirection: "column", gap: 12, flexGrow: 1, minHeight: 320 });
const line = style({ display: "flex", alignItems: "center", flexWrap: "wrap", gap: 12, font: "ui" });
const soft = style({ font: "ui-sm", color: "neutral-subdued", margin: 0, truncate: true });
const bar = style({ width: "full" });
const why = style({ font: "code-sm", margin: 0, whiteSpace: "pre-wrap", maxHeight: 120, overflowY: "auto" });

export function RunPanel({ run, onResults, onOpen, onStop, onResume, onReport }: RunPanelProps) {
  const { id, counts, now, ending } = run;
  const [onlyFailed, setOnlyFailed] = useState(false);
  const [standing, setStanding] = useState<RunResult | undefined>();
  const filter: RunFilter = onlyFailed ? "failed" : "all";
  const isOver = ending.kind === "ready" || ending.kind === "failed";
  const load = useCallback(
    async (from: number, many: number) =>
      id === null ? [] : (await onResults(id, filter, from, many)).results,
    [id, filter, onResults],
  );
  const draw = useCallback((result: RunResult) => resultRow(result, onOpen), [onOpen]);
  const rows = counts ? (onlyFailed ? failed(counts) : done(counts)) : 0;
  const left = counts ? leftOf(counts) : 0;
  const problem =
    ending.kind === "failed" ? ending.problem : ending.kind === "ready" ? ending.value.problem : null;
  return (
    <div className={panel} data-testid="run-panel" data-over={isOver}>
      {counts && (
        <progress
          className={bar}
          value={done(counts)}
          max={counts.calls}
          aria-label="How far the run is"
          data-testid="run-progress"
        />
      )}
      <div className={line}>
        <span role="status" data-testid="run-counts">
          {counts ? told(counts) : "Planning…"}
        </span>
        {!isOver && (
          <Button variant="secondary" isDisabled={run.stopping} onPress={onStop} data-testid="run-stop">
            {run.stopping ? "Stopping…" : "Stop"}
          </Button>
        )}
        {isOver && left > 0 && id !== null && (
          <Button variant="accent" onPress={() => onResume(id)} data-testid="run-resume">
            Go on
          </Button>
        )}
        {isOver &&
          id !== null &&
          REPORTS.map(([report, name]) => (
            <ActionButton key={report} onPress={() => onReport(id, report)} data-testid={`report-${report}`}>
              Save as {name}…
            </ActionButton>
          ))}
      </div>
      {!isOver && <p className={soft}>{now.map(visibleLine).join(" · ")}</p>}
      {ending.kind === "ready" && ending.value.stopped && (
        <p className={soft}>{`${STOPPED[ending.value.stopped]} ${count(left, "call")} left.`}</p>
      )}
      {problem && <ProblemNote problem={problem} />}
      <Checkbox isSelected={onlyFailed} onChange={setOnlyFailed}>
        Only failures
      </Checkbox>
      {/* The rows that were failures only are no rows of all. */}
      <VirtualRows
        key={`${id} ${filter}`}
        label="Results"
        count={rows}
        load={load}
        draw={draw}
        onRow={setStanding}
        onKey={(key, result) => {
          if (key !== "Enter" || !result?.exchange) return false;
          onOpen(result);
          return true;
        }}
        testId="run-results"
      />
      {standing && <Reasons result={standing} />}
    </div>
  );
}

const REPORTS: [RunReport, string][] = [
  ["junit", "JUnit"],
  ["json", "JSON"],
  ["markdown", "Markdown"],
];

function told(counts: RunCounts): string {
  const parts: [number, string][] = [
    [counts.passed, WORDS.passed],
    [counts.check_failed, WORDS.check_failed],
    [counts.error_answer, WORDS.error_answer],
    [counts.send_failed, WORDS.send_failed],
    [counts.not_sent, WORDS.not_sent],
  ];
  const said = parts
    .filter(([number]) => number > 0)
    .map(([number, word]) => `${number.toLocaleString("en")} ${word}`);
  return [`${done(counts).toLocaleString("en")} of ${count(counts.calls, "call")}`, ...said].join(" · ");
}

function resultRow(result: RunResult, onOpen: (result: RunResult) => void) {
  const { outcome, status, total_ms: ms, body_bytes: size, row, name, title, exchange } = result;
  return (
    <div
      className="run-row"
      data-testid="run-row"
      data-outcome={outcome}
      onDoubleClick={() => exchange !== null && onOpen(result)}
    >
      <span className="run-outcome">{WORDS[outcome]}</span>
      <span className="run-status">{status}</span>
      <span className="run-ms">{ms === null ? "" : milliseconds(ms)}</span>
      <span className="run-bytes">{size === null ? "" : bytes(size)}</span>
      <span>
        <Foreign text={`${name} · ${title}${row === null ? "" : ` · row ${row}`}`} />
      </span>
    </div>
  );
}

/** Why the call that one stands on is not as it has to be. */
function Reasons({ result }: { result: RunResult }) {
  const checks = result.checks
    .filter(({ passed }) => !passed)
    .map(
      ({ check, found, because }) =>
        `${check}; ${because ?? (found === null ? "there is none" : `it is ${found}`)}`,
    );
  const all = [...checks, ...(result.problem ? [result.problem.message] : [])];
  if (!all.length) return null;
  return (
    <div className={why} role="status" data-testid="run-reasons">
      {all.map((text) => (
        <div key={text}>
          <Foreign text={text} />
        </div>
      ))}
    </div>
  );
}
