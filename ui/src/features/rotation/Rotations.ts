/*
 * Client secrets being replaced: which profiles are on the page, what is known of each, what goes on, and what is asked. It
 * goes on wherever in the window one is.
 */
import type { JobId } from "../../bindings/JobId";
import type { PlannedRotation } from "../../bindings/PlannedRotation";
import type { Problem } from "../../bindings/Problem";
import type { ProfileId } from "../../bindings/ProfileId";
import type { RotationDeed } from "../../bindings/RotationDeed";
import type { RotationNews } from "../../bindings/RotationNews";
import type { RotationOutcome } from "../../bindings/RotationOutcome";
import type { RotationProgress } from "../../bindings/RotationProgress";
import type { RotationWay } from "../../bindings/RotationWay";
import { newJob, type Platform } from "../../platform";
import { idle, settle, waiting, type Async } from "../../shared/async";
import { Store } from "../../shared/store";

/** What was begun last. */
export interface RotationRun {
  job: JobId;
  deed: RotationDeed;
  profiles: ProfileId[];
  progress: { done: number; of: number };
  isOver: boolean;
  /** How many were not begun, because it was stopped. */
  notBegun: number;
  /** Why none was begun. */
  problem: Problem | null;
}

/** What the person is asked before something is done for these profiles. */
export interface RotationQuestion {
  way: RotationWay;
  profiles: ProfileId[];
  /** Adobe's name of the secret that is to be deleted. */
  uuid?: string;
}

export interface RotationState {
  /** Those on the page; none until somebody has chosen. */
  profiles: ProfileId[];
  /** What it needs, found without asking Adobe. */
  plan: Async<PlannedRotation[]>;
  /** What came of each last. */
  outcomes: Readonly<Record<ProfileId, RotationOutcome>>;
  /** What was done last of those under way. */
  did: Readonly<Record<ProfileId, RotationProgress>>;
  run: RotationRun | null;
  asking: RotationQuestion | null;
}

const NOTHING = { plan: idle, outcomes: {}, did: {}, asking: null };

export class Rotations {
  readonly state = new Store<RotationState>({ ...NOTHING, profiles: [], run: null });
  readonly #platform: Platform;

  constructor(platform: Platform) {
    this.#platform = platform;
  }

  has = (id: ProfileId) => this.state.get().profiles.includes(id);

  /** Shows these; without any, what goes on, or what was begun another time. */
  choose = (profiles: ProfileId[]) => {
    const { run } = this.state.get();
    const going = run && !run.isOver ? run.profiles : [];
    const shown = profiles.length > 0 ? profiles : going;
    // What is known of one that goes on stays, and the rest may have changed since.
    this.state.change((now) => ({ ...now, ...NOTHING, outcomes: isGoing(now) ? now.outcomes : {} }));
    void this.#show(shown);
  };

  async #show(profiles: ProfileId[]): Promise<void> {
    this.state.change((now) => ({ ...now, profiles, plan: waiting }));
    if (profiles.length > 0) return this.plan();
    const begun = await settle(this.#platform.rotationUnderWay());
    // Somebody may have chosen meanwhile.
    if (this.state.get().profiles.length > 0) return;
    if (begun.kind === "ready" && begun.value.length > 0) return this.#show(begun.value);
    this.state.change((now) => ({ ...now, plan: begun.kind === "failed" ? begun : idle }));
  }

  /** Asks what it needs, and Adobe how far those are that were begun another time. */
  plan = async () => {
    const { profiles } = this.state.get();
    const plan = await settle(this.#platform.rotationPlan(profiles));
    if (this.state.get().profiles !== profiles) return;
    this.state.change((now) => ({ ...now, plan }));
    const { outcomes } = this.state.get();
    const begun = plan.kind === "ready" ? plan.value.filter(({ begun_at: at }) => at !== null) : [];
    const unseen = begun.map(({ profile }) => profile.id).filter((id) => !outcomes[id]);
    if (unseen.length > 0 && !isGoing(this.state.get())) await this.carryOut({ kind: "look" }, unseen);
  };

  /** What a person comes for: a question, or, where they have to see first what Adobe has, a look. */
  come = (profiles: ProfileId[], way: RotationWay) => {
    if (way === "delete_named") return void this.carryOut({ kind: "look" }, profiles);
    return this.ask({ way, profiles });
  };

  ask = (asking: RotationQuestion | null) => this.state.change((now) => ({ ...now, asking }));

  /** Keeps where a credential is; the failure is the caller's to show. */
  setPlace = async (id: ProfileId, address: string) => {
    await this.#platform.rotationSetPlace(id, address);
    this.state.change((now) => {
      const { [id]: _, ...outcomes } = now.outcomes;
      return { ...now, outcomes, asking: null };
    });
    await this.plan();
  };

  /** One at a time: whoever began another meanwhile would not know which of them was stopped. */
  carryOut = async (deed: RotationDeed, profiles: ProfileId[]) => {
    if (profiles.length === 0 || isGoing(this.state.get())) return;
    const job = newJob();
    const progress = { done: 0, of: profiles.length };
    const run = { job, deed, profiles, progress, isOver: false, notBegun: 0, problem: null };
    this.state.change((now) => ({ ...now, run, did: {}, asking: null }));
    const change = (to: (run: RotationRun) => RotationRun) =>
      this.state.change((now) => (now.run?.job === job ? { ...now, run: to(now.run) } : now));
    const settled = await settle(
      // Each of these was asked for and agreed to; looking needs nobody's word.
      this.#platform.rotationCarryOut(
        job,
        { profiles, deed },
        deed.kind === "look" ? "unconfirmed" : "confirmed",
        (news) => this.#told(job, news),
      ),
    );
    if (settled.kind === "ready") this.#came(settled.value.profiles);
    change((now) => ({
      ...now,
      isOver: true,
      notBegun: settled.kind === "ready" ? settled.value.not_begun : 0,
      problem: settled.kind === "failed" ? settled.problem : null,
    }));
    // When it was begun, and whether it is over.
    if (deed.kind !== "look") await this.plan();
  };

  #told(job: JobId, news: RotationNews) {
    this.state.change((now) => {
      if (now.run?.job !== job) return now;
      if (news.kind === "did") return { ...now, did: { ...now.did, [news.profile]: news.what } };
      const { outcome } = news;
      const { done, of } = now.run.progress;
      const run = { ...now.run, progress: { done: done + 1, of } };
      return { ...now, run, outcomes: { ...now.outcomes, [outcome.profile.id]: outcome } };
    });
  }

  /** What was told on the way may still be on its way. */
  #came(all: RotationOutcome[]) {
    const came = Object.fromEntries(all.map((one) => [one.profile.id, one]));
    this.state.change((now) => ({ ...now, outcomes: { ...now.outcomes, ...came } }));
  }

  stop = () => {
    const { run } = this.state.get();
    return run ? this.#platform.jobStop(run.job) : Promise.resolve(false);
  };
}

export const isGoing = ({ run }: RotationState) => run !== null && !run.isOver;
