/*
 * The fake's comparisons: what the real engine said of two files, whatever is compared; two answers with the same text are the same.
 * What differs in truth is the engine's business, and tested there.
 */
import type { Calls } from "../../bindings/Calls";
import type { ComparedSide } from "../../bindings/ComparedSide";
import type { ComparisonAt } from "../../bindings/ComparisonAt";
import type { ComparisonLook } from "../../bindings/ComparisonLook";
import type { Event } from "../../bindings/Event";
import type { SideView } from "../../bindings/SideView";
import { recorded, refuse } from "./fixtures";
import { check, gate, named, title } from "./requests";
import { underWay, type FakeOptions, type FakeProfile, type Jobs, type World } from "./world";

type ComparisonCalls = Pick<Calls, Extract<keyof Calls, `comparison${string}` | `replay${string}`>>;

interface Parts {
  options: FakeOptions;
  world: World;
  call: <T>(work: () => T) => Promise<T>;
  find: (id: string) => FakeProfile;
  emit: (event: Event) => void;
  jobs: Jobs;
  replay: Calls["historyReplay"];
}

const exchangeOf = (world: World, side: ComparedSide) =>
  side.kind === "file" ? null : world.history.find(({ summary }) => summary.id === side.id);

export function comparisonCalls(parts: Parts): ComparisonCalls {
  const { options, world, call, find, emit, jobs, replay } = parts;
  const isSame = ({ left, right }: ComparisonAt) =>
    left.kind === "exchange" &&
    right.kind === "exchange" &&
    world.bodies.get(left.id) === world.bodies.get(right.id);
  const told = (at: ComparisonAt) => {
    const { by_line: byLine, ignored } = at.counting;
    const { differs, ignoring, by_line, same } = recorded.comparisons;
    if (isSame(at)) return same;
    if (byLine) return by_line;
    const suggested = new Set(differs.beside.view.suggestions.map(({ path }) => path));
    if (ignored.some((one) => !one.startsWith("$"))) refuse("no_path_to_ignore");
    return ignored.some((one) => suggested.has(one)) ? ignoring : differs;
  };
  const looked = (at: ComparisonAt, { merged, only_differences: only }: ComparisonLook) =>
    told(at)[merged ? (only ? "merged_only" : "merged") : only ? "beside_only" : "beside"];
  const sideOf = (side: ComparedSide, recordedSide: SideView): SideView => {
    const found = exchangeOf(world, side);
    if (found === null) return recordedSide;
    const { summary } = found ?? refuse("no_such_exchange");
    return { title: `#${summary.id}`, exchange: summary, bytes: summary.body_bytes ?? 0 };
  };
  return {
    comparisonOpen: async ({ job, at, look }) => {
      if (options.stalls && (await underWay(jobs, emit, job, "compare")) === "stopped") refuse("key_stopped");
      return call(() => {
        const { view } = looked(at, look);
        return { ...view, left: sideOf(at.left, view.left), right: sideOf(at.right, view.right) };
      });
    },
    comparisonRows: ({ at, look, from, count }) =>
      call(() => looked(at, look).rows.slice(from, from + count)),
    comparisonPlace: ({ at, look, number }) => call(() => looked(at, look).places[number] ?? null),
    comparisonText: ({ at, form }) => call(() => told(at)[form] ?? ""),
    comparisonBefore: ({ id }) =>
      call(() => {
        const summaries = world.history.map(({ summary }) => summary);
        const mine = summaries.find((one) => one.id === id) ?? refuse("no_such_exchange");
        const before = summaries.filter(
          (one) => one.id < id && one.name === mine.name && one.profile === mine.profile,
        );
        return before.at(-1)?.id ?? null;
      }),
    comparisonFile: () => call(() => ({ number: 0, name: "expected.json" })),
    replayPlan: ({ id, profiles }) =>
      call(() => {
        const past = world.history.find(({ summary }) => summary.id === id) ?? refuse("no_such_exchange");
        return profiles.map((one) => {
          const profile = find(one);
          const sending = { request: past.request, file: null, answers: {} };
          const { url, missing, needs_confirmation: asks } = check(profile, sending);
          const isProduction = profile.draft.risk === "production";
          return {
            ...named(profile),
            production: isProduction ? `${title(profile)} is production` : null,
            method: past.request.method,
            url,
            missing,
            reasons_to_ask: asks ? [`${past.request.method} can change data there`] : [],
            left_out: [],
          };
        });
      }),
    replayPrompts: () => call(() => options.sentFrom?.prompts ?? []),
    replayOn: async ({ job, id, profiles, wish, answers, confirmed, result }) => {
      const past = world.history.find(({ summary }) => summary.id === id) ?? refuse("no_such_exchange");
      const sending = { request: past.request, file: null, answers: {} };
      for (const one of profiles) {
        // One question for all of them: nothing is sent where it was not answered.
        if (check(find(one), sending).needs_confirmation) gate(find(one), sending, confirmed);
      }
      let base = wish.against_first ? undefined : world.bodies.get(id);
      const results = [];
      for (const one of profiles) {
        const none = { exchange: null, status: null, total_ms: null, body_bytes: null, compared: null };
        const about = { profile: one, title: title(find(one)), ...none, problem: null };
        // oxlint-disable-next-line no-await-in-loop -- one after the other
        const came = await replay({ job: `${job} ${one}`, id, profile: one, answers, confirmed }).then(
          ({ summary, problem }) => {
            const text = world.bodies.get(summary.id) ?? "";
            const isBase = base === undefined;
            base ??= text;
            const compared =
              text === base ? { kind: "same" as const } : { kind: "differs" as const, places: 3 };
            const { id: exchange, status, total_ms, body_bytes } = summary;
            return { exchange, status, total_ms, body_bytes, compared: isBase ? null : compared, problem };
          },
          (problem) => ({ problem }),
        );
        const done = { ...about, ...came };
        result(done);
        results.push(done);
      }
      return { results, not_sent: 0 };
    },
  };
}
