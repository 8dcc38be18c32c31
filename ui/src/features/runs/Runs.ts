/*
 * The run of this window: one at a time, going on wherever in the window one is. What came of each call is the engine's, which
 * has it on the disk; here is how far it is.
 */
import type { JobId } from "../../bindings/JobId";
import type { PromptAnswers } from "../../bindings/PromptAnswers";
import type { RunCounts } from "../../bindings/RunCounts";
import type { RunEnd } from "../../bindings/RunEnd";
import type { RunId } from "../../bindings/RunId";
import type { RunProgress } from "../../bindings/RunProgress";
import type { RunSettings } from "../../bindings/RunSettings";
import { newJob, type Confirmation, type Platform } from "../../platform";
import { idle, settle, waiting, type Async } from "../../shared/async";
import { Store } from "../../shared/store";

export interface RunState {
  title: string;
  job: JobId | null;
  /** Known from the first moment on, unless it was refused. */
  id: RunId | null;
  counts: RunCounts | null;
  now: string[];
  ending: Async<RunEnd>;
  /** Whether somebody has asked for it to stop. */
  stopping: boolean;
}

const NOTHING: RunState = {
  title: "",
  job: null,
  id: null,
  counts: null,
  now: [],
  ending: idle,
  stopping: false,
};

export class Runs {
  readonly state = new Store<RunState>(NOTHING);
  readonly #platform: Platform;

  constructor(platform: Platform) {
    this.#platform = platform;
  }

  begin(title: string, settings: RunSettings, answers: PromptAnswers, confirmation: Confirmation) {
    return this.#go(title, (job, told) =>
      this.#platform.runBegin(job, settings, answers, confirmation, told),
    );
  }

  resume(title: string, id: RunId, confirmation: Confirmation) {
    return this.#go(title, (job, told) => this.#platform.runResume(job, id, null, confirmation, told));
  }

  /** Lets nothing more begin; what is under way is stopped. */
  stop = () => {
    const { job } = this.state.get();
    if (job === null) return;
    this.state.change((now) => ({ ...now, stopping: true }));
    // It may have ended a moment ago.
    this.#platform.jobStop(job).catch(() => undefined);
  };

  async #go(title: string, work: (job: JobId, told: (progress: RunProgress) => void) => Promise<RunEnd>) {
    const job = newJob();
    const isMine = () => this.state.get().job === job;
    this.state.set({ ...NOTHING, title, job, ending: waiting });
    const told = ({ id, counts, now }: RunProgress) => {
      // The last one may come behind the end.
      if (isMine() && this.state.get().ending.kind === "waiting") {
        this.state.change((state) => ({ ...state, id, counts, now }));
      }
    };
    const ending = await settle(work(job, told));
    if (isMine()) {
      this.state.change((state) => ({
        ...state,
        ending,
        now: [],
        id: ending.kind === "ready" ? ending.value.id : state.id,
        counts: ending.kind === "ready" ? ending.value.counts : state.counts,
      }));
    }
    return ending;
  }
}
