/*
 * The tabs of every profile's open requests, in memory: what is in each, in which order, which is on screen. Who has to hear of
 * a change is told; taking it to the engine is left to `KeptTabs`.
 */
import type { ProfileId } from "../../bindings/ProfileId";
import type { RequestAddress } from "../../bindings/RequestAddress";
import type { TabId } from "../../bindings/TabId";
import { Store } from "../../shared/store";
import { keyOf, NONE, NOTHING, type Opened, type RequestState } from "./requestState";

/** Who takes changes to the engine. */
interface Listener {
  /** What is kept of a tab is another now. */
  changed: (key: TabId) => void;
  /** Tabs came, went or changed places, or another one is in front. */
  arranged: () => void;
}

/** What the engine keeps of a tab. */
const KEPT: Array<keyof RequestState> = ["chosen", "revision", "draft", "saved", "passing"];

export class Tabs {
  readonly store = new Store<Record<ProfileId, Opened>>({});
  readonly #listener: Listener;

  constructor(listener: Listener) {
    this.#listener = listener;
  }

  of = (profile: ProfileId): Opened => this.store.get()[profile] ?? NONE;

  get(profile: ProfileId, key: TabId): RequestState | undefined {
    return this.of(profile).requests[key];
  }

  /** Every tab with its profile. */
  all(): Array<[ProfileId, TabId, RequestState]> {
    return Object.entries(this.store.get()).flatMap(([profile, { requests }]) =>
      Object.entries(requests).map(([key, state]): [ProfileId, TabId, RequestState] => [profile, key, state]),
    );
  }

  /** Those that show an own request. */
  showing(address: RequestAddress): Array<[ProfileId, TabId, RequestState]> {
    const wanted = keyOf({ address, origin: "own" });
    return this.all().filter(([, , { chosen }]) => chosen && keyOf(chosen) === wanted);
  }

  /** Changes one, whichever is on screen. */
  put(profile: ProfileId, key: TabId, part: Partial<RequestState>) {
    const before = this.get(profile, key);
    const after = { ...(before ?? NOTHING), ...part };
    this.set(profile, key, after);
    if (!before) this.#listener.arranged();
    if (!before || KEPT.some((one) => before[one] !== after[one])) this.#listener.changed(key);
  }

  /** The same for what the engine said itself: nobody takes it back to it. */
  set(profile: ProfileId, key: TabId, state: RequestState) {
    this.store.change((now) => {
      const { current, requests } = now[profile] ?? NONE;
      return { ...now, [profile]: { current, requests: { ...requests, [key]: state } } };
    });
  }

  /** Puts one on screen. */
  front(profile: ProfileId, key: TabId) {
    this.store.change((now) => ({ ...now, [profile]: { ...(now[profile] ?? NONE), current: key } }));
    this.#listener.arranged();
  }

  /** Puts a tab in another's place. */
  move(profile: ProfileId, key: TabId, to: number) {
    this.store.change((now) => {
      const opened = now[profile] ?? NONE;
      const others = Object.entries(opened.requests).filter(([one]) => one !== key);
      const moved = opened.requests[key];
      if (!moved) return now;
      others.splice(Math.max(0, to), 0, [key, moved]);
      return { ...now, [profile]: { ...opened, requests: Object.fromEntries(others) } };
    });
    this.#listener.arranged();
  }

  /** Takes a tab out; gives back the one that takes its place on screen, when it was there. */
  drop(profile: ProfileId, key: TabId): TabId | null {
    const { current, requests } = this.of(profile);
    const keys = Object.keys(requests);
    const at = keys.indexOf(key);
    const left = Object.fromEntries(Object.entries(requests).filter(([other]) => other !== key));
    this.store.change((now) => ({ ...now, [profile]: { current, requests: left } }));
    this.#listener.arranged();
    return current === key ? (keys[at + 1] ?? keys[at - 1] ?? "") : null;
  }

  /** Puts all in the order that the engine has them in. */
  sort(order: TabId[], front: (profile: ProfileId, opened: Opened) => TabId) {
    const place = ([key]: [TabId, unknown]) => order.indexOf(key);
    this.store.change((now) =>
      Object.fromEntries(
        Object.entries(now).map(([profile, { current, requests }]) => {
          const sorted = Object.entries(requests).toSorted((one, other) => place(one) - place(other));
          const opened = { current, requests: Object.fromEntries(sorted) };
          return [profile, { ...opened, current: front(profile, opened) }];
        }),
      ),
    );
  }
}
