/*
 * The requests being written and sent, each in a tab of its profile's: leaving the tab or the profile loses no draft, stops no
 * call, and mixes up no answer. What is typed is taken to the engine (`TabKeeper`), and is back when the window is opened again.
 */
import type { ExchangeView } from "../../bindings/ExchangeView";
import type { JobId } from "../../bindings/JobId";
import type { OpenTab } from "../../bindings/OpenTab";
import type { OpenedRequest } from "../../bindings/OpenedRequest";
import type { OutsideAnswer } from "../../bindings/OutsideAnswer";
import type { OutsideChange } from "../../bindings/OutsideChange";
import type { Problem } from "../../bindings/Problem";
import type { ProfileId } from "../../bindings/ProfileId";
import type { Request } from "../../bindings/Request";
import type { RequestAddress } from "../../bindings/RequestAddress";
import type { RequestOrigin } from "../../bindings/RequestOrigin";
import type { TabId } from "../../bindings/TabId";
import type { TabsView } from "../../bindings/TabsView";
import type { TabView } from "../../bindings/TabView";
import { newJob, type Confirmation, type Platform } from "../../platform";
import { idle, settle, waiting, type Async } from "../../shared/async";
import { Store } from "../../shared/store";
import type { Taken } from "./SaveRequest";
import { TabKeeper } from "./TabKeeper";

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
  /** What the tab is called while its request is not here. */
  title: string;
  method: Request["method"];
  /** The next request that is only looked at takes its place. */
  passing: boolean;
  /** What happened elsewhere to the request that is being edited. */
  outside: OutsideChange | null;
}

/** What is open of a profile's requests: each keeps its draft, its call and its answer while another is on screen. */
export interface Opened {
  current: TabId;
  /** In the order of the tabs. */
  requests: Record<TabId, RequestState>;
}

/** What is known of the tabs of the last time. */
export interface Kept {
  restored: Async<null>;
  /** Why what is typed is not saved, when it is not. */
  notKept: Problem | null;
  damaged: TabsView["damaged"];
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
  title: "",
  method: "GET",
  passing: false,
  outside: null,
};
const NONE: Opened = { current: "", requests: {} };

