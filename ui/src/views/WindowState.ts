/*
 * What the whole window shares: the profiles, the practice Adobe, the settings, where one is, what lies over it, and how to go
 * elsewhere. Each is a store of its own, so that a change draws again who shows it and nobody else. Tokens, requests and keys
 * keep to their own modules.
 */
import type { BoardRow } from "../bindings/BoardRow";
import type { Brought } from "../bindings/Brought";
import type { DamagedRecord } from "../bindings/DamagedRecord";
import type { JobView } from "../bindings/JobView";
import type { PracticeView } from "../bindings/PracticeView";
import type { Problem } from "../bindings/Problem";
import type { ProfileId } from "../bindings/ProfileId";
import type { ProfileSummary } from "../bindings/ProfileSummary";
import type { Settings } from "../bindings/Settings";
import type { StartView } from "../bindings/StartView";
import type { VaultView } from "../bindings/VaultView";
import { FIRST_LOOK } from "../features/board/items";
import { Renewal } from "../features/board/Renewal";
import { Checkups } from "../features/checkup/checkupRun";
import { Migrations } from "../features/migration/migrations";
import type { ReplayRun } from "../features/replay/replayRun";
import { Rotations } from "../features/rotation/Rotations";
import type { Platform } from "../platform";
import { idle, settle, type Async } from "../shared/async";
import { toProblem } from "../shared/problem";
import { Store } from "../shared/store";
import { tell, tellProblem } from "../shared/toast";
import { backTo, isThere, type DialogRequest, type Place, type Visit } from "./place";

function firstPlace(start: StartView, settings: Settings): Place {
  const last = start.profiles.find((one) => one.id === settings.last_profile) ?? start.profiles[0];
  if (settings.last_place === "board" && last) return { at: "board" };
  if (settings.last_place !== "profile" && settings.last_place !== "board")
    return { at: settings.last_place };
  return last ? { at: "profile", id: last.id, tab: settings.last_tab } : { at: "welcome" };
}

/** What the board shows beside the profiles' own lines. */
export interface KnownBoard {
  /** As they were told last; null while nobody has said anything. */
  rows: readonly BoardRow[] | null;
  /** Why they were not told the last time. */
  problem: Problem | null;
}

const UNASKED: KnownBoard = { rows: null, problem: null };

export class WindowState {
  readonly version: string;
  readonly damaged: DamagedRecord[];
  readonly profiles: Store<ProfileSummary[]>;
  readonly practice: Store<PracticeView | null>;
  readonly settings: Store<Settings>;
  readonly place: Store<Place>;
  /** What was dropped, pasted or opened last, until it is applied or discarded. */
  readonly reading = new Store<Async<Brought>>(idle);
  /** What is known of the vault; the background tasks ask and listen. */
  readonly vault = new Store<VaultView | null>(null);
  /** Whether the window shows nothing but the way to unlock it. */
  readonly shut = new Store(false);
  /** The work that goes on in the engine. */
  readonly jobs = new Store<JobView[]>([]);
  readonly dialog = new Store<DialogRequest | null>(null);
  readonly board = new Store(UNASKED);
  /** How the board is looked at, wherever one went meanwhile. */
  readonly boardLook = new Store(FIRST_LOOK);
  readonly renewal: Renewal;
  readonly checkups: Checkups;
  readonly migrations: Migrations;
  readonly rotations: Rotations;
  /** The request that was sent on many profiles last. */
  readonly replay = new Store<ReplayRun | null>(null);
  readonly #platform: Platform;
  #looks = 0;
  #boardLooks = 0;

  constructor(platform: Platform, start: StartView, settings: Settings) {
    this.#platform = platform;
    this.renewal = new Renewal(platform);
    this.checkups = new Checkups(platform);
    this.migrations = new Migrations(platform);
    this.rotations = new Rotations(platform);
    this.version = start.version;
    this.damaged = start.damaged;
    this.profiles = new Store(start.profiles);
    this.practice = new Store(start.practice);
    this.settings = new Store(settings);
    this.place = new Store(firstPlace(start, settings));
  }

