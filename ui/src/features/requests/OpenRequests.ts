/*
 * The requests being written and sent, each in a tab of its profile's: leaving the tab or the profile loses no draft, stops no
 * call, and mixes up no answer. Here they are opened, edited, saved and closed; `kept` is what the engine keeps of them, and
 * `calls` sends them.
 */
import type { BodyEdit } from "../../bindings/BodyEdit";
import type { OpenedRequest } from "../../bindings/OpenedRequest";
import type { OutsideAnswer } from "../../bindings/OutsideAnswer";
import type { Problem } from "../../bindings/Problem";
import type { ProfileId } from "../../bindings/ProfileId";
import type { EditedRequest } from "../../bindings/EditedRequest";
import type { RequestAddress } from "../../bindings/RequestAddress";
import type { RequestSource } from "../../bindings/RequestSource";
import type { RequestSummary } from "../../bindings/RequestSummary";
import type { TabId } from "../../bindings/TabId";
import type { Platform } from "../../platform";
import { settle, type Async } from "../../shared/async";
import { Store } from "../../shared/store";
import { KeptTabs } from "./KeptTabs";
import { RequestCalls } from "./RequestCalls";
import {
  addressOf,
  isBelow,
  asOpened,
  currentOf,
  isChanged,
  keyOf,
  nameIn,
  NEW_REQUEST,
  NOTHING,
  type Opened,
  type RequestState,
} from "./requestState";
import type { Taken } from "./SaveRequest";
import { Tabs } from "./Tabs";