/** 32 hexadecimal digits, as the engine wants them. */
const newTab = (): TabId =>
  [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");

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

/** What a tab is called: nobody has given a new request a name yet, and its URL tells it apart. */
export function titleOf({ draft, title }: RequestState): string {
  if (!draft) return title;
  return draft.name === NEW_REQUEST.name && draft.url !== NEW_REQUEST.url ? draft.url : draft.name;
}

/** The name of a request by its address: what its tab is called until it is here, and what a new one is saved as. */
const nameIn = (address: string) => address.split("#")[1] ?? address.split("/").at(-1) ?? address;

function asOpened({ request, revision }: OpenedRequest): Pick<RequestState, "saved" | "revision" | "draft"> {
  return { saved: request, revision, draft: request };
}

export class OpenRequests {
  readonly #all = new Store<Record<ProfileId, Opened>>({});
  readonly kept = new Store<Kept>({ restored: idle, notKept: null, damaged: [] });
  readonly #platform: Platform;
  readonly #keeper: TabKeeper;
  #hidesDamaged = false;

  constructor(platform: Platform) {
    this.#platform = platform;
    const fail = (notKept: Problem) => this.kept.change((now) => ({ ...now, notKept }));
    this.#keeper = new TabKeeper(platform, (id) => this.#tab(id), fail);
  }

  get store(): Store<Record<ProfileId, Opened>> {
    return this.#all;
  }

  of = (profile: ProfileId): Opened => this.#all.get()[profile] ?? NONE;

  /** Opens what was open the last time, once. */
  async restore(): Promise<void> {
    if (["ready", "waiting"].includes(this.kept.get().restored.kind)) return;
    this.kept.change((now) => ({ ...now, restored: waiting }));
    const settled = await settle(this.#platform.tabsList());
    if (settled.kind === "failed") return this.kept.change((now) => ({ ...now, restored: settled }));
    if (settled.kind !== "ready") return undefined;
    this.#take(settled.value, "new ones");
    return this.kept.change((now) => ({ ...now, restored: { kind: "ready", value: null } }));
  }

  /** Looks whether requests were changed elsewhere, and whether what is typed can be saved. */
  async look(): Promise<void> {
    if (this.kept.get().restored.kind !== "ready") return;
    await this.#keeper.flush();
    const settled = await settle(this.#platform.tabsList());
    if (settled.kind === "ready") this.#take(settled.value, "new ones");
  }

  /** Does what the person wants of a request that was changed elsewhere while they edited it. */
  async settle(profile: ProfileId, answer: OutsideAnswer): Promise<Problem | null> {
    const { current } = this.of(profile);
    await this.#keeper.flush();
    const settled = await settle(this.#platform.tabSettle(current, answer));
    if (settled.kind === "failed") return settled.problem;
    if (settled.kind === "ready") this.#take(settled.value, "all");
    this.show(profile, this.of(profile).current);
    return null;
  }

  /** The engine's saying that drafts can or cannot be saved. */
  listen = (): (() => void) => {
    const stop = this.#platform.listen((event) => {
      if (event.kind === "tabs_changed") void this.look();
    });
    return () => void stop.then((unlisten) => unlisten());
  };

  /** The person has read which drafts are damaged. */
  hideDamaged = () => {
    this.#hidesDamaged = true;
    this.kept.change((now) => ({ ...now, damaged: [] }));
  };

  /** Has the engine know everything that was typed. */
  flush = () => this.#keeper.flush();

  async open(profile: ProfileId, chosen: Chosen): Promise<void> {
    const { current, requests } = this.of(profile);
    const there = Object.entries(requests).find(
      ([, one]) => one.chosen && keyOf(one.chosen) === keyOf(chosen),
    );
    if (there) return this.show(profile, there[0]);
    const front = requests[current];
    const gives = front?.passing && !isChanged(front) && front.sending.kind !== "waiting";
    const key = gives ? current : newTab();
    this.#put(profile, key, { ...NOTHING, chosen, title: nameIn(chosen.address), passing: true });
    this.show(profile, key);
    return undefined;
  }

  /** Puts one that is open on screen. */
  show = (profile: ProfileId, key: TabId) => {
    this.#all.change((now) => ({ ...now, [profile]: { ...(now[profile] ?? NONE), current: key } }));
    this.#arranged();
    const { chosen, draft } = this.of(profile).requests[key] ?? NOTHING;
    if (chosen && !draft) void this.#load(profile, key, chosen);
  };

  /** Puts the tab that is so many places further on screen. */
  step(profile: ProfileId, by: number) {
    const { current, requests } = this.of(profile);
    const keys = Object.keys(requests);
    const next = keys.at((keys.indexOf(current) + by) % keys.length);
    if (next !== undefined) this.show(profile, next);
  }

  /** Puts a tab in another's place. */
  move(profile: ProfileId, key: TabId, to: number) {
    this.#all.change((now) => {
      const opened = now[profile] ?? NONE;
      const others = Object.entries(opened.requests).filter(([one]) => one !== key);
      const moved = opened.requests[key];
      if (!moved) return now;
      others.splice(Math.max(0, to), 0, [key, moved]);
      return { ...now, [profile]: { ...opened, requests: Object.fromEntries(others) } };
    });
    this.#arranged();
  }

  async #load(profile: ProfileId, key: TabId, chosen: Chosen) {
    const settled = await settle(this.#platform.requestGet(chosen.address, chosen.origin));
    const now = this.of(profile).requests[key];
    // Another request may be in the tab by now, and what was typed stays as it was typed.
    if (!now?.chosen || keyOf(now.chosen) !== keyOf(chosen) || now.draft) return;
    if (settled.kind === "ready") this.#put(profile, key, asOpened(settled.value));
    if (settled.kind === "failed") this.#put(profile, key, { sending: settled });
  }

  /** Starts from a request that is in no list: a new one, or one out of history. */
  take = (profile: ProfileId, request: Request, notes: string[] | null = null) => {
    const key = newTab();
    this.#put(profile, key, { ...NOTHING, draft: request, notes });
    this.show(profile, key);
  };

  /** Starts from what was pasted. A new request in which nothing was typed gives way to it, and no other does. */
  paste = (profile: ProfileId, request: Request, notes: string[]) => {
    const opened = this.of(profile);
    const isBlank = currentOf(opened).draft === NEW_REQUEST;
    this.take(profile, { ...request, name: NEW_REQUEST.name }, notes);
    if (isBlank) void this.close(profile, opened.current);
  };

  /** Starts from a copy of the request on screen. */
  duplicate(profile: ProfileId) {
    const { draft } = currentOf(this.of(profile));
    if (draft) this.take(profile, { ...draft, name: `${draft.name} copy` });
  }

  /** The person has read what was said about the text of the request on screen. */
  hideNotes(profile: ProfileId) {
    this.#put(profile, this.of(profile).current, { notes: [] });
  }

  edit(profile: ProfileId, part: Partial<Request>) {
    const opened = this.of(profile);
    const draft = { ...(currentOf(opened).draft ?? NEW_REQUEST), ...part };
    this.#put(profile, opened.current, { draft, passing: false });
  }

  /** Closes a tab; its draft is kept, and can be reopened. */
  async close(profile: ProfileId, key: TabId): Promise<Problem | null> {
    const before = this.of(profile);
    const state = before.requests[key];
    if (!state) return null;
    // Nobody waits for the answer any more.
    if (state.job !== null) this.#platform.jobStop(state.job).catch(() => undefined);
    await this.#keeper.last(key);
    const settled = await settle(this.#platform.tabClose(key));
    if (settled.kind === "failed") return settled.problem;
    this.#drop(profile, key);
    return null;
  }

  /** Opens the tab again that was closed last, or a certain one; gives back whose it is. */
  async reopen(key: TabId | null): Promise<Async<ProfileId>> {
    await this.#keeper.flush();
    const settled = await settle(this.#platform.tabReopen(key));
    if (settled.kind !== "ready") return settled;
    const { profile, id } = settled.value.tab;
    this.#restoreTab(settled.value);
    this.show(profile, id);
    return { kind: "ready", value: profile };
  }

  /** Keeps the draft among the person's own requests: where it comes from, or under another name. */
  async save(profile: ProfileId, address: RequestAddress, taken: Taken): Promise<Async<OpenedRequest>> {
    const { current, requests } = this.of(profile);
    const { chosen, revision, draft } = requests[current] ?? NOTHING;
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
      // A tab that shows what was replaced would ask which of the two is meant.
      const same = Object.entries(requests).find(
        ([key, one]) => key !== current && one.chosen && keyOf(one.chosen) === keyOf(kept),
      );
      if (same) await this.close(profile, same[0]);
      this.#saved(profile, current, kept, request, settled.value);
    }
    return settled;
  }

  /** The tab shows the saved request from now on. What was typed while it was being saved stays a draft of it. */
  #saved(profile: ProfileId, key: TabId, chosen: Chosen, sent: Request, opened: OpenedRequest) {
    const now = this.of(profile).requests[key];
    if (!now) return;
    const typed =
      now.draft !== null && now.draft !== sent ? { draft: { ...now.draft, name: opened.request.name } } : {};
    this.#put(profile, key, { chosen, ...asOpened(opened), ...typed, passing: false, outside: null });
  }

  /** Its answer comes to this request, whichever is on screen by then. */
  async send(profile: ProfileId, confirmation: Confirmation): Promise<void> {
    const opened = this.of(profile);
    const [key, state] = [opened.current, currentOf(opened)];
    if (!state.draft || state.sending.kind === "waiting") return;
    const job = newJob();
    this.#put(profile, key, { sending: waiting, job, asking: null, passing: false });
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

  /** Has every tab of an own request follow it to its new address; what was typed in it stays. */
  async follow(from: RequestAddress, to: RequestAddress): Promise<void> {
    const settled = await settle(this.#platform.requestGet(to, "own"));
    if (settled.kind !== "ready") return;
    const { request, revision } = settled.value;
    for (const [profile, key, state] of this.#tabsOf(from)) {
      const draft = isChanged(state) && state.draft ? { ...state.draft, name: request.name } : request;
      const chosen: Chosen = { address: to, origin: "own" };
      this.#put(profile, key, { chosen, saved: request, revision, draft });
    }
  }

  /** An own request was deleted. What was typed in it and not saved becomes a new one. */
  gone(address: RequestAddress) {
    for (const [profile, key, state] of this.#tabsOf(address)) {
      if (isChanged(state)) this.#put(profile, key, { chosen: null, saved: null, revision: null });
      else void this.close(profile, key);
    }
  }

  #tabsOf(address: RequestAddress): Array<[ProfileId, TabId, RequestState]> {
    const wanted = keyOf({ address, origin: "own" });
    return Object.entries(this.#all.get()).flatMap(([profile, { requests }]) =>
      Object.entries(requests)
        .filter(([, { chosen }]) => chosen && keyOf(chosen) === wanted)
        .map(([key, state]): [ProfileId, TabId, RequestState] => [profile, key, state]),
    );
  }

  /** A tab as the engine keeps it; none of one in which there is nothing yet. */
  #tab(id: TabId): OpenTab | null {
    for (const [profile, { requests }] of Object.entries(this.#all.get())) {
      const state = requests[id];
      if (!state || (!state.chosen && !state.draft)) continue;
      const { chosen: source, revision, draft, saved, passing } = state;
      const method = draft?.method ?? state.method;
      const changed = draft !== null && draft !== saved ? draft : null;
      return { id, profile, source, revision, draft: changed, title: titleOf(state), method, passing };
    }
    return null;
  }

  /** Takes over what the engine keeps. */
  #take({ tabs, active, not_kept: notKept, damaged }: TabsView, which: "new ones" | "all") {
    const ids = new Set(tabs.map(({ tab }) => tab.id));
    for (const [profile, { requests }] of Object.entries(this.#all.get())) {
      if (which === "all")
        for (const key of Object.keys(requests)) if (!ids.has(key)) this.#drop(profile, key);
    }
    for (const view of tabs) {
      const held = this.of(view.tab.profile).requests[view.tab.id];
      if (!held || which === "all") this.#restoreTab(view);
      else if (held.outside !== view.outside)
        this.#put(view.tab.profile, view.tab.id, { outside: view.outside });
    }
    const place = (key: TabId) => tabs.findIndex(({ tab }) => tab.id === key);
    this.#all.change((now) =>
      Object.fromEntries(
        Object.entries(now).map(([profile, { current, requests }]) => {
          const sorted = Object.entries(requests).toSorted(([one], [other]) => place(one) - place(other));
          const front = active.find((id) => requests[id]);
          const shown =
            which === "new ones" && requests[current] ? current : (front ?? sorted[0]?.[0] ?? current);
          return [profile, { current: shown, requests: Object.fromEntries(sorted) }];
        }),
      ),
    );
    // Its file is still there to be looked into, also when the person has read of it.
    this.kept.change((now) => ({ ...now, notKept, damaged: this.#hidesDamaged ? [] : damaged }));
  }

  #restoreTab({ tab, outside }: TabView) {
    const { source: chosen, revision, draft, title, method, passing } = tab;
    const held = this.of(tab.profile).requests[tab.id] ?? NOTHING;
    const { sending, job, asking, notes } = held;
    const state = {
      ...NOTHING,
      chosen,
      revision,
      draft,
      title,
      method,
      passing,
      outside,
      sending,
      job,
      asking,
      notes,
    };
    this.#set(tab.profile, tab.id, state);
  }

  #arranged() {
    this.#keeper.arranged(() => {
      const all = Object.values(this.#all.get());
      return [
        all.flatMap(({ requests }) => Object.keys(requests)),
        all.map(({ current }) => current).filter(Boolean),
      ];
    });
  }

  /** Changes one request, whichever is on screen. */
  #put(profile: ProfileId, key: TabId, part: Partial<RequestState>) {
    const before = this.of(profile).requests[key];
    const after = { ...(before ?? NOTHING), ...part };
    this.#set(profile, key, after);
    const kept: Array<keyof RequestState> = ["chosen", "revision", "draft", "saved", "passing"];
    if (!before) this.#arranged();
    if (!before || kept.some((one) => before[one] !== after[one])) this.#keeper.changed(key);
  }

  #set(profile: ProfileId, key: TabId, state: RequestState) {
    this.#all.change((now) => {
      const { current, requests } = now[profile] ?? NONE;
      return { ...now, [profile]: { current, requests: { ...requests, [key]: state } } };
    });
  }

  #drop(profile: ProfileId, key: TabId) {
    const { current, requests } = this.of(profile);
    const keys = Object.keys(requests);
    const at = keys.indexOf(key);
    const left = Object.fromEntries(Object.entries(requests).filter(([other]) => other !== key));
    const next = keys[at + 1] ?? keys[at - 1] ?? "";
    this.#all.change((now) => ({ ...now, [profile]: { current, requests: left } }));
    if (current === key) this.show(profile, next);
    else this.#arranged();
  }
}
