/*
 * The run that goes on, or went last, as a page; and the runs of the last 30 days that can be gone on with.
 */
import { ActionButton } from "@react-spectrum/s2/ActionButton";
import { style } from "@react-spectrum/s2/style" with { type: "macro" };
import { useCallback, useState } from "react";
import type { Problem } from "../bindings/Problem";
import type { RunId } from "../bindings/RunId";
import type { RunReport } from "../bindings/RunReport";
import type { RunResult } from "../bindings/RunResult";
import type { RunSummary } from "../bindings/RunSummary";
import { leftOf } from "../features/runs/counts";
import { RunPanel } from "../features/runs/RunPanel";
import { useRun, useRuns } from "../features/runs/useRuns";
import { usePlatform, type Confirmation } from "../platform";
import { settle, useLoad } from "../shared/async";
import { ConfirmWrite } from "../shared/ConfirmWrite";
import { Empty } from "../shared/Empty";
import { Foreign } from "../shared/Foreign";
import { Page } from "../shared/Page";
import { count } from "../shared/size";
import { exact } from "../shared/time";
import { tell, tellProblem } from "../shared/toast";
import { visibleLine } from "../shared/visible";
import { useWindowState } from "./useWindowState";

const list = style({ display: "flex", flexDirection: "column", gap: 8, margin: 0, padding: 0 });
const line = style({ display: "flex", alignItems: "center", gap: 12, font: "ui" });

interface Asking {
  title: string;
  id: RunId;
  /** The engine's question, with the list of the calls. */
  problem: Problem;
}

export default function RunPage() {
  const platform = usePlatform();
  const runs = useRuns();
  const run = useRun();
  const { select } = useWindowState();
  const { state: listed, reload } = useLoad(useCallback(() => platform.runsList(), [platform]));
  const unfinished =
    listed.kind === "ready" ? listed.value.filter((one) => leftOf(one.counts) > 0 && one.id !== run.id) : [];
  const [asking, setAsking] = useState<Asking | null>(null);
  const isGoing = run.ending.kind === "waiting";
  const resume = (title: string, id: RunId, confirmation: Confirmation = "unconfirmed") => {
    const go = async () => {
      const ended = await runs.resume(title, id, confirmation);
      await reload();
      if (ended.kind !== "failed") return;
      // Agreeing is for the calls of one time, and those that are left are asked about again.
      if (ended.problem.code === "needs_confirmation") setAsking({ title, id, problem: ended.problem });
      else tellProblem(ended.problem);
    };
    void go();
  };
  const report = async (id: RunId, kind: RunReport) => {
    const saved = await settle(platform.runReportSave(id, kind));
    if (saved.kind === "failed") await tellProblem(saved.problem);
    if (saved.kind === "ready" && saved.value !== null) await tell(`The report is in ${saved.value}`);
  };
  const open = ({ profile, exchange }: RunResult) => {
    if (exchange !== null) select(profile, { tab: "history", exchange });
  };
  return (
    <Page title={run.title ? `Run ${visibleLine(run.title)}` : "Runs"} testId="run-page">
      {run.ending.kind === "idle" ? (
        <Empty title="No run yet">
          Choose Run… in the menu of a file or folder of your requests, or of marked entries in the history.
        </Empty>
      ) : (
        <RunPanel
          run={run}
          onResults={platform.runResults}
          onOpen={open}
          onStop={runs.stop}
          onResume={(id) => resume(run.title, id)}
          onReport={(id, kind) => void report(id, kind)}
        />
      )}
      {unfinished.length > 0 && !isGoing && (
        <section aria-label="Runs that were not finished">
          <ul className={list}>
            {unfinished.map((one) => (
              <li key={one.id} className={line} data-testid="unfinished-run">
                <span>
                  <Foreign
                    text={`${titleOf(one)}, ${exact(one.started_at)}: ${count(leftOf(one.counts), "call")} left`}
                  />
                </span>
                <ActionButton onPress={() => resume(titleOf(one), one.id)}>Go on</ActionButton>
              </li>
            ))}
          </ul>
        </section>
      )}
      <ConfirmWrite
        isOpen={asking !== null}
        asks="many"
        what={asking?.problem.detail ?? ""}
        why={asking?.problem.message ?? ""}
        onConfirm={() => {
          if (asking) resume(asking.title, asking.id, "confirmed");
          setAsking(null);
        }}
        onDismiss={() => setAsking(null)}
      />
    </Page>
  );
}

function titleOf({ settings: { what } }: RunSummary): string {
  switch (what.kind) {
    case "place":
      return what.place.path;
    case "request":
      return what.address;
    case "file":
      return what.path;
    case "exchanges":
      return count(what.ids.length, "entry", "entries");
  }
}
