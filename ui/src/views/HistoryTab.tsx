/*
 * The History tab: what was sent, one exchange whole, and sending it again, here or elsewhere.
 */
import { Button } from "@react-spectrum/s2/Button";
import { SearchField } from "@react-spectrum/s2/SearchField";
import { style } from "@react-spectrum/s2/style" with { type: "macro" };
import { Switch } from "@react-spectrum/s2/Switch";
import { useCallback, useEffect, useRef, useState } from "react";
import type { ExchangeId } from "../bindings/ExchangeId";
import type { ExchangeView } from "../bindings/ExchangeView";
import type { JobId } from "../bindings/JobId";
import type { ProfileId } from "../bindings/ProfileId";
import type { ProfileSummary } from "../bindings/ProfileSummary";
import { HistoryList } from "../features/history/HistoryList";
import { ReplayOn } from "../features/history/ReplayOn";
import { useHistory } from "../features/history/useHistory";
import { Answer } from "../features/requests/Answer";
import { useRequestDesk } from "../features/requests/useRequestDesk";
import { newJob, usePlatform } from "../platform";
import { useRemedy } from "./remedy";
import { settle, useTask } from "../shared/async";
import { Busy } from "../shared/Busy";
import { ConfirmWrite } from "../shared/ConfirmWrite";
import { Empty } from "../shared/Empty";
import { ProblemNote } from "../shared/ProblemNote";
import type { Desk } from "./useDesk";
import { Foreign } from "../shared/Foreign";
import { visibleLine } from "../shared/visible";

const tab = style({
  display: "grid",
  gridTemplateColumns: ["clamp(240px, 38%, 400px)", "minmax(0, 1fr)"],
  gridTemplateRows: ["minmax(0, 1fr)"],
  height: "full",
  minHeight: 0,
});
const pane = style({
  display: "flex",
  flexDirection: "column",
  minHeight: 0,
  borderStyle: "solid",
  borderWidth: 0,
  borderEndWidth: 1,
  borderColor: "gray-200",
});
const head = style({ display: "flex", flexDirection: "column", gap: 8, padding: 12, paddingStart: 24 });
const wide = style({ width: "full" });
const shown = style({ display: "flex", flexDirection: "column", minHeight: 0, minWidth: 0 });
const bar = style({ display: "flex", gap: 8, alignItems: "center", paddingX: 16, paddingTop: 12 });
const name = style({ font: "title-sm", margin: 0, truncate: true, minWidth: 0, flexGrow: 1 });
const whose = style({ fontWeight: "normal", color: "neutral-subdued" });
const pad = style({ padding: 16 });