/** 32 hexadecimal digits, as the engine wants them. */
const newTab = (): TabId =>
  [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");

/** A folder or file of requests that was added for a profile, and whose first request is not open yet. */
interface Added {
  profile: ProfileId;
  path: string;
}

export class OpenRequests {
  readonly kept: KeptTabs;
  readonly calls: RequestCalls;
  readonly added = new Store<Added | null>(null);
  readonly #platform: Platform;
  readonly #tabs: Tabs;

  constructor(platform: Platform) {
    this.#platform = platform;
    this.kept = new KeptTabs(platform, () => this.#tabs);
    this.#tabs = new Tabs(this.kept);
    this.calls = new RequestCalls(platform, this.#tabs, this.kept);
  }

  get store(): Store<Record<ProfileId, Opened>> {
    return this.#tabs.store;
  }

  of = (profile: ProfileId): Opened => this.#tabs.of(profile);

  async open(profile: ProfileId, { address, origin }: RequestSource): Promise<void> {
    const chosen: RequestSource = { address, origin };
    const { current, requests } = this.of(profile);
    const there = Object.entries(requests).find(
      ([, one]) => one.chosen && keyOf(one.chosen) === keyOf(chosen),
    );
    if (there) return this.show(profile, there[0]);
    const front = requests[current];
    const gives = front?.passing && !isChanged(front) && front.sending.kind !== "waiting";
    const key = gives ? current : newTab();
    this.#tabs.put(profile, key, { ...NOTHING, chosen, title: nameIn(chosen.address), passing: true });
    this.show(profile, key);
    return undefined;
  }

  /** Opens the first request of what was added, if it is listed already. */
  openAdded(profile: ProfileId, listed: RequestSummary[]) {
    const added = this.added.get();
    if (added?.profile !== profile) return;
    const place = addressOf(added.path);
    const first = listed.find(({ origin, address }) => origin === "own" && isBelow(address, place));
    if (!first) return;
    this.added.set(null);
    void this.open(profile, first);
  }

  /** Puts one that is open on screen. */
  show = (profile: ProfileId, key: TabId) => {
    this.#tabs.front(profile, key);
    const { chosen, draft } = this.#tabs.get(profile, key) ?? NOTHING;
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
    this.#tabs.move(profile, key, to);
  }

  async #load(profile: ProfileId, key: TabId, chosen: RequestSource) {
    const settled = await settle(this.#platform.requestGet(chosen.address, chosen.origin));
    const now = this.#tabs.get(profile, key);
    // Another request may be in the tab by now, and what was typed stays as it was typed.
    if (!now?.chosen || keyOf(now.chosen) !== keyOf(chosen) || now.draft) return;
    if (settled.kind === "ready") this.#tabs.put(profile, key, asOpened(settled.value));
    if (settled.kind === "failed") this.#tabs.put(profile, key, { sending: settled });
  }

  /** Starts from a request that is in no list: a new one, or one out of history. */
  take = (profile: ProfileId, request: EditedRequest, notes: string[] | null = null) => {
    const key = newTab();
    this.#tabs.put(profile, key, { ...NOTHING, draft: request, notes });
    this.show(profile, key);
  };

  /** Starts from what was pasted. A new request in which nothing was typed gives way to it, and no other does. */
  paste = (profile: ProfileId, request: EditedRequest, notes: string[]) => {
    const opened = this.of(profile);
    const isBlank = currentOf(opened).draft === NEW_REQUEST;
    this.take(profile, { ...request, name: NEW_REQUEST.name }, notes);
    if (isBlank) void this.close(profile, opened.current);
  };

  /** Starts from a copy of the request on screen, which is in no file of one's own. */
  duplicate(profile: ProfileId) {
    const { draft } = this.whole(profile);
    if (draft) this.take(profile, { ...draft, name: `${draft.name} copy` });
  }

  /** Opens the copy of an own request that is in its file by now, with what was typed in the one that it is a copy of. */
  async openCopy(profile: ProfileId, address: RequestAddress, typed: EditedRequest | null): Promise<void> {
    const settled = await settle(this.#platform.requestGet(address, "own"));
    if (settled.kind !== "ready") return;
    const opened = asOpened(settled.value);
    const draft = typed ? { ...typed, name: settled.value.request.name } : opened.draft;
    const chosen: RequestSource = { address, origin: "own" };
    const key = newTab();
    this.#tabs.put(profile, key, { ...NOTHING, chosen, title: nameIn(address), ...opened, draft });
    this.show(profile, key);
  }

  /** The person has read what was said about the text of the request on screen. */
  hideNotes(profile: ProfileId) {
    this.#tabs.put(profile, this.of(profile).current, { notes: [] });
  }

  edit(profile: ProfileId, key: TabId, part: Partial<EditedRequest>) {
    const state = this.#tabs.get(profile, key);
    // What is typed last may come when its tab has gone.
    if (!state) return;
    if (part.body !== undefined) this.kept.hasWhole(key, part.body);
    this.#tabs.put(profile, key, { draft: { ...(state.draft ?? NEW_REQUEST), ...part }, passing: false });
  }

  /** A body was changed. Its draft has it as it was before until somebody needs the whole, which `all` passes on. */
  editBody(profile: ProfileId, key: TabId, edit: BodyEdit, all: () => void) {
    const state = this.#tabs.get(profile, key);
    if (!state?.draft) return;
    this.kept.edited(key, edit, all);
    // Once: nothing is drawn again while one types on.
    if (!isChanged(state)) this.#tabs.put(profile, key, { draft: { ...state.draft }, passing: false });
  }

  /** Typing in a long body paused: whoever looks at the request may look at it again. */
  paused(profile: ProfileId, key: TabId) {
    const state = this.#tabs.get(profile, key);
    if (state?.draft) this.#tabs.put(profile, key, { draft: { ...state.draft } });
  }

  /** The request on screen with all that was typed in it. */
  whole(profile: ProfileId): RequestState {
    this.kept.whole(this.of(profile).current);
    return currentOf(this.of(profile));
  }

  /** Closes a tab; its draft is kept, and can be reopened. */
  async close(profile: ProfileId, key: TabId): Promise<Problem | null> {
    const state = this.#tabs.get(profile, key);
    if (!state) return null;
    this.calls.end(key, state);
    const problem = await this.kept.close(key);
    if (problem) return problem;
    const next = this.#tabs.drop(profile, key);
    if (next !== null) this.show(profile, next);
    return null;
  }

  /** Opens the tab again that was closed last, or a certain one; gives back whose it is. */
  async reopen(key: TabId | null): Promise<Async<ProfileId>> {
    const settled = await this.kept.reopen(key);
    if (settled.kind !== "ready") return settled;
    const { profile, id } = settled.value;
    this.show(profile, id);
    return { kind: "ready", value: profile };
  }

  /** Closes everything that is open of profiles that are no more; what was typed can be reopened for as long as they can come back. */
  async closeAll(profile: ProfileId): Promise<TabId[]> {
    const keys = Object.keys(this.of(profile).requests);
    const kept = await Promise.all(keys.map(async (key) => ((await this.close(profile, key)) ? [] : [key])));
    return kept.flat();
  }

  /** Does what the person wants of the request on screen, which was changed elsewhere while they edited it. */
  async settle(profile: ProfileId, answer: OutsideAnswer): Promise<Problem | null> {
    const problem = await this.kept.settle(this.of(profile).current, answer);
    if (!problem) this.show(profile, this.of(profile).current);
    return problem;
  }

  /** Keeps the draft among the person's own requests: where it comes from, or under another name. */
  async save(profile: ProfileId, address: RequestAddress, taken: Taken): Promise<Async<OpenedRequest>> {
    this.whole(profile);
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
      const kept: RequestSource = { address: settled.value.address, origin: "own" };
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
  #saved(profile: ProfileId, key: TabId, chosen: RequestSource, sent: EditedRequest, opened: OpenedRequest) {
    const now = this.#tabs.get(profile, key);
    if (!now) return;
    const typed =
      now.draft !== null && now.draft !== sent ? { draft: { ...now.draft, name: opened.request.name } } : {};
    this.#tabs.put(profile, key, { chosen, ...asOpened(opened), ...typed, passing: false, outside: null });
  }

  /** Has every tab of an own request follow it to its new address; what was typed in it stays. */
  async follow(from: RequestAddress, to: RequestAddress): Promise<void> {
    const settled = await settle(this.#platform.requestGet(to, "own"));
    if (settled.kind !== "ready") return;
    const { request, revision } = settled.value;
    for (const [profile, key, state] of this.#tabs.showing(from)) {
      const draft = isChanged(state) && state.draft ? { ...state.draft, name: request.name } : request;
      const chosen: RequestSource = { address: to, origin: "own" };
      this.#tabs.put(profile, key, { chosen, saved: request, revision, draft });
    }
  }

  /** An own request was deleted. What was typed in it and not saved becomes a new one. */
  gone(address: RequestAddress) {
    for (const [profile, key, state] of this.#tabs.showing(address)) {
      if (isChanged(state)) this.#tabs.put(profile, key, { chosen: null, saved: null, revision: null });
      else void this.close(profile, key);
    }
  }

  /** A file or folder has another place: what is open of it follows. */
  async followBelow(from: RequestAddress, to: RequestAddress): Promise<void> {
    await Promise.all(this.#openBelow(from).map((one) => this.follow(one, to + one.slice(from.length))));
  }

  /** A file or folder was deleted. */
  goneBelow(place: RequestAddress) {
    if (addressOf(this.added.get()?.path ?? "") === place) this.added.set(null);
    for (const address of this.#openBelow(place)) this.gone(address);
  }

  /** The own requests that are open of a file, or of a folder. */
  #openBelow(place: RequestAddress): RequestAddress[] {
    const own = this.#tabs
      .all()
      .flatMap(([, , { chosen }]) => (chosen?.origin === "own" ? [chosen.address] : []));
    return [...new Set(own.filter((address) => isBelow(address, place)))];
  }
}
