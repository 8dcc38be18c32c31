/*
 * A check of profiles: one at a time, going on wherever in the window one is. Single profiles of its report are checked once more
 * beside it.
 */
import type { CheckupGrade } from "../../bindings/CheckupGrade";
import type { CheckupProgress } from "../../bindings/CheckupProgress";
import type { CheckupReport } from "../../bindings/CheckupReport";
import type { CheckupStep } from "../../bindings/CheckupStep";
import type { CheckupVerdict } from "../../bindings/CheckupVerdict";
import type { JobId } from "../../bindings/JobId";
import type { Problem } from "../../bindings/Problem";
import type { ProfileCheckup } from "../../bindings/ProfileCheckup";
import type { ProfileId } from "../../bindings/ProfileId";
import { newJob, type Platform } from "../../platform";
import { settle } from "../../shared/async";
import { count } from "../../shared/size";
import { Store } from "../../shared/store";
import { say } from "../../shared/toast";

export interface CheckupRun {
  job: JobId;
  profiles: ProfileId[];
  progress: CheckupProgress;
  /** None while it goes on, and where it failed. */
  report: CheckupReport | null;
  problem: Problem | null;
  /** Products that are asked of a profile although its scopes say nothing of them. */
  also: AlsoOf;
  /** Those of the report that were checked once more. */
  again: Readonly<Record<ProfileId, Again>>;
}

/** Names of products, by profile. */
export type AlsoOf = Readonly<Record<ProfileId, string[]>>;

/** A profile that is checked once more. */
export interface Again {
  /** None when that is over. */
  job: JobId | null;
  /** Products that are asked for the first time. */
  more: string[];
  /** Why nothing was found out; what was found before stays. */
  problem: Problem | null;
}

export class Checkups {
  /** The last one; none while nothing was checked. */
  readonly state = new Store<CheckupRun | null>(null);
  readonly #platform: Platform;

  constructor(platform: Platform) {
    this.#platform = platform;
  }

  /** A new check takes the place of the last one, which is stopped: whoever begins it asks first whether that is wanted. */
  async begin(profiles: ProfileId[], also: AlsoOf = {}) {
    if (profiles.length === 0) return;
    for (const last of jobsOf(this.state.get())) void settle(this.#platform.jobStop(last));
    const job = newJob();
    const change = (to: Partial<CheckupRun>) =>
      this.state.change((now) => (now?.job === job ? { ...now, ...to } : now));
    const progress = { done: 0, of: profiles.length, wrong: 0 };
    this.state.set({ job, profiles, progress, report: null, problem: null, also, again: {} });
    const wish = { profiles, also: [], also_of: also };
    const settled = await settle(this.#platform.checkup(job, wish, (how) => change({ progress: how })));
    if (settled.kind === "ready") change({ report: settled.value });
    if (settled.kind === "failed") change({ problem: settled.problem });
  }

  /** Checks a profile of the report once more, with these products too. What is found takes the place of what was. */
  async beginAgain(profile: ProfileId, more: string[] = []) {
    const run = this.state.get();
    if (!run?.report || run.again[profile]?.job) return;
    const job = newJob();
    const also = [...new Set([...(run.also[profile] ?? []), ...more])];
    this.#put(profile, null, { job, more, problem: null });
    const wish = { profiles: [profile], also: [], also_of: { [profile]: also } };
    const settled = await settle(this.#platform.checkup(job, wish, () => undefined));
    const found = settled.kind === "ready" ? settled.value.profiles[0] : undefined;
    const problem = settled.kind === "failed" ? settled.problem : null;
    const isWanted = this.#put(profile, job, { job: null, more, problem });
    // Whoever stops it, here or in the list of jobs, keeps what was found before.
    if (!isWanted || !found || found.stopped) return;
    this.state.change((now) =>
      now?.report
        ? { ...now, report: withFound(now.report, found), also: { ...now.also, [profile]: also } }
        : now,
    );
    say(`${found.title}: ${VERDICTS[found.verdict]}`);
  }

  /** Stops that; what was found before stays. */
  stopAgain(profile: ProfileId) {
    const again = this.state.get()?.again[profile];
    if (!again?.job) return;
    void settle(this.#platform.jobStop(again.job));
    this.#put(profile, again.job, { ...again, job: null });
  }

  /** Notes it, unless something else was begun with the profile since; whether it was noted. */
  #put(profile: ProfileId, job: JobId | null, to: Again): boolean {
    const now = this.state.get();
    if (!now || (now.again[profile]?.job ?? null) !== job) return false;
    this.state.set({ ...now, again: { ...now.again, [profile]: to } });
    return true;
  }
}

function withFound(report: CheckupReport, found: ProfileCheckup): CheckupReport {
  const profiles = report.profiles.map((one) => (one.profile === found.profile ? found : one));
  return { ...report, profiles };
}

/** Whether the report is still being made. */
export const isUnderWay = ({ report, problem }: CheckupRun) => report === null && problem === null;

/** All that goes on for it. */
export function jobsOf(run: CheckupRun | null): JobId[] {
  if (!run) return [];
  const again = Object.values(run.again).flatMap(({ job }) => job ?? []);
  return isUnderWay(run) ? [run.job, ...again] : again;
}

export const VERDICTS: Record<CheckupVerdict, string> = {
  works: "Works",
  limited: "Limited",
  fails: "Gets no token",
  unknown: "Not found out",
};

export const GRADES: Record<CheckupGrade, { mark: string; word: string }> = {
  well: { mark: "✓", word: "fine" },
  note: { mark: "i", word: "note" },
  wrong: { mark: "✕", word: "wrong" },
  unknown: { mark: "?", word: "not found out" },
};

/** All of it in a sentence. */
export function saidOf({ profiles, not_begun: left }: CheckupReport): string {
  const works = profiles.filter(({ verdict }) => verdict === "works").length;
  const s = works === 1 || profiles.length === 1 ? "s" : "";
  const said = `${works.toLocaleString("en")} of ${count(profiles.length, "profile")} work${s}.`;
  return left > 0 ? `${said} ${left.toLocaleString("en")} not checked, because it was stopped.` : said;
}

/** What a step says, as the problem that its button mends. */
export const problemOf = ({ sentence, remedy }: CheckupStep): Problem => ({
  code: "invalid_input",
  message: sentence,
  ...(remedy && { remedy }),
});
