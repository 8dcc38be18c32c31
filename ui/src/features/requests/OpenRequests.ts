/*
 * The requests being written and sent, several for each profile, kept for as long as the window lives: leaving the request,
 * the tab or the profile loses no draft, stops no call, and mixes up no answer.
 */
import type { ExchangeView } from "../../bindings/ExchangeView";
import type { JobId } from "../../bindings/JobId";
import type { OpenedRequest } from "../../bindings/OpenedRequest";
import type { ProfileId } from "../../bindings/ProfileId";
import type { Request } from "../../bindings/Request";
import type { RequestAddress } from "../../bindings/RequestAddress";
import type { RequestOrigin } from "../../bindings/RequestOrigin";
import { newJob, type Confirmation, type Platform } from "../../platform";
import { idle, settle, waiting, type Async } from "../../shared/async";
import { Store } from "../../shared/store";
import type { Taken } from "./SaveRequest";

export interface Chosen {
  address: RequestAddress;
  origin: RequestOrigin;
}

export interface RequestState {
  /** Which saved request the draft comes from; null for a new one. */
  chosen: Chosen | null;
  /** As it was opened or last saved. */
  saved: Request | null;
  /** Which state of it that is; null where there is none that could be changed. */
  revision: string | null;
  draft: Request | null;
  sending: Async<ExchangeView>;
  /** The call that is under way. */
  job: JobId | null;
  /** The engine wants the person's word before it sends. */
  asking: string | null;
  /** What was changed or doubtful in the text that it was read from; null when it was read from none. */
  notes: string[] | null;
}

/** What is open of a profile's requests: each keeps its draft, its call and its answer while another is on screen. */
export interface Opened {
  current: string;
  requests: Record<string, RequestState>;
}

const NOTHING: RequestState = {
  chosen: null,
  saved: null,
  revision: null,
  draft: null,
  sending: idle,
  job: null,
  asking: null,
  notes: null,
};
const NEW = "new";
const NONE: Opened = { current: NEW, requests: {} };

export const NEW_REQUEST: Request = {
  name: "New request",
  method: "GET",
  url: "https://",
  headers: [
    { name: "Authorization", value: "Bearer {{ACCESS_TOKEN}}" },
    { name: "x-api-key", value: "{{API_KEY}}" },
    { name: "x-gw-ims-org-id", value: "{{IMS_ORG}}" },
  ],
  body: null,
};

export const keyOf = ({ origin, address }: Chosen) => `${origin} ${address}`;

export const currentOf = (opened: Opened) => opened.requests[opened.current] ?? NOTHING;

export const isChanged = ({ draft, saved }: Pick<RequestState, "draft" | "saved">) =>
  draft !== null && draft !== saved;

/** The name that a new request gets by the address it is saved under. */
const nameIn = (address: string) => address.split("#")[1] ?? address.split("/").at(-1) ?? address;

function asOpened({ request, revision }: OpenedRequest): Pick<RequestState, "saved" | "revision" | "draft"> {
  return { saved: request, revision, draft: request };
}

export class OpenRequests {
  readonly #all = new Store<Record<ProfileId, Opened>>({});
  readonly #platform: Platform;
  #new = 0;

  constructor(platform: Platform) {
    this.#platform = platform;
  }

  get store(): Store<Record<ProfileId, Opened>> {
    return this.#all;
  }

  of = (profile: ProfileId): Opened => this.#all.get()[profile] ?? NONE;

