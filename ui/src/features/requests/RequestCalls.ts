/*
 * Sending what is open: what the person is asked for first, the call that is under way, its answer, which comes to its request
 * whichever is on screen by then.
 */
import type { JobId } from "../../bindings/JobId";
import type { Problem } from "../../bindings/Problem";
import type { ProfileId } from "../../bindings/ProfileId";
import type { PromptAnswers } from "../../bindings/PromptAnswers";
import type { RequestCheck } from "../../bindings/RequestCheck";
import type { TabId } from "../../bindings/TabId";
import { newJob, type Confirmation, type Platform } from "../../platform";
import { idle, settle, waiting } from "../../shared/async";
import type { KeptTabs } from "./KeptTabs";
import { currentOf, keyOf, NEW_REQUEST, NOTHING, type RequestState } from "./requestState";
import type { Tabs } from "./Tabs";

const NO_ANSWERS: PromptAnswers = {};

export class RequestCalls {
  readonly #platform: Platform;
  readonly #tabs: Tabs;
  readonly #kept: KeptTabs;
  /** What was answered for a call that waits for the person's word. */
  readonly #given = new Map<TabId, PromptAnswers>();
  /** What was answered the last time, of each profile's request, for as long as the window is open. No secret is in it. */
  readonly #last = new Map<string, PromptAnswers>();

  constructor(platform: Platform, tabs: Tabs, kept: KeptTabs) {
    this.#platform = platform;
    this.#tabs = tabs;
    this.#kept = kept;
  }

  /** The engine's opinion of the request in a tab. A long body does not cross for it: the engine has it in the draft. */
  async check(profile: ProfileId, key: TabId): Promise<RequestCheck> {
    const isThere = await this.#kept.hasBody(key);
    const { draft, chosen } = this.#tabs.get(profile, key) ?? NOTHING;
    const request = draft ?? NEW_REQUEST;
    return isThere
      ? this.#platform.requestCheck(profile, { ...request, body: null }, chosen, key)
      : this.#platform.requestCheck(profile, request, chosen, null);
  }

  /** Sends the request on screen, or asks for what it needs first. */
  async send(profile: ProfileId): Promise<void> {
    const key = this.#tabs.of(profile).current;
    this.#kept.whole(key);
    const state = currentOf(this.#tabs.of(profile));
    const { draft, chosen } = state;
    if (!draft || state.sending.kind === "waiting") return;
    this.#given.delete(key);
    // One that is in no file asks for nothing.
    if (!chosen) return this.#call(profile, key, state, NO_ANSWERS, "unconfirmed");
    this.#tabs.put(profile, key, { sending: waiting, asking: null, asked: null, passing: false });
    const asked = await settle(this.#platform.requestPrompts(profile, draft, chosen));
    const now = this.#tabs.get(profile, key);
    if (!now) return;
    if (asked.kind === "failed") return this.#tabs.put(profile, key, { sending: asked });
    if (asked.kind === "ready" && asked.value.length > 0)
      return this.#tabs.put(profile, key, {
        sending: idle,
        asked: { prompts: asked.value, last: this.lastAnswers(profile, now) },
      });
    await this.#call(profile, key, now, NO_ANSWERS, "unconfirmed");
  }

  /** Sends the request on screen with what was answered. */
  async answer(profile: ProfileId, answers: PromptAnswers): Promise<void> {
    const opened = this.#tabs.of(profile);
    const [key, state] = [opened.current, currentOf(opened)];
    if (!state.asked) return;
    const secret = new Set(state.asked.prompts.filter(({ is_secret }) => is_secret).map(({ name }) => name));
    const plain = Object.entries(answers).filter(([name]) => !secret.has(name));
    const last = { ...this.lastAnswers(profile, state), ...Object.fromEntries(plain) };
    this.#last.set(requestKey(profile, state), last);
    await this.#call(profile, key, state, answers, "unconfirmed");
  }

  /** What was answered the last time for a request of a profile's. */
  lastAnswers(profile: ProfileId, state: RequestState): PromptAnswers {
    return this.#last.get(requestKey(profile, state)) ?? NO_ANSWERS;
  }

  /** The person agrees to what the engine asked about the request on screen. */
  async confirm(profile: ProfileId): Promise<void> {
    const opened = this.#tabs.of(profile);
    const [key, state] = [opened.current, currentOf(opened)];
    await this.#call(profile, key, state, this.#given.get(key) ?? NO_ANSWERS, "confirmed");
  }

  /** The person answers none of the questions about the request on screen. */
  dismiss(profile: ProfileId) {
    // What was answered before stays: a dialog is dismissed before it says that the person agreed.
    this.#tabs.put(profile, this.#tabs.of(profile).current, { asking: null, asked: null });
  }

  /** Stops the call of the request on screen, and no other. */
  cancel(profile: ProfileId) {
    this.#stop(currentOf(this.#tabs.of(profile)));
  }

  /** A tab is closed: nobody waits for its answer any more. */
  end(key: TabId, state: RequestState) {
    this.#given.delete(key);
    this.#stop(state);
  }

  #stop({ job }: RequestState) {
    // It may have ended a moment ago.
    if (job !== null) this.#platform.jobStop(job).catch(() => undefined);
  }

  /** The name of the request whose call a job is; null when it is none of these. */
  nameOf(job: JobId): string | null {
    return this.#tabs.all().find(([, , state]) => state.job === job)?.[2].draft?.name ?? null;
  }

  async #call(
    profile: ProfileId,
    key: TabId,
    { draft, chosen }: RequestState,
    answers: PromptAnswers,
    confirmation: Confirmation,
  ): Promise<void> {
    if (!draft) return;
    const job = newJob();
    this.#given.delete(key);
    this.#tabs.put(profile, key, { sending: waiting, job, asking: null, asked: null, passing: false });
    const sent = this.#platform.requestSend(job, profile, draft, confirmation, chosen, answers);
    const settled = await settle(sent);
    // It may be in another tab by now: renamed, moved or saved while its call was under way.
    const now = this.#tabs.all().find(([, , one]) => one.job === job);
    if (!now) return;
    const asks = settled.kind === "failed" && isQuestion(settled.problem) ? settled.problem.message : null;
    if (asks !== null) this.#given.set(now[1], answers);
    this.#tabs.put(now[0], now[1], { sending: asks === null ? settled : idle, job: null, asking: asks });
  }
}

const isQuestion = ({ code }: Problem) => code === "needs_confirmation";

const requestKey = (profile: ProfileId, { chosen }: RequestState) =>
  `${profile} ${chosen ? keyOf(chosen) : ""}`;
