/*
 * Open requests as the engine keeps them: back when the window is opened again, written as they are typed (`TabKeeper`), and
 * compared with their files when somebody may have been at those.
 */
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
import { NOTHING, titleOf } from "./requestState";
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
    this.#keeper = new TabKeeper(platform, (id) => this.#tab(id), fail);
  }

  changed = (key: TabId) => this.#keeper.changed(key);

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
    return this.state.change((now) => ({ ...now, restored: { kind: "ready", value: null } }));
  }

  /** Looks whether requests were changed elsewhere, and whether what is typed can be saved. */
  async look(): Promise<void> {
    if (this.state.get().restored.kind !== "ready") return;
    await this.#keeper.flush();
    const settled = await settle(this.#platform.tabsList());
    if (settled.kind === "ready") this.#take(settled.value, "new ones");
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

  /** A tab as the engine keeps it; none of one in which there is nothing yet. */
  #tab(id: TabId): OpenTab | null {
    const [profile, , state] =
      this.#tabs()
        .all()
        .find(([, key]) => key === id) ?? [];
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
      else if (known.outside !== view.outside) held.put(profile, id, { outside: view.outside });
    }
    held.sort(order, (_, { current, requests }) => {
      if (which === "new ones" && requests[current]) return current;
      return active.find((id) => requests[id]) ?? Object.keys(requests)[0] ?? current;
    });
    // Its file is still there to be looked into, also when the person has read of it.
    this.state.change((now) => ({ ...now, notKept, damaged: this.#hidesDamaged ? [] : damaged }));
  }

  #restoreTab({ tab, outside }: TabView) {
    const { source: chosen, revision, draft, title, method, passing } = tab;
    const { sending, job, asking, asked, notes } = this.#tabs().get(tab.profile, tab.id) ?? NOTHING;
    const kept = { chosen, revision, draft, title, method, passing, outside };
    this.#tabs().set(tab.profile, tab.id, { ...NOTHING, ...kept, sending, job, asking, asked, notes });
  }
}
