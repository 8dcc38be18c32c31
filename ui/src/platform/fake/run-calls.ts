/*
 * The fake's runs: every second call of a file that has several is answered with an error, and what came of a call is made when
 * somebody looks at it.
 */
import type { Calls } from "../../bindings/Calls";
import type { Event } from "../../bindings/Event";
import type { EditedRequest } from "../../bindings/EditedRequest";
import type { RunCounts } from "../../bindings/RunCounts";
import type { RunEnd } from "../../bindings/RunEnd";
import type { RunProgress } from "../../bindings/RunProgress";
import type { RunResult } from "../../bindings/RunResult";
import type { RunSettings } from "../../bindings/RunSettings";
import type { RunStopped } from "../../bindings/RunStopped";
import { refuse } from "./fixtures";
import { named, title } from "./requests";
import { underWay, type FakeOptions, type FakeProfile, type Jobs, type World } from "./world";

type RunCalls = Pick<Calls, Extract<keyof Calls, `run${string}`>>;

interface Parts {
  options: FakeOptions;
  world: World;
  own: Map<string, EditedRequest>;
  call: <T>(work: () => T) => Promise<T>;
  find: (id: string) => FakeProfile;
  emit: (event: Event) => void;
  jobs: Jobs;
}

interface FakeRun {
  settings: RunSettings;
  startedAt: number;
  /** So many calls came to something. */
  done: number;
}

const ROWS = 3;

const isGood = (number: number) => number % 2 === 1;

export function runCalls({ options, world, own, call, find, emit, jobs }: Parts): RunCalls {
  const runs = new Map<string, FakeRun>();
  const rowsOf = ({ data }: RunSettings) => (data === null ? 1 : (options.rows ?? ROWS));
  const stepsOf = ({ what }: RunSettings): [string, EditedRequest][] => {
    if (what.kind === "exchanges") {
      return what.ids.flatMap((id) => {
        const found = world.history.find(({ summary }) => summary.id === id);
        return found ? [[`#${id}`, found.request] as [string, EditedRequest]] : [];
      });
    }
    const path = what.kind === "place" ? what.place.path : "";
    return [...own].filter(([address]) => address.startsWith(path)).toSorted(([a], [b]) => (a < b ? -1 : 1));
  };
  const callsOf = (settings: RunSettings) =>
    rowsOf(settings) * settings.profiles.length * stepsOf(settings).length;
  const countsOf = ({ settings, done }: FakeRun): RunCounts => ({
    calls: callsOf(settings),
    passed: Math.ceil(done / 2),
    check_failed: 0,
    error_answer: Math.floor(done / 2),
    send_failed: 0,
    not_sent: 0,
  });
  const resultOf = ({ settings, startedAt }: FakeRun, number: number): RunResult => {
    const steps = stepsOf(settings);
    const [called, request] = steps[(number - 1) % steps.length] ?? refuse("no_such_exchange");
    const lane = Math.floor((number - 1) / steps.length);
    const profile = find(settings.profiles[lane % settings.profiles.length] ?? "");
    return {
      number,
      profile: profile.id,
      title: title(profile),
      row: settings.data === null ? null : Math.floor(lane / settings.profiles.length) + 1,
      called,
      name: request.name,
      method: request.method,
      url: request.url,
      outcome: isGood(number) ? "passed" : "error_answer",
      status: isGood(number) ? 200 : 404,
      started_at: startedAt,
      total_ms: 12,
      body_bytes: 857,
      exchange: world.history[0]?.summary.id ?? null,
      checks: [],
      problem: null,
    };
  };
  const asksOf = (settings: RunSettings) =>
    settings.profiles.map(find).flatMap((profile) =>
      profile.draft.risk !== "production"
        ? []
        : stepsOf(settings)
            .filter(([, { method }]) => method !== "GET")
            .map(([request, { method, url }]) => ({
              profile: title(profile),
              risk: profile.draft.risk,
              request,
              method,
              url,
              calls: rowsOf(settings),
              reasons: [`${method} can change data there`],
            })),
    );
  const go = async (
    id: string,
    job: string,
    confirmed: boolean,
    told: (progress: RunProgress) => void,
  ): Promise<RunEnd> => {
    const run = runs.get(id) ?? refuse("no_such_exchange");
    const [first] = run.settings.profiles;
    if (asksOf(run.settings).length > 0 && !confirmed) {
      refuse("needs_confirmation", { ...named(find(first ?? "")), method: "POST" });
    }
    const all = callsOf(run.settings);
    const [next] = stepsOf(run.settings);
    const now = next ? [`${next[0]} on ${title(find(first ?? ""))}`] : [];
    told({ id, counts: countsOf(run), now });
    let stopped: RunStopped | null = null;
    if (options.stalls && run.done === 0) {
      run.done = 1;
      told({ id, counts: countsOf(run), now });
      if ((await underWay(jobs, emit, job, "run")) === "stopped") stopped = "cancelled";
    }
    if (stopped === null) run.done = all;
    const end = { id, counts: countsOf(run), stopped, problem: null };
    emit({ kind: "history_changed" });
    return end;
  };
  const wanted = (run: FakeRun, filter: "all" | "failed", from: number, count: number) => {
    const total = filter === "all" ? run.done : Math.floor(run.done / 2);
    const numbers = Array.from(
      { length: Math.max(0, Math.min(count, total - from)) },
      (_, n) => from + n + 1,
    );
    return { total, results: numbers.map((n) => resultOf(run, filter === "all" ? n : n * 2)) };
  };
  return {
    runPlan: ({ settings }) =>
      call(() => ({
        requests: stepsOf(settings).map(([called]) => called),
        profiles: settings.profiles.map((id) => title(find(id))),
        data:
          settings.data === null
            ? null
            : {
                rows: rowsOf(settings),
                columns: ["N"],
                told: "It was read as CSV with commas between the values.",
              },
        calls: callsOf(settings),
        asks: asksOf(settings),
        missing: [],
        prompts: [],
        notes: [],
      })),
    runBegin: async ({ job, settings, confirmed, progress }) => {
      const id = `20261129-${String(runs.size).padStart(6, "0")}-abcdef`;
      runs.set(id, { settings, startedAt: Date.now(), done: 0 });
      return go(id, job, confirmed, progress);
    },
    runResume: ({ job, id, confirmed, progress }) => go(id, job, confirmed, progress),
    runResults: ({ id, filter, from, count }) =>
      call(() => wanted(runs.get(id) ?? refuse("no_such_exchange"), filter, from, count)),
    runsList: () =>
      call(() =>
        [...runs]
          .map(([id, run]) => ({
            id,
            started_at: run.startedAt,
            settings: run.settings,
            counts: countsOf(run),
          }))
          .toReversed(),
      ),
    runReportSave: ({ id, report }) => call(() => `/home/ada/run-${id}.${report}`),
    runDataChoose: () => call(() => "/home/ada/rows.csv"),
  };
}
