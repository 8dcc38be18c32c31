/*
 * Profiles on their way from JWT to OAuth: which are, and what their last tries found. A try goes on wherever in the window one is.
 */
import type { JobId } from "../../bindings/JobId";
import type { Problem } from "../../bindings/Problem";
import type { ProfileId } from "../../bindings/ProfileId";
import type { TrialProgress } from "../../bindings/TrialProgress";
import type { TrialWish } from "../../bindings/TrialWish";
import type { Tried } from "../../bindings/Tried";
import { newJob, type Platform } from "../../platform";
import { settle } from "../../shared/async";
import { count } from "../../shared/size";
import { Store } from "../../shared/store";

/** A try of a profile. */
export interface Trial {
  job: JobId;
  progress: TrialProgress;
  /** None while it goes on, and where it failed. */
  tried: Tried | null;
  problem: Problem | null;
}

export class Migrations {
  readonly underWay = new Store<ReadonlySet<ProfileId>>(new Set());
  /** The last try of each profile. */
  readonly trials = new Store<ReadonlyMap<ProfileId, Trial>>(new Map());
  readonly #platform: Platform;

  constructor(platform: Platform) {
    this.#platform = platform;
  }

  /** Asks once more which are under way. A list that is missing once is asked for again at the next change. */
  look = async () => {
    const settled = await settle(this.#platform.migrationsList());
    if (settled.kind === "ready") this.underWay.set(new Set(settled.value));
  };

  /** Nothing where one of this profile goes on. */
  async try(id: ProfileId, wish: TrialWish, secret: string | null): Promise<Tried | null> {
    const last = this.trials.get().get(id);
    if (last && goesOn(last)) return null;
    const job = newJob();
    const begun: Trial = { job, progress: { done: 0, of: null }, tried: null, problem: null };
    this.trials.change((all) => new Map(all).set(id, begun));
    const change = (to: Partial<Trial>) =>
      this.trials.change((all) => {
        const now = all.get(id);
        return now?.job === job ? new Map(all).set(id, { ...now, ...to }) : all;
      });
    const settled = await settle(
      this.#platform.migrationTry(job, id, wish, secret, (progress) => change({ progress })),
    );
    if (settled.kind === "ready") change({ tried: settled.value });
    if (settled.kind === "failed") change({ problem: settled.problem });
    await this.look();
    return settled.kind === "ready" ? settled.value : null;
  }

  /** What was found of a profile is not about it any more. */
  forget(id: ProfileId) {
    this.trials.change((all) => new Map([...all].filter(([one]) => one !== id)));
  }
}

export const goesOn = ({ tried, problem }: Trial) => tried === null && problem === null;

/** How far a try is. */
export const saidOfTrial = ({ progress: { done, of } }: Trial): string =>
  of === null
    ? "Getting a token by OAuth and one by JWT…"
    : `Sending recent requests with both: ${done.toLocaleString("en")} of ${count(of, "request")} done…`;
