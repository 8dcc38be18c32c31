/*
 * Open requests as the engine keeps them: back when the window is opened again, written as they are typed (`TabKeeper`), and
 * compared with their files when somebody may have been at those.
 */
import type { BodyEdit } from "../../bindings/BodyEdit";
import type { OpenTab } from "../../bindings/OpenTab";
import type { OutsideAnswer } from "../../bindings/OutsideAnswer";
import type { Problem } from "../../bindings/Problem";
import type { ProfileId } from "../../bindings/ProfileId";
import type { TabId } from "../../bindings/TabId";
import type { TabsView } from "../../bindings/TabsView";
import type { TabView } from "../../bindings/TabView";
import type { Platform } from "../../platform";
import { idle, settle, waiting, type Async } from "../../shared/async";
import { Store } from "../../shared/store";
import { asOpened, isChanged, NOTHING, titleOf } from "./requestState";
import { TabKeeper } from "./TabKeeper";
import type { Tabs } from "./Tabs";

/** What is known of the tabs of the last time. */
export interface Kept {
  restored: Async<null>;
  /** Why what is typed is not saved, when it is not. */
  notKept: Problem | null;
  damaged: TabsView["damaged"];
}

export class KeptTabs {
  readonly state = new Store<Kept>({ restored: idle, notKept: null, damaged: [] });
  readonly #platform: Platform;
  readonly #tabs: () => Tabs;
  readonly #keeper: TabKeeper;
  #hidesDamaged = false;

