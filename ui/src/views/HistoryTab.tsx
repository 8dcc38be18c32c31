/*
 * The History tab: what was sent, one exchange whole, and sending it again, here or elsewhere.
 */
import { style } from "@react-spectrum/s2/style" with { type: "macro" };
import { useCallback, useEffect, useRef, useState } from "react";
import type { ExchangeId } from "../bindings/ExchangeId";
import type { ExchangeSummary } from "../bindings/ExchangeSummary";
import type { ExchangeView } from "../bindings/ExchangeView";
import type { JobId } from "../bindings/JobId";
import type { ProfileId } from "../bindings/ProfileId";
import type { ProfileSummary } from "../bindings/ProfileSummary";
import type { PromptAnswers } from "../bindings/PromptAnswers";
import type { Request } from "../bindings/Request";
import { DeleteExchanges, NoteDialog } from "../features/history/HistoryDialogs";
import { HistoryFinder } from "../features/history/HistoryFinder";
import { exchanges, HistoryFoot } from "../features/history/HistoryFoot";
import { HistoryList } from "../features/history/HistoryList";
import { useHistory } from "../features/history/useHistory";
import { AskPrompts } from "../features/requests/AskPrompts";
import type { Asked } from "../features/requests/requestState";
import type { Seek } from "../features/requests/seek";
import { useOpenRequests } from "../features/requests/useOpenRequests";
import { newJob, usePlatform, type Platform } from "../platform";
import { HistoryExchange } from "./HistoryExchange";
import { settle, useTask } from "../shared/async";
import { Busy } from "../shared/Busy";
import { ConfirmWrite } from "../shared/ConfirmWrite";
import { Empty } from "../shared/Empty";
import { ProblemNote } from "../shared/ProblemNote";
import { useCompare } from "./useCompare";
import { useProfiles, useWindowState } from "./useWindowState";
import { copyPlain } from "../shared/copied";
import type { MenuEntry } from "../shared/MenuButton";
import { useSteady } from "../shared/steady";
import { tell, tellProblem } from "../shared/toast";

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
const pad = style({ padding: 16 });

interface Asking {
  id: ExchangeId;
  on: ProfileId;
  answers: PromptAnswers | null;
  /** Method and URL. */
  what: string;
  /** The engine's reason. */
  why: string;
}

/** What the file of a request asks for before it is replayed. */
interface Prompting {
  id: ExchangeId;
  on: ProfileId;
  asked: Asked;
}

interface Deletion {
  /** `3 exchanges`. */
  what: string;
  run: () => Promise<number>;
}

/** What would go out on a profile, which fills in variables of its own. */
async function told(platform: Platform, on: ProfileId, request: Request): Promise<string> {
  const checked = await settle(platform.requestCheck(on, request, null));
  return `${request.method} ${checked.kind === "ready" ? checked.value.url : request.url}`;
}

interface HistoryTabProps {
  profile: ProfileSummary;
  /** What is shown on arrival; the newest one without it. */
  wanted: ExchangeId | undefined;
}

