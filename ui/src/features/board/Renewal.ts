/*
 * The renewal of many tokens: one at a time, going on wherever in the window one is.
 */
import type { JobId } from "../../bindings/JobId";
import type { ProfileId } from "../../bindings/ProfileId";
import type { Renewed } from "../../bindings/Renewed";
import type { RenewalProgress } from "../../bindings/RenewalProgress";
import { newJob, type Platform } from "../../platform";
import { settle, type Async } from "../../shared/async";
import { Store } from "../../shared/store";

export interface RenewalState {
  job: JobId;
  progress: RenewalProgress;
}

export class Renewal {
  /** None while nothing is being renewed. */
  readonly state = new Store<RenewalState | null>(null);
  readonly #platform: Platform;

  constructor(platform: Platform) {
    this.#platform = platform;
  }

  /** Null where another one is still under way. */
  async begin(ids: ProfileId[]): Promise<Async<Renewed> | null> {
    if (this.state.get() !== null || ids.length === 0) return null;
    const job = newJob();
    this.state.set({ job, progress: { done: 0, of: ids.length, failed: 0 } });
    const settled = await settle(
      this.#platform.boardRenew(job, ids, (progress) =>
        // The last one may come behind the end.
        this.state.change((now) => (now?.job === job ? { job, progress } : now)),
      ),
    );
    this.state.set(null);
    return settled;
  }
}
