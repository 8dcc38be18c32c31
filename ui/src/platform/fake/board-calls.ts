/*
 * The fake's board: what is known of each profile beside its line in lists, and the renewal of many.
 */
import type { BoardRow } from "../../bindings/BoardRow";
import type { Calls } from "../../bindings/Calls";
import type { Event } from "../../bindings/Event";
import type { Health } from "../../bindings/Health";
import type { Problem } from "../../bindings/Problem";
import type { Renewed } from "../../bindings/Renewed";
import type { TokenState } from "../../bindings/TokenState";
import { problem, recorded } from "./fixtures";
import { named, title } from "./requests";
import { DAY, underWay, type FakeOptions, type FakeProfile, type Jobs, type World } from "./world";

type BoardCalls = Pick<Calls, Extract<keyof Calls, `board${string}`>>;

interface Parts {
  options: FakeOptions;
  world: World;
  call: <T>(work: () => T) => Promise<T>;
  mint: (profile: FakeProfile) => TokenState;
  emit: (event: Event) => void;
  jobs: Jobs;
}

const HOUR = DAY / 24;

const healthOf = (profile: FakeProfile): Health => {
  if (profile.secret === null) {
    return { kind: "failing", problem: problem("no_client_secret", named(profile)) };
  }
  const { grant, key } = profile.draft;
  if (grant === "jwt" && !key) return { kind: "failing", problem: problem("no_key_pair", named(profile)) };
  return { kind: "good" };
};

// Some were used today, some long ago, some never.
const rowOf = (profile: FakeProfile, n: number): BoardRow => ({
  id: profile.id,
  secret_stored_at: profile.secret === null ? null : profile.createdAt - (n % 9) * 40 * DAY,
  last_used: n % 5 === 4 ? null : profile.updatedAt - (n % 5 === 3 ? 120 * DAY : 0) + (n % 40) * HOUR,
  health: healthOf(profile),
});

export function boardCalls({ options, world, call, mint, emit, jobs }: Parts): BoardCalls {
  return {
    boardRows: () => call(() => world.profiles.map(rowOf)),
    boardRenew: async ({ job, ids, progress }) => {
      const outcome: Renewed = { renewed: 0, failed: [], not_begun: 0 };
      const wanted = world.profiles.filter(({ id }) => ids.includes(id));
      const renewOne = (profile: FakeProfile) => {
        try {
          mint(profile);
          outcome.renewed++;
        } catch (error) {
          outcome.failed.push({
            profile: profile.id,
            title: title(profile),
            problem: error as Problem,
          });
        }
        progress({
          done: outcome.renewed + outcome.failed.length,
          of: wanted.length,
          failed: outcome.failed.length,
        });
      };
      let timer: ReturnType<typeof setInterval> | undefined;
      await underWay(jobs, emit, job, "renewal", (end) => {
        const left = [...wanted];
        timer = setInterval(() => {
          if (options.stalls && left.length < wanted.length) return;
          const next = left.shift();
          if (next) renewOne(next);
          if (left.length === 0) end("over");
        }, 1);
      });
      clearInterval(timer);
      outcome.not_begun = wanted.length - outcome.renewed - outcome.failed.length;
      return outcome;
    },
    boardSave: ({ ids }) => call(() => ({ ...recorded.exports.inventory, profiles: ids.length, keys: 0 })),
  };
}
