/*
 * Sending what is open: what the person is asked for first, the call that is under way, its answer, which comes to its request
 * whichever is on screen by then.
 */
import type { GoingOut } from "../../bindings/GoingOut";
import type { JobId } from "../../bindings/JobId";
import type { Problem } from "../../bindings/Problem";
import type { ProfileId } from "../../bindings/ProfileId";
import type { PromptAnswers } from "../../bindings/PromptAnswers";
import type { EditedRequest } from "../../bindings/EditedRequest";
import type { RequestCheck } from "../../bindings/RequestCheck";
import type { RequestSource } from "../../bindings/RequestSource";
import type { TabId } from "../../bindings/TabId";
import { newJob, type Confirmation, type Platform } from "../../platform";
import { idle, settle, waiting } from "../../shared/async";
import { toProblem } from "../../shared/problem";
import type { KeptTabs } from "./KeptTabs";
import { currentOf, keyOf, NEW_REQUEST, NOTHING, type Question, type RequestState } from "./requestState";
import type { Tabs } from "./Tabs";

const NO_ANSWERS: PromptAnswers = {};

/** The engine has the body as it is. */
const asItIs = () => undefined;

/** What the person has said about a call. */
interface Given {
  answers: PromptAnswers;
  confirmation: Confirmation;
  /** Whether its body may be a file from outside of the request's folder. */
  outsideFiles: boolean;
}

const NOTHING_GIVEN: Given = { answers: NO_ANSWERS, confirmation: "unconfirmed", outsideFiles: false };

export class RequestCalls {
  readonly #platform: Platform;
  readonly #tabs: Tabs;
  readonly #kept: KeptTabs;
  /** What was answered for a call that waits for the person's word. */
  readonly #given = new Map<TabId, Given>();
  /** What was answered the last time, of each profile's request, for as long as the window is open. No secret is in it. */
  readonly #last = new Map<string, PromptAnswers>();

  constructor(platform: Platform, tabs: Tabs, kept: KeptTabs) {
    this.#platform = platform;
    this.#tabs = tabs;
    this.#kept = kept;
  }

  /** The engine's opinion of the request in a tab. A long body does not cross for it: the engine has it in the draft. */
  check(profile: ProfileId, key: TabId): Promise<RequestCheck> {
    return this.#about(profile, key, asItIs, (request, chosen, bodyOf) =>
      this.#platform.requestCheck(profile, request, chosen, bodyOf),
    );
  }

  /** The whole message of the request in a tab as it would go out. */
  goingOut(profile: ProfileId, key: TabId): Promise<GoingOut> {
    return this.#about(profile, key, this.#kept.whole, (request, chosen, bodyOf) =>
      this.#platform.requestGoingOut(profile, request, chosen, bodyOf),
    );
  }

  /** Asks the engine about the request in a tab, whose long body it has; where it has another one, with all of it. */
  async #about<T>(
    profile: ProfileId,
    key: TabId,
    whole: (key: TabId) => void,
    ask: (request: EditedRequest, chosen: RequestSource | null, bodyOf: TabId | null) => Promise<T>,
  ): Promise<T> {
    const now = () => this.#tabs.get(profile, key) ?? NOTHING;
    if (await this.#kept.hasBody(key)) {
      const { draft, chosen } = now();
      try {
        return await ask({ ...(draft ?? NEW_REQUEST), body: null }, chosen, key);
      } catch (error) {
        // It may have been locked, which has it forget what was typed. Nothing was done with the request then.
        if (toProblem(error).code !== "conflict") throw error;
      }
    }
    whole(key);
    const { draft, chosen } = now();
    return ask(draft ?? NEW_REQUEST, chosen, null);
  }

  /** Sends the request on screen, or asks for what it needs first. */
  async send(profile: ProfileId): Promise<void> {
    const key = this.#tabs.of(profile).current;
    const state = currentOf(this.#tabs.of(profile));
    const { draft, chosen } = state;
    if (!draft || state.sending.kind === "waiting") return;
    this.#given.delete(key);
    // One that is in no file asks for nothing.
    if (!chosen) return this.#call(profile, key, state, NOTHING_GIVEN);
    this.#tabs.put(profile, key, { sending: waiting, asking: null, asked: null, passing: false });
    const asked = await settle(
      this.#about(profile, key, this.#kept.whole, (request, source, bodyOf) =>
        this.#platform.requestPrompts(profile, request, source, bodyOf),
      ),
    );
    const now = this.#tabs.get(profile, key);
    if (!now) return;
    if (asked.kind === "failed") return this.#tabs.put(profile, key, { sending: asked });
    if (asked.kind === "ready" && asked.value.length > 0)
      return this.#tabs.put(profile, key, {
        sending: idle,
        asked: { prompts: asked.value, last: this.lastAnswers(profile, now) },
      });
    await this.#call(profile, key, now, NOTHING_GIVEN);
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
    await this.#call(profile, key, state, { ...NOTHING_GIVEN, answers });
  }

  /** What was answered the last time for a request of a profile's. */
  lastAnswers(profile: ProfileId, state: RequestState): PromptAnswers {
    return this.#last.get(requestKey(profile, state)) ?? NO_ANSWERS;
  }

  /** The person agrees to what the engine asked about the request on screen: to this question, and to no other. */
  async confirm(profile: ProfileId, about: Question["about"]): Promise<void> {
    const opened = this.#tabs.of(profile);
    const [key, state] = [opened.current, currentOf(opened)];
    const given = this.#given.get(key) ?? NOTHING_GIVEN;
    const agreed: Partial<Given> = about === "file" ? { outsideFiles: true } : { confirmation: "confirmed" };
    await this.#call(profile, key, state, { ...given, ...agreed });
  }

  /** The person does not answer this question about the request on screen. Another may have come by then, which stays. */
  dismiss(profile: ProfileId, about: Question["about"] | "prompts") {
    const opened = this.#tabs.of(profile);
    if (about === "prompts") return this.#tabs.put(profile, opened.current, { asked: null });
    // What was answered before stays: a dialog is dismissed before it says that the person agreed.
    if (currentOf(opened).asking?.about === about) this.#tabs.put(profile, opened.current, { asking: null });
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

  async #call(profile: ProfileId, key: TabId, { draft }: RequestState, given: Given): Promise<void> {
    if (!draft) return;
    const job = newJob();
    this.#given.delete(key);
    this.#tabs.put(profile, key, { sending: waiting, job, asking: null, asked: null, passing: false });
    const { answers, confirmation, outsideFiles } = given;
    const sent = this.#about(profile, key, this.#kept.whole, (request, source, bodyOf) =>
      this.#platform.requestSend(job, profile, request, confirmation, source, answers, bodyOf, outsideFiles),
    );
    const settled = await settle(sent);
    // It may be in another tab by now: renamed, moved or saved while its call was under way.
    const now = this.#tabs.all().find(([, , one]) => one.job === job);
    if (!now) return;
    const asks = settled.kind === "failed" ? questionOf(settled.problem) : null;
    if (asks !== null) this.#given.set(now[1], given);
    this.#tabs.put(now[0], now[1], { sending: asks === null ? settled : idle, job: null, asking: asks });
  }
}

function questionOf({ code, message: why, detail: file }: Problem): Question | null {
  if (code === "needs_confirmation") return { about: "sending", why };
  return code === "file_outside" ? { about: "file", why, file } : null;
}

const requestKey = (profile: ProfileId, { chosen }: RequestState) =>
  `${profile} ${chosen ? keyOf(chosen) : ""}`;