export default function HistoryTab({ desk, profile }: { desk: Desk; profile: ProfileSummary }) {
  const platform = usePlatform();
  const requests = useRequestDesk();
  const [text, setText] = useState("");
  const [everywhere, setEverywhere] = useState(false);
  const { state, more } = useHistory(everywhere ? null : profile.id, text);
  const [selected, setSelected] = useState<ExchangeId | null>(null);
  const [choosing, setChoosing] = useState(false);
  const [asking, setAsking] = useState<{ id: ExchangeId; on: ProfileId; why: string } | null>(null);
  const exchange = useTask<ExchangeView>();
  const job = useRef<JobId | null>(null);
  const { run } = exchange;

  const show = useCallback(
    (id: ExchangeId) => {
      setSelected(id);
      void run(() => platform.historyGet(id));
    },
    [platform, run],
  );
  const newest = state.kind === "ready" ? state.value.entries[0]?.id : undefined;
  const begun = useRef(false);
  useEffect(() => {
    if (begun.current || newest === undefined) return;
    begun.current = true;
    show(newest);
  }, [newest, show]);

  const stop = () => {
    // It may have ended a moment ago.
    if (job.current !== null) platform.jobStop(job.current).catch(() => undefined);
  };

  const replay = async (id: ExchangeId, on: ProfileId, confirmed: "confirmed" | "unconfirmed") => {
    const work = newJob();
    job.current = work;
    const settled = await run(async () => {
      const answer = await settle(platform.historyReplay(work, id, on, confirmed));
      if (answer.kind === "failed" && answer.problem.code === "needs_confirmation") {
        setAsking({ id, on, why: answer.problem.message });
        return platform.historyGet(id);
      }
      if (answer.kind === "failed") throw answer.problem;
      if (answer.kind !== "ready") throw new Error("BUG: a settled call is neither ready nor failed");
      return answer.value;
    });
    if (settled.kind === "ready") setSelected(settled.value.summary.id);
  };

  const current = exchange.state;
  // *Replay* goes where it went before; to the profile on screen when that one is gone.
  const before = current.kind === "ready" ? current.value.summary.profile : profile.id;
  const remedy = useRemedy(desk, before);
  const sender = desk.profiles.find((one) => one.id === before) ?? profile;
  return (
    <div className={tab} data-testid="history-tab">
      <div className={pane}>
        <div className={head}>
          <SearchField
            aria-label="Search history"
            placeholder="Search name, URL or status"
            value={text}
            onChange={setText}
            styles={wide}
          />
          <Switch size="S" isSelected={everywhere} onChange={setEverywhere}>
            All profiles
          </Switch>
        </div>
        {state.kind === "waiting" && (
          <div className={pad}>
            <Busy sentence="Reading the history…" />
          </div>
        )}
        {state.kind === "failed" && (
          <div className={pad}>
            <ProblemNote problem={state.problem} />
          </div>
        )}
        {state.kind === "ready" && state.value.entries.length > 0 && (
          <HistoryList
            entries={state.value.entries}
            selected={selected}
            showsProfile={everywhere}
            onSelect={show}
            onMore={state.value.more ? () => void more() : null}
          />
        )}
        {state.kind === "ready" && !state.value.entries.length && (
          <Empty title={text ? "Nothing found" : "Nothing sent yet"}>
            {text
              ? "No exchange matches your search."
              : "Every request that you send is kept here, without secrets."}
          </Empty>
        )}
      </div>
      <div className={shown}>
        {current.kind === "waiting" && (
          <div className={pad}>
            <Busy sentence="Waiting for the exchange…" onCancel={stop} />
          </div>
        )}
        {current.kind === "failed" && (
          <div className={pad}>
            <ProblemNote problem={current.problem} remedy={remedy(current.problem, null)} />
          </div>
        )}
        {current.kind === "ready" && (
          <>
            <div className={bar}>
              <h2 className={name} title={visibleLine(current.value.summary.name)}>
                <Foreign text={current.value.summary.name} />
                {before !== profile.id && (
                  <span className={whose}> · {current.value.summary.profile_title}</span>
                )}
              </h2>
              <Button
                variant={sender.risk === "production" ? "negative" : "secondary"}
                size="S"
                onPress={() => void replay(current.value.summary.id, sender.id, "unconfirmed")}
                data-testid="replay"
              >
                Replay
              </Button>
              <Button
                variant="secondary"
                fillStyle="outline"
                size="S"
                onPress={() => setChoosing(true)}
                data-testid="replay-on"
              >
                Replay on…
              </Button>
              <Button
                variant="secondary"
                fillStyle="outline"
                size="S"
                onPress={() => {
                  requests.take(profile.id, current.value.request);
                  desk.select(profile.id, { tab: "requests" });
                }}
              >
                Edit
              </Button>
            </div>
            <Answer
              key={current.value.summary.id}
              exchange={current.value}
              remedy={current.value.problem ? remedy(current.value.problem, null) : undefined}
              onMore={platform.historyBody}
            />
          </>
        )}
      </div>
      <ReplayOn
        isOpen={choosing}
        profiles={desk.profiles}
        onReplay={(on) => {
          if (current.kind === "ready") void replay(current.value.summary.id, on, "unconfirmed");
        }}
        onDismiss={() => setChoosing(false)}
      />
      <ConfirmWrite
        isOpen={asking !== null}
        what={current.kind === "ready" ? `${current.value.request.method} ${current.value.request.name}` : ""}
        why={asking?.why ?? ""}
        onConfirm={() => {
          if (asking) void replay(asking.id, asking.on, "confirmed");
          setAsking(null);
        }}
        onDismiss={() => setAsking(null)}
      />
    </div>
  );
}