  constructor(platform: Platform, tabs: () => Tabs) {
    this.#platform = platform;
    this.#tabs = tabs;
    const fail = (notKept: Problem) => this.state.change((now) => ({ ...now, notKept }));
    this.#keeper = new TabKeeper(platform, {
      tabOf: (id) => this.#tab(id),
      saved: (id) => this.#saved(id),
      fail,
    });
  }

  changed = (key: TabId) => this.#keeper.changed(key);

  /** A body was changed; `all` has all of it passed on. */
  edited = (key: TabId, edit: BodyEdit, all: () => void) => this.#keeper.edited(key, edit, all);

  /** All of a body was passed on. */
  hasWhole = (key: TabId, body: string | null) => this.#keeper.hasWhole(key, body);

  /** Sees to it that a draft has all that was typed. */
  whole = (key: TabId) => this.#keeper.whole(key);

  /** Whether the engine has the body of a tab as it is now, and it is too long to be taken there again. */
  hasBody = (key: TabId): Promise<boolean> => this.#keeper.hasBody(key);

  arranged = () =>
    this.#keeper.arranged(() => {
      const all = Object.values(this.#tabs().store.get());
      return [
        all.flatMap(({ requests }) => Object.keys(requests)),
        all.map(({ current }) => current).filter(Boolean),
      ];
    });

  /** Opens what was open the last time, once. */
  async restore(): Promise<void> {
    if (["ready", "waiting"].includes(this.state.get().restored.kind)) return;
    this.state.change((now) => ({ ...now, restored: waiting }));
    const settled = await settle(this.#platform.tabsList());
    if (settled.kind === "failed") return this.state.change((now) => ({ ...now, restored: settled }));
    if (settled.kind !== "ready") return undefined;
    this.#take(settled.value, "new ones");
    // Where nobody typed, no draft came: it is as its file has it.
    for (const [profile, { current, requests }] of Object.entries(this.#tabs().store.get()))
      if (requests[current]?.draft === null) void this.#readAgain(profile, current);
    return this.state.change((now) => ({ ...now, restored: { kind: "ready", value: null } }));
  }

  /** Looks whether requests were changed elsewhere, and whether what is typed can be saved. */
  async look(): Promise<void> {
    if (this.state.get().restored.kind !== "ready") return;
    await this.#keeper.flush();
    const known = this.#tabs()
      .all()
      .map(([, key]) => key);
    const settled = await settle(this.#platform.tabsList(known));
    if (settled.kind !== "ready") return;
    // One that was closed meanwhile came without its draft, and stays closed.
    const isOpen = ({ tab: { id } }: TabView) => !known.includes(id) || this.#find(id) !== undefined;
    this.#take({ ...settled.value, tabs: settled.value.tabs.filter(isOpen) }, "new ones");
  }

  /** Does what the person wants of a request that was changed elsewhere while they edited it. */
  async settle(key: TabId, answer: OutsideAnswer): Promise<Problem | null> {
    await this.#keeper.flush();
    const settled = await settle(this.#platform.tabSettle(key, answer));
    if (settled.kind === "failed") return settled.problem;
    if (settled.kind === "ready") this.#take(settled.value, "all");
    return null;
  }

  /** Closes a tab with its last state; it can be reopened. */
  async close(key: TabId): Promise<Problem | null> {
    await this.#keeper.last(key);
    const settled = await settle(this.#platform.tabClose(key));
    return settled.kind === "failed" ? settled.problem : null;
  }

  /** Opens the tab again that was closed last, or a certain one. */
  async reopen(key: TabId | null): Promise<Async<{ profile: ProfileId; id: TabId }>> {
    await this.#keeper.flush();
    const settled = await settle(this.#platform.tabReopen(key));
    if (settled.kind !== "ready") return settled;
    this.#restoreTab(settled.value);
    return { kind: "ready", value: settled.value.tab };
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
    this.state.change((now) => ({ ...now, damaged: [] }));
  };

  /** Has the engine know everything that was typed. */
  flush = () => this.#keeper.flush();

  #find(id: TabId) {
    return this.#tabs()
      .all()
      .find(([, key]) => key === id);
  }

  /** The body of what the tab shows, where that can be read again. */
  #saved(id: TabId): string | null {
    const { chosen, saved } = this.#find(id)?.[2] ?? NOTHING;
    return chosen ? (saved?.body ?? null) : null;
  }

  /** A tab as the engine keeps it; none of one in which there is nothing yet. */
  #tab(id: TabId): OpenTab | null {
    const [profile, , state] = this.#find(id) ?? [];
    if (profile === undefined || !state || (!state.chosen && !state.draft)) return null;
    const { chosen: source, revision, draft, saved, passing } = state;
    const method = draft?.method ?? state.method;
    const changed = draft !== null && draft !== saved ? draft : null;
    return { id, profile, source, revision, draft: changed, title: titleOf(state), method, passing };
  }

  /** Takes over what the engine keeps. */
  #take({ tabs, active, not_kept: notKept, damaged }: TabsView, which: "new ones" | "all") {
    const held = this.#tabs();
    const order = tabs.map(({ tab }) => tab.id);
    if (which === "all") {
      for (const [profile, key] of held.all()) if (!order.includes(key)) held.drop(profile, key);
    }
    for (const view of tabs) {
      const { profile, id } = view.tab;
      const known = held.get(profile, id);
      if (!known || which === "all") this.#restoreTab(view);
      else if (!isChanged(known)) {
        // Nobody has typed in it: it shows what its file says now, and nobody is asked.
        if (known.draft && view.outside === "changed") void this.#readAgain(profile, id);
      } else if (known.outside !== view.outside) held.put(profile, id, { outside: view.outside });
    }
    held.sort(order, (_, { current, requests }) => {
      if (which === "new ones" && requests[current]) return current;
      return active.find((id) => requests[id]) ?? Object.keys(requests)[0] ?? current;
    });
    // Its file is still there to be looked into, also when the person has read of it.
    this.state.change((now) => ({ ...now, notKept, damaged: this.#hidesDamaged ? [] : damaged }));
  }

  async #readAgain(profile: ProfileId, id: TabId) {
    const before = this.#tabs().get(profile, id)?.chosen;
    if (!before) return;
    const settled = await settle(this.#platform.requestGet(before.address, before.origin));
    const now = this.#tabs().get(profile, id);
    // Somebody may have typed in it, or moved it, meanwhile.
    if (!now || now.chosen !== before || isChanged(now)) return;
    if (settled.kind === "ready") this.#tabs().put(profile, id, asOpened(settled.value));
    if (settled.kind === "failed" && !now.draft) this.#tabs().put(profile, id, { sending: settled });
  }

  #restoreTab({ tab, outside }: TabView) {
    const { source: chosen, revision, draft, title, method, passing } = tab;
    this.#keeper.knows(tab.id, draft?.body ?? null);
    const { sending, job, asking, asked, notes } = this.#tabs().get(tab.profile, tab.id) ?? NOTHING;
    const kept = { chosen, revision, draft, title, method, passing, outside: draft && outside };
    this.#tabs().set(tab.profile, tab.id, { ...NOTHING, ...kept, sending, job, asking, asked, notes });
  }
}