export default function HistoryTab({ profile, wanted }: HistoryTabProps) {
  const platform = usePlatform();
  const { select, show: ask } = useWindowState();
  const profiles = useProfiles();
  const requests = useOpenRequests();
  const [text, setText] = useState("");
  const [everywhere, setEverywhere] = useState(false);
  const of = everywhere ? null : profile.id;
  const { state, more, count, size, wanted: searched } = useHistory(of, text);
  const [marked, setMarked] = useState<ReadonlySet<ExchangeId>>(new Set());
  const compare = useCompare(marked);
  const [deleting, setDeleting] = useState<Deletion | null>(null);
  const [noting, setNoting] = useState<ExchangeSummary | null>(null);
  const [selected, setSelected] = useState<ExchangeId | null>(null);
  const [asking, setAsking] = useState<Asking | null>(null);
  const [prompting, setPrompting] = useState<Prompting | null>(null);
  const exchange = useTask<ExchangeView>();
  const job = useRef<JobId | null>(null);
  const { run, reset } = exchange;

  const show = useCallback(
    (id: ExchangeId) => {
      setSelected(id);
      void run(() => platform.historyGet(id));
    },
    [platform, run],
  );
  const newest = state.kind === "ready" ? state.value.entries[0]?.id : undefined;
  const begun = useRef(false);
  const first = wanted ?? newest;
  useEffect(() => {
    if (first === undefined || (begun.current && wanted === undefined)) return;
    begun.current = true;
    show(first);
    // Once: the place that is left behind asks for nothing.
    if (wanted !== undefined) select(profile.id, { tab: "history" });
  }, [first, wanted, show, select, profile.id]);

  const stop = () => {
    // It may have ended a moment ago.
    if (job.current !== null) platform.jobStop(job.current).catch(() => undefined);
  };

  /** Asks for what the request's file asks for, then sends. */
  const beginReplay = async (id: ExchangeId, on: ProfileId) => {
    const before = await settle(platform.historyBeforeReplay(id, on));
    if (before.kind === "failed") return tellProblem(before.problem);
    const prompts = before.kind === "ready" ? (before.value?.prompts ?? []) : [];
    if (prompts.length > 0) return setPrompting({ id, on, asked: { prompts, last: {} } });
    await replay(id, on, "unconfirmed", null);
  };

  const replay = async (
    id: ExchangeId,
    on: ProfileId,
    confirmed: "confirmed" | "unconfirmed",
    answers: PromptAnswers | null,
  ) => {
    const work = newJob();
    job.current = work;
    const settled = await run(async () => {
      const answer = await settle(platform.historyReplay(work, id, on, confirmed, answers));
      if (answer.kind === "failed" && answer.problem.code === "needs_confirmation") {
        const view = await platform.historyGet(id);
        const what = await told(platform, on, view.request);
        setAsking({ id, on, answers, what, why: answer.problem.message });
        return view;
      }
      if (answer.kind === "failed") throw answer.problem;
      if (answer.kind !== "ready") throw new Error("BUG: a settled call is neither ready nor failed");
      return answer.value;
    });
    if (settled.kind === "ready") setSelected(settled.value.summary.id);
  };

  const isProduction = (id: ProfileId) => profiles.some((one) => one.id === id && one.risk === "production");

  const askToDelete = (ids: ExchangeId[]) => {
    if (!ids.length) return;
    const what = exchanges({ exchanges: ids.length, or_more: false });
    setDeleting({ what, run: () => platform.historyDelete(ids) });
  };
  /** What is marked; else everything that is found. */
  const askToDeleteAll = () => {
    if (marked.size > 1) return askToDelete([...marked]);
    if (!count) return;
    setDeleting({
      what: exchanges(count),
      run: () => platform.historyDeleteMatching(of, searched),
    });
  };
  const remove = async ({ run: work }: Deletion) => {
    setDeleting(null);
    const settled = await settle(work());
    if (settled.kind === "failed") return tellProblem(settled.problem);
    setMarked(new Set());
    const left = await settle(platform.historyList({ profile: of, text: searched, before: null, limit: 1 }));
    const next = left.kind === "ready" ? left.value[0] : undefined;
    setSelected(null);
    if (next) show(next.id);
    else reset();
    if (settled.kind === "ready") tell(`${exchanges({ exchanges: settled.value, or_more: false })} deleted`);
  };
  const pin = async (id: ExchangeId, pinned: boolean) => {
    const settled = await settle(platform.historyPin(id, pinned));
    if (settled.kind === "failed") tellProblem(settled.problem);
  };

  const edit = (request: Request, seek?: Seek) => {
    requests.take(profile.id, request);
    select(profile.id, { tab: "requests", ...(seek && { seek }) });
  };
  /** In the order in which they were sent. */
  const askToRun = (marks: ExchangeId[]) => {
    const ids = marks.toSorted((a, b) => a - b);
    const title = ids.length === 1 ? `entry #${ids[0]}` : `${ids.length} entries`;
    ask({ kind: "run", what: { kind: "exchanges", ids }, title });
  };
  const verbsOf = (entry: ExchangeSummary): MenuEntry[] => {
    const { id, profile: sender, url } = entry;
    const several = marked.size > 1 && marked.has(id);
    const isGone = !profiles.some((one) => one.id === sender);
    return [
      { id: "open", title: "Open", run: () => show(id) },
      {
        id: "replay",
        title: "Replay",
        refused: isGone ? "Its profile is gone" : undefined,
        run: () => void beginReplay(id, sender),
      },
      {
        id: "replay-on",
        title: "Replay on…",
        run: () => ask({ kind: "replay", entry }),
      },
      {
        id: "run",
        title: several ? `Run ${marked.size} entries…` : "Run…",
        run: () => askToRun(several ? [...marked] : [id]),
      },
      {
        id: "edit",
        title: "Open as request",
        run: () =>
          void settle(platform.historyGet(id)).then((settled) => {
            if (settled.kind === "ready") edit(settled.value.request);
            if (settled.kind === "failed") tellProblem(settled.problem);
          }),
      },
      ...compare.verbsOf(entry),
      { id: "copy-url", title: "Copy URL", run: () => void copyPlain("URL", url) },
      { id: "note", title: entry.note === null ? "Add note…" : "Edit note…", run: () => setNoting(entry) },
      { id: "pin", title: entry.pinned ? "Unpin" : "Pin", run: () => void pin(id, !entry.pinned) },
      {
        id: "delete",
        title: several ? `Delete ${marked.size} exchanges…` : "Delete…",
        run: () => askToDelete(several ? [...marked] : [id]),
      },
    ];
  };
  const steady = useSteady({
    onReplay: ({ id }: ExchangeSummary, on: ProfileId) => void beginReplay(id, on),
    onReplayOn: (entry: ExchangeSummary) => ask({ kind: "replay", entry }),
    onEdit: edit,
    onStop: stop,
  });
  return (
    <div className={tab} data-testid="history-tab">
      <div className={pane}>
        <HistoryFinder text={text} onText={setText} everywhere={everywhere} onEverywhere={setEverywhere} />
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
            marked={marked}
            showsProfile={everywhere}
            onSelect={show}
            onMark={(ids) => setMarked(new Set(ids))}
            onDelete={() => askToDelete(marked.size > 1 ? [...marked] : selected === null ? [] : [selected])}
            verbsOf={verbsOf}
            onMore={state.value.more ? () => void more() : null}
          />
        )}
        {state.kind === "ready" && !state.value.entries.length && (
          <Empty title={text ? "Nothing found" : "Nothing sent yet"}>
            {text
              ? "Nothing that was sent matches your search."
              : "Every request that you send is kept here, without secrets."}
          </Empty>
        )}
        <HistoryFoot
          found={count}
          size={size}
          marked={marked.size}
          onDelete={askToDeleteAll}
          onCompare={compare.selected}
        />
      </div>
      <HistoryExchange
        profile={profile}
        exchange={exchange.state}
        comparisons={compare.verbsOf}
        {...steady}
      />
      <DeleteExchanges
        what={deleting?.what ?? null}
        onDelete={() => deleting && void remove(deleting)}
        onDismiss={() => setDeleting(null)}
      />
      <NoteDialog
        entry={noting}
        onSave={({ id }, note) => platform.historyNote(id, note)}
        onDismiss={() => setNoting(null)}
      />
      <AskPrompts
        asked={prompting?.asked ?? null}
        onSend={(answers) => {
          if (prompting) void replay(prompting.id, prompting.on, "unconfirmed", answers);
          setPrompting(null);
        }}
        onDismiss={() => setPrompting(null)}
      />
      <ConfirmWrite
        isOpen={asking !== null}
        asks={asking && isProduction(asking.on) ? "production" : "one"}
        what={asking?.what ?? ""}
        why={asking?.why ?? ""}
        onConfirm={() => {
          if (asking) void replay(asking.id, asking.on, "confirmed", asking.answers);
          setAsking(null);
        }}
        onDismiss={() => setAsking(null)}
      />
    </div>
  );
}