  async open(profile: ProfileId, chosen: Chosen): Promise<void> {
    const key = keyOf(chosen);
    const before = this.of(profile).requests[key];
    this.show(profile, key);
    // What was typed here stays as it was typed.
    if (before && isChanged(before)) return;
    this.#put(profile, key, { chosen });
    const settled = await settle(this.#platform.requestGet(chosen.address, chosen.origin));
    if (settled.kind === "ready") this.#put(profile, key, asOpened(settled.value));
    if (settled.kind === "failed") this.#put(profile, key, { sending: settled });
  }

  /** Puts one that is open on screen. */
  show = (profile: ProfileId, key: string) =>
    this.#all.change((now) => ({ ...now, [profile]: { ...(now[profile] ?? NONE), current: key } }));

  /** Starts from a request that is in no list: a new one, or one out of history. */
  take = (profile: ProfileId, request: Request, notes: string[] | null = null) => {
    const key = `${NEW} ${++this.#new}`;
    this.#put(profile, key, { ...NOTHING, draft: request, notes });
    this.show(profile, key);
  };

  /** Starts from what was pasted. A new request in which nothing was typed gives way to it, and no other does. */
  paste = (profile: ProfileId, request: Request, notes: string[]) => {
    const opened = this.of(profile);
    const isBlank = currentOf(opened).draft === NEW_REQUEST;
    this.take(profile, { ...request, name: NEW_REQUEST.name }, notes);
    if (isBlank) this.#drop(profile, opened.current);
  };

  /** The person has read what was said about the text of the request on screen. */
  hideNotes(profile: ProfileId) {
    this.#put(profile, this.of(profile).current, { notes: [] });
  }

  edit(profile: ProfileId, part: Partial<Request>) {
    const opened = this.of(profile);
    this.#put(profile, opened.current, { draft: { ...(currentOf(opened).draft ?? NEW_REQUEST), ...part } });
  }

  /** Forgets one that was never saved, and gives back what brings it back. */
  discard(profile: ProfileId, key: string): () => void {
    const state = this.of(profile).requests[key];
    this.#drop(profile, key);
    return () => {
      if (!state) return;
      this.#put(profile, key, state);
      this.show(profile, key);
    };
  }

  /** Keeps the draft among the person's own requests: where it comes from, or under another name. */
  async save(profile: ProfileId, address: RequestAddress, taken: Taken): Promise<Async<OpenedRequest>> {
    const opened = this.of(profile);
    const { chosen, saved, revision, draft, sending, job } = currentOf(opened);
    const request = draft ?? NEW_REQUEST;
    const isItsOwn = chosen?.origin === "own" && chosen.address === address;
    const named = isItsOwn ? request : { ...request, name: nameIn(address) };
    const saving = async () => {
      // Which state of another request the person agrees to replace.
      const other = async () => (await this.#platform.requestGet(address, "own")).revision;
      const at = isItsOwn ? revision : taken === "replace" ? await other() : null;
      return this.#platform.requestSave(address, named, at);
    };
    const settled = await settle(saving());
    if (settled.kind === "ready") {
      const kept: Chosen = { address: settled.value.address, origin: "own" };
      // Under another name it is another request; the one that it came from is as it was opened. A new one is that one now.
      if (!isItsOwn && chosen) this.#put(profile, opened.current, { draft: saved, sending: idle });
      if (!chosen) this.#drop(profile, opened.current);
      this.#put(profile, keyOf(kept), { ...NOTHING, chosen: kept, sending, job, ...asOpened(settled.value) });
      this.show(profile, keyOf(kept));
    }
    return settled;
  }

  /** Its answer comes to this request, whichever is on screen by then. */
  async send(profile: ProfileId, confirmation: Confirmation): Promise<void> {
    const opened = this.of(profile);
    const [key, state] = [opened.current, currentOf(opened)];
    if (!state.draft || state.sending.kind === "waiting") return;
    const job = newJob();
    this.#put(profile, key, { sending: waiting, job, asking: null });
    const settled = await settle(this.#platform.requestSend(job, profile, state.draft, confirmation));
    const asks = settled.kind === "failed" && settled.problem.code === "needs_confirmation";
    const answered = {
      sending: asks ? idle : settled,
      job: null,
      asking: asks ? settled.problem.message : null,
    };
    // It may have another key by now: renamed, moved or saved while its call was under way.
    const now = Object.entries(this.of(profile).requests).find(([, one]) => one.job === job)?.[0];
    if (now !== undefined) this.#put(profile, now, answered);
  }

  /** The name of the request whose call a job is; null when it is none of these. */
  nameOf(job: JobId): string | null {
    const all = Object.values(this.#all.get()).flatMap(({ requests }) => Object.values(requests));
    return all.find((one) => one.job === job)?.draft?.name ?? null;
  }

  forgetAsking(profile: ProfileId) {
    this.#put(profile, this.of(profile).current, { asking: null });
  }

  /** Stops the call of the request on screen, and no other. */
  cancel(profile: ProfileId) {
    const { job } = currentOf(this.of(profile));
    // It may have ended a moment ago.
    if (job !== null) this.#platform.jobStop(job).catch(() => undefined);
  }

  /** Has every profile's copy of an own request follow it to its new address; what was typed in it stays. */
  async follow(from: RequestAddress, to: RequestAddress): Promise<void> {
    const [old, kept]: [string, Chosen] = [
      keyOf({ address: from, origin: "own" }),
      { address: to, origin: "own" },
    ];
    const settled = await settle(this.#platform.requestGet(to, "own"));
    for (const profile of Object.keys(this.#all.get())) {
      const { current, requests } = this.of(profile);
      const state = requests[old];
      if (!state || settled.kind !== "ready") continue;
      const { request, revision } = settled.value;
      const draft = isChanged(state) && state.draft ? { ...state.draft, name: request.name } : request;
      this.#drop(profile, old);
      this.#put(profile, keyOf(kept), { ...state, chosen: kept, saved: request, revision, draft });
      if (current === old) this.show(profile, keyOf(kept));
    }
  }

  /** An own request was deleted. What was typed in it and not saved becomes a new one. */
  gone(address: RequestAddress) {
    const key = keyOf({ address, origin: "own" });
    for (const profile of Object.keys(this.#all.get())) {
      const { current, requests } = this.of(profile);
      const state = requests[key];
      if (!state) continue;
      this.#drop(profile, key);
      if (!isChanged(state)) continue;
      const fresh = `${NEW} ${++this.#new}`;
      this.#put(profile, fresh, { ...state, chosen: null, saved: null, revision: null });
      if (current === key) this.show(profile, fresh);
    }
  }

  /** Changes one request, whichever is on screen. */
  #put(profile: ProfileId, key: string, part: Partial<RequestState>) {
    this.#all.change((now) => {
      const { current, requests } = now[profile] ?? NONE;
      const changed = { ...(requests[key] ?? NOTHING), ...part };
      return { ...now, [profile]: { current, requests: { ...requests, [key]: changed } } };
    });
  }

  #drop(profile: ProfileId, key: string) {
    this.#all.change((now) => {
      const { current, requests } = now[profile] ?? NONE;
      const left = Object.fromEntries(Object.entries(requests).filter(([other]) => other !== key));
      return { ...now, [profile]: { current: current === key ? NEW : current, requests: left } };
    });
  }
}