  /** Follows the engine's events; the answer ends that. */
  listen = (): (() => void) => {
    const stop = this.#platform.listen((event) => {
      if (event.kind === "profiles_changed") {
        void this.refresh();
        void this.migrations.look();
      }
      if (event.kind === "jobs_changed") void this.#look();
      if (event.kind === "token_changed") {
        this.profiles.change((all) =>
          all.map((one) => (one.id === event.profile ? { ...one, token: event.token } : one)),
        );
      }
    });
    const unlead = this.#platform.listenReminders(({ profile, at_end: atEnd }) => {
      if (atEnd === "new_key_pair") this.select(profile, { tab: "keys" });
      else this.go({ at: "migrate", profile, back: backTo(this.place.get(), "migrate") });
    });
    const untell = this.#platform.listenTold((problem) => tellProblem(problem));
    // The engine may have opened the vault, and told so, before anybody listened.
    void this.migrations.look();
    stop.then(this.refresh).catch((error: unknown) => tellProblem(toProblem(error)));
    return () => {
      void stop.then((unlisten) => unlisten());
      void unlead.then((unlisten) => unlisten());
      void untell.then((unlisten) => unlisten());
    };
  };

  /** Several jobs may begin and end while one look is under way: the one that was begun last counts. */
  async #look() {
    const mine = ++this.#looks;
    const settled = await settle(this.#platform.jobsList());
    // A list that is missing once is asked for again when the next job begins or ends.
    if (settled.kind === "ready" && mine === this.#looks) this.jobs.set(settled.value);
  }

  /** Asks for the board once more; what was told last stays until there is something newer. */
  lookAtBoard = async () => {
    const mine = ++this.#boardLooks;
    const settled = await settle(this.#platform.boardRows());
    if (mine !== this.#boardLooks) return;
    if (settled.kind === "ready") this.board.set({ rows: settled.value, problem: null });
    if (settled.kind === "failed") this.board.change(({ rows }) => ({ rows, problem: settled.problem }));
  };

  refresh = async () => this.profiles.set(await this.#platform.profilesList());

  go = (place: Place) => this.place.set(place);

  /** Without a tab, the one that is open now. */
  select = (id: ProfileId, visit: Visit = {}) => {
    this.place.change((now) => {
      const tab = now.at === "profile" ? now.tab : "overview";
      const next = { at: "profile" as const, id, tab, ...visit };
      return isThere(now, next) ? now : next;
    });
    if (this.settings.get().last_profile !== id) this.changeSettings({ last_profile: id });
  };

  show = (dialog: DialogRequest | null) => this.dialog.set(dialog);

  changeSettings = (change: Partial<Settings>) => {
    const after = { ...this.settings.get(), ...change };
    this.settings.set(after);
    this.#platform.settingsSet(after).catch((error: unknown) => tellProblem(toProblem(error)));
  };

  startPractice = async (): Promise<PracticeView> => {
    const running = await this.#platform.practiceStart();
    this.practice.set(running);
    return running;
  };

  stopPractice = async () => {
    await this.#platform.practiceStop();
    this.practice.set(null);
  };

  remove = (profile: ProfileSummary) =>
    this.#attempt(async () => {
      await this.#platform.profileDelete(profile.id);
      const left = await this.#platform.profilesList();
      this.profiles.set(left);
      // Who is elsewhere stays there.
      const place = this.place.get();
      const isShown = place.at === "profile" && place.id === profile.id;
      const next = left[0];
      if (!next) this.go({ at: "welcome" });
      else if (isShown) this.select(next.id);
      await tell(`${profile.title} deleted`, { label: "Undo", run: () => void this.#restore(profile.id) });
    });

  duplicate = (profile: ProfileSummary) =>
    this.#attempt(async () => {
      const copy = await this.#platform.profileDuplicate(profile.id);
      await this.refresh();
      this.select(copy.summary.id, { tab: "settings" });
      await tell(`${profile.title} duplicated`);
    });

  #restore(id: ProfileId) {
    return this.#attempt(async () => {
      await this.#platform.profileRestore(id);
      await this.refresh();
      this.select(id);
    });
  }

  async #attempt(work: () => Promise<void>) {
    try {
      await work();
    } catch (error) {
      await tellProblem(toProblem(error));
    }
  }
}
