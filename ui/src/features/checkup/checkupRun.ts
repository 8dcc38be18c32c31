/*
 * A check of profiles: one at a time, going on wherever in the window one is.
 */
import type { CheckupGrade } from "../../bindings/CheckupGrade";
import type { CheckupProgress } from "../../bindings/CheckupProgress";
import type { CheckupReport } from "../../bindings/CheckupReport";
import type { CheckupStep } from "../../bindings/CheckupStep";
import type { CheckupVerdict } from "../../bindings/CheckupVerdict";
import type { JobId } from "../../bindings/JobId";
import type { Problem } from "../../bindings/Problem";
import type { ProfileId } from "../../bindings/ProfileId";
import { newJob, type Platform } from "../../platform";
import { settle } from "../../shared/async";
import { count } from "../../shared/size";
import { Store } from "../../shared/store";

export interface CheckupRun {
  job: JobId;
  profiles: ProfileId[];
  /** Products that were asked although the scopes say nothing of them. */
  also: string[];
  progress: CheckupProgress;
  /** None while it goes on, and where it failed. */
  report: CheckupReport | null;
  problem: Problem | null;
}

export class Checkups {
  /** The last one; none while nothing was checked. */
  readonly state = new Store<CheckupRun | null>(null);
  readonly #platform: Platform;

  constructor(platform: Platform) {
    this.#platform = platform;
  }

  /** A new check takes the place of the last one, which is stopped. */
  async begin(profiles: ProfileId[], also: string[] = []) {
    if (profiles.length === 0) return;
    const last = this.state.get();
    if (last && isUnderWay(last)) void settle(this.#platform.jobStop(last.job));
    const job = newJob();
    const change = (to: Partial<CheckupRun>) =>
      this.state.change((now) => (now?.job === job ? { ...now, ...to } : now));
    const progress = { done: 0, of: profiles.length, wrong: 0 };
    this.state.set({ job, profiles, also, progress, report: null, problem: null });
    const settled = await settle(
      this.#platform.checkup(job, { profiles, also }, (how) => change({ progress: how })),
    );
    if (settled.kind === "ready") change({ report: settled.value });
    if (settled.kind === "failed") change({ problem: settled.problem });
  }
}

export const isUnderWay = ({ report, problem }: CheckupRun) => report === null && problem === null;

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
  const said = `${works.toLocaleString("en")} of ${count(profiles.length, "profile")} work${works === 1 ? "s" : ""}.`;
  return left > 0 ? `${said} ${left.toLocaleString("en")} not checked, because it was stopped.` : said;
}

/** What a step says, as the problem that its button mends. */
export const problemOf = ({ sentence, remedy }: CheckupStep): Problem => ({
  code: "invalid_input",
  message: sentence,
  ...(remedy && { remedy }),
});
