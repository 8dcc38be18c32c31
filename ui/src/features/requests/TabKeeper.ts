/*
 * Takes what is typed into open requests to the engine: a moment after it was typed, each tab by itself and in order, so that
 * no older state comes after a newer one.
 */
import type { OpenTab } from "../../bindings/OpenTab";
import type { Problem } from "../../bindings/Problem";
import type { TabId } from "../../bindings/TabId";
import type { Platform } from "../../platform";
import { toProblem } from "../../shared/problem";

/** What is typed is gathered for this long, and a large body for a second: all of it crosses to the engine each time. */
const GATHER_MS = 200;
const GATHER_LARGE_MS = 1_000;
const LARGE = 256 * 1024;

const isLarge = (tab: OpenTab | null) => (tab?.draft?.body?.length ?? 0) > LARGE;

export class TabKeeper {
  readonly #platform: Platform;
  readonly #tabOf: (id: TabId) => OpenTab | null;
  readonly #fail: (problem: Problem) => void;
  readonly #changed = new Set<TabId>();
  /** The call that is under way, of each tab. */
  readonly #calls = new Map<TabId, Promise<void>>();
  #timer: ReturnType<typeof setTimeout> | null = null;
  #order: (() => [TabId[], TabId[]]) | null = null;

  constructor(platform: Platform, tabOf: (id: TabId) => OpenTab | null, fail: (problem: Problem) => void) {
    this.#platform = platform;
    this.#tabOf = tabOf;
    this.#fail = fail;
  }

  changed(id: TabId) {
    this.#changed.add(id);
    this.#wait(isLarge(this.#tabOf(id)) ? GATHER_LARGE_MS : GATHER_MS);
  }

  arranged(order: () => [TabId[], TabId[]]) {
    this.#order = order;
    this.#wait(GATHER_MS);
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
      await this.#platform.tabsArrange(...order()).catch((error: unknown) => this.#fail(toProblem(error)));
  }

  /** Forgets a tab that is about to be closed, with its last state kept. */
  async last(id: TabId): Promise<void> {
    if (this.#changed.delete(id)) this.#keep(id);
    await this.#calls.get(id);
  }

  #wait(ms: number) {
    this.#timer ??= setTimeout(() => void this.flush(), ms);
  }

  /** Behind the call before it. */
  #keep(id: TabId) {
    const tab = this.#tabOf(id);
    if (!tab) return;
    const before = this.#calls.get(id) ?? Promise.resolve();
    const call = before
      .then(() => this.#platform.tabKeep(tab))
      .catch((error: unknown) => this.#fail(toProblem(error)))
      .finally(() => {
        if (this.#calls.get(id) === call) this.#calls.delete(id);
      });
    this.#calls.set(id, call);
  }
}
