/*
 * Takes what is typed into open requests to the engine: a moment after it was typed, each tab by itself and in order, so that
 * no older state comes after a newer one. Of a body only its changes cross, as `KeptBodies` has them.
 */
import type { BodyEdit } from "../../bindings/BodyEdit";
import type { OpenTab } from "../../bindings/OpenTab";
import type { Problem } from "../../bindings/Problem";
import type { TabId } from "../../bindings/TabId";
import type { Platform } from "../../platform";
import { toProblem } from "../../shared/problem";
import { KeptBodies } from "./KeptBodies";

/** What is typed is gathered for this long. */
const GATHER_MS = 200;

interface Around {
  tabOf: (id: TabId) => OpenTab | null;
  /** The body of what a tab shows as it was opened or saved; null where there is none. */
  saved: (id: TabId) => string | null;
  fail: (problem: Problem) => void;
}

export class TabKeeper {
  readonly #platform: Platform;
  readonly #around: Around;
  readonly #bodies = new KeptBodies();
  readonly #changed = new Set<TabId>();
  /** The call that is under way, of each tab. */
  readonly #calls = new Map<TabId, Promise<void>>();
  #timer: ReturnType<typeof setTimeout> | null = null;
  #order: (() => [TabId[], TabId[]]) | null = null;

  constructor(platform: Platform, around: Around) {
    this.#platform = platform;
    this.#around = around;
  }

  changed(id: TabId) {
    this.#changed.add(id);
    this.#wait();
  }

  arranged(order: () => [TabId[], TabId[]]) {
    this.#order = order;
    this.#wait();
  }

  /** A body was changed; `all` has all of it passed on. */
  edited(id: TabId, edit: BodyEdit, all: () => void) {
    const body = this.#around.tabOf(id)?.draft?.body ?? this.#around.saved(id);
    this.#bodies.edited(id, { edit, all }, body, this.#around.saved(id));
    this.changed(id);
  }

  /** All of a body was passed on. */
  hasWhole(id: TabId, body: string | null) {
    this.#bodies.hasWhole(id, body);
  }

  /** Has all of a body passed on. */
  whole(id: TabId) {
    this.#bodies.whole(id);
  }

  /** The engine said itself what the draft of a tab has. */
  knows(id: TabId, body: string | null) {
    this.#bodies.knows(id, body);
  }

  /** Whether the engine has a tab's body, and it is too long to cross again. */
  async hasBody(id: TabId): Promise<boolean> {
    if (!this.#bodies.isLong(id)) return false;
    await this.flush();
    return this.#bodies.isKept(id, this.#around.tabOf(id)?.draft?.body ?? null);
  }

  /** Has the engine know everything, and waits for it. */
  async flush(): Promise<void> {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    const ids = [...this.#changed];
    this.#changed.clear();
    const order = this.#order;
    this.#order = null;
    for (const id of ids) this.#keep(id);
    await Promise.all(this.#calls.values());
    if (order)
      await this.#platform
        .tabsArrange(...order())
        .catch((error: unknown) => this.#around.fail(toProblem(error)));
  }

  /** Forgets a tab that is about to be closed, with its last state kept. */
  async last(id: TabId): Promise<void> {
    if (this.#changed.delete(id)) this.#keep(id);
    await this.#calls.get(id);
    this.#bodies.forget(id);
  }

  #wait() {
    this.#timer ??= setTimeout(() => void this.flush(), GATHER_MS);
  }

  /** Behind the call before it. */
  #keep(id: TabId) {
    const before = this.#calls.get(id) ?? Promise.resolve();
    const call = before
      .then(() => this.#take(id))
      .catch((error: unknown) => this.#around.fail(toProblem(error)))
      .finally(() => {
        if (this.#calls.get(id) === call) this.#calls.delete(id);
      });
    this.#calls.set(id, call);
  }

  async #take(id: TabId): Promise<void> {
    const tab = this.#around.tabOf(id);
    if (!tab) return undefined;
    const draft = tab.draft;
    const known = draft && this.#bodies.take(id, draft.body, this.#around.saved(id));
    if (draft && known) {
      try {
        await this.#platform.tabEdit({ ...tab, draft: { ...draft, body: null } }, known.base, known.edits);
        return this.#bodies.kept(id);
      } catch (error) {
        this.#bodies.lost(id);
        // The engine has another body, or none: it may have been locked. It gets all of this one.
        if (toProblem(error).code !== "conflict") throw error;
      }
    }
    return this.#whole(id);
  }

  async #whole(id: TabId): Promise<void> {
    this.#bodies.whole(id);
    const tab = this.#around.tabOf(id);
    if (!tab) return;
    // What is typed from here on is a change of this one.
    this.#bodies.knows(id, tab.draft?.body ?? null);
    try {
      await this.#platform.tabKeep(tab);
    } catch (error) {
      this.#bodies.lost(id);
      throw error;
    }
  }
}
