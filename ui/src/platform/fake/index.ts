/*
 * An engine in memory: good enough to build, test and look at the window in a browser. It answers the same calls as the
 * shell; nothing of it is in the shipped window.
 */
import type { Calls } from "../../bindings/Calls";
import type { DamagedRecord } from "../../bindings/DamagedRecord";
import type { Event } from "../../bindings/Event";
import type { OpenTab } from "../../bindings/OpenTab";
import type { PracticeView } from "../../bindings/PracticeView";
import type { ProfileView } from "../../bindings/ProfileView";
import type { EditedRequest } from "../../bindings/EditedRequest";
import type { ReminderLead } from "../../bindings/ReminderLead";
import type { RequestAddress } from "../../bindings/RequestAddress";
import type { Settings } from "../../bindings/Settings";
import type { TabId } from "../../bindings/TabId";
import type { TokenState } from "../../bindings/TokenState";
import { platformOver, type Listening, type Platform } from "../platform";
import { boardCalls } from "./board-calls";
import { checkupCalls } from "./checkup-calls";
import { collectionCalls } from "./collection-calls";
import { exportCalls } from "./export-calls";
import { fakeImport, type FakeImport } from "./import-calls";
import { inspectionCalls } from "./inspection-calls";
import { keyCalls } from "./key-calls";
import { fill, recorded, refuse } from "./fixtures";
import { migrationCalls } from "./migration-calls";
import { placeCalls } from "./place-calls";
import { profileCalls } from "./profile-calls";
import { summarize, view } from "./profiles";
import { requestCalls } from "./request-calls";
import { rotationCalls } from "./rotation-calls";
import { named, title } from "./requests";
import { runCalls } from "./run-calls";
import { tabCalls } from "./tab-calls";
import type { Undo } from "./undo";
import { fakeVault } from "./vault-calls";
import {
  DAY,
  seedKeys,
  seedProfiles,
  type FakeOptions,
  type FakeProfile,
  type Jobs,
  type World,
} from "./world";
import { signInCalls } from "./sign-in-calls";

/** The fake as the address bar asks for it: `?profiles=500&vault=locked&delay=300&token=fails&import=many&keys=40`. */
export function fakePlatform(query: URLSearchParams): Platform {
  const fake = createFake({
    profiles: Number(query.get("profiles") ?? 7),
    delayMs: Number(query.get("delay") ?? 0),
    vault: (query.get("vault") as FakeOptions["vault"]) ?? "open",
    tokenFails: query.get("token") === "fails",
    stalls: query.has("stall"),
    practice: query.has("practice"),
    damaged: query.has("damaged"),
    custody: (query.get("custody") as FakeOptions["custody"]) ?? "keyring",
    reads: (query.get("import") as FakeOptions["reads"]) ?? "console",
    keys: Number(query.get("keys") ?? 0),
    generations: query.get("generations") !== "none",
    secretDamaged: query.has("secret-damaged"),
    draftsRefused: query.has("drafts-refused"),
    rotation: (query.get("rotation") as FakeOptions["rotation"]) ?? "not_begun",
  });
  // For whoever looks at it in a browser: `fake.drop("over")`, `fake.lockFromOutside()`.
  Object.assign(window, { fake });
  return fake;
}

/** The platform, and what comes from outside the window. */
export interface Fake extends Platform {
  drop: FakeImport["drop"];
  lockFromOutside: () => void;
  /** As somebody clicks a notification of the system's. */
  clickReminder: (lead: ReminderLead) => void;
  /** As the person closes it; the window stays, to be looked at. */
  closeWindow: () => void;
  /** As another program does, with the engine's watching. */
  saveOutside: (address: RequestAddress, request: EditedRequest) => void;
}

export function createFake(options: FakeOptions = {}): Fake {
  const now = Date.now();
  const world: World = {
    profiles: seedProfiles(options.profiles ?? 0, now),
    trash: [],
    keys: seedKeys(options.keys ?? 0, now),
    history: [],
    bodies: new Map(),
  };
  const listeners = new Set<(event: Event) => void>();
  const own = new Map<string, EditedRequest>();
  const tabs = new Map<TabId, OpenTab>();
  const closing = new Set<() => void>();
  const quick = new Set<() => void>();
  const reminders = new Set<(lead: ReminderLead) => void>();
  const jobs: Jobs = new Map();
  const undo: Undo = new Map();
  let practice: PracticeView | null = null;
  let settings: Settings = {
    theme: "system",
    last_profile: null,
    last_place: "profile",
    last_tab: "overview",
    panes: { side_bar: null, request_list: null, editor: null },
    pinned: [],
    side_order: "name",
    own_order: [],
    tray: false,
    quick_keys: "CommandOrControl+Alt+K",
    lock_after_minutes: 15,
    lock_with_screen: true,
  };

  const startPractice = () => (practice ??= recorded.practice);
  if (options.practice) startPractice();
  const emit = (event: Event) => listeners.forEach((listener) => listener(event));
  const wait = () => new Promise<void>((done) => setTimeout(done, options.delayMs ?? 0));
  const call = async <T>(work: () => T): Promise<T> => {
    await wait();
    return structuredClone(work());
  };
  const find = (id: string): FakeProfile =>
    world.profiles.find((one) => one.id === id) ?? refuse("no_such_profile", { id });
  const vault = fakeVault({ options, world, call, emit, now });
  const { open } = vault;
  const imports = fakeImport({
    world,
    sample: options.reads ?? "console",
    call,
    open,
    emit,
    own,
  });
  const show = (profile: FakeProfile): ProfileView => view(world, profile);
  const changed = (profile: FakeProfile) => {
    profile.revision++;
    profile.updatedAt = Date.now();
    emit({ kind: "profiles_changed" });
    return show(profile);
  };
  const mint = (profile: FakeProfile): TokenState => {
    open();
    if (options.secretDamaged) refuse("secret_damaged", { ...named(profile), id: profile.id, number: "3" });
    if (options.tokenFails) refuse("wrong_secret", named(profile));
    if (profile.draft.grant === "jwt" && !profile.draft.key) refuse("no_key_pair", named(profile));
    const at = Date.now();
    profile.token = { kind: "ready", created_at: at, expires_at: at + DAY };
    emit({ kind: "token_changed", profile: profile.id, token: profile.token });
    return profile.token;
  };
  const current = (profile: FakeProfile) => (profile.token.kind === "ready" ? profile.token : mint(profile));
  const damaged: DamagedRecord[] = options.damaged ? recorded.damaged : [];
  const calls: Calls = {
    start: () =>
      call(() => ({
        version: "0.1.0",
        profiles: world.profiles.map((one) => summarize(world, one)),
        practice,
        damaged,
      })),
    profilesList: () => call(() => world.profiles.map((one) => summarize(world, one))),
    ...profileCalls({ world, call, find, show, changed, open, emit }),
    secretCopy: ({ id, kind }) =>
      call(() => {
        open();
        return fill(recorded.copies[kind], { title: title(find(id)) });
      }),
    secretReveal: ({ id, kind }) =>
      call(() => {
        open();
        const profile = find(id);
        const isSecond = kind === "second_client_secret";
        const missing = isSecond ? "no_second_client_secret" : "no_client_secret";
        return (isSecond ? profile.second : profile.secret) ?? refuse(missing, named(profile));
      }),
    secretRemove: ({ id, kind }) =>
      call(() => {
        open();
        const profile = find(id);
        if (kind === "second_client_secret") profile.second = null;
        if (kind === "client_secret") profile.secret = null;
        changed(profile);
      }),
    tokenGet: ({ id }) => call(() => current(find(id))),
    tokenRenew: ({ id }) => call(() => mint(find(id))),
    ...signInCalls({ call, find, mint, emit }),
    tokenCopy: ({ id }) =>
      call(() => {
        const token = current(find(id));
        const expires_at = token.kind === "ready" ? token.expires_at : null;
        return { ...fill(recorded.copies.token, { title: title(find(id)) }), expires_at };
      }),
    tokenCurl: ({ id }) =>
      call(() => {
        const { draft } = find(id);
        const scopes = draft.scopes.split(/[\s,]+/).join(",");
        return fill(recorded.curl.oauth, { client_id: draft.client_id, scopes });
      }),
    clipboardClear: () => call(() => undefined),
    ...inspectionCalls({
      call,
      find,
      told: (profile, token) => {
        profile.token = token;
        emit({ kind: "token_changed", profile: profile.id, token });
      },
    }),
    ...keyCalls({ options, world, call, find, changed, open, emit, jobs }),
    ...exportCalls({ world, damaged, call, find, open }),
    ...vault.calls,
    ...imports.calls,
    practiceStart: () =>
      call(() => {
        const running = startPractice();
        emit({ kind: "practice_changed" });
        return running;
      }),
    practiceStop: () =>
      call(() => {
        practice = null;
        emit({ kind: "practice_changed" });
      }),
    ...requestCalls({ options, world, own, tabs, wait, call, find, current, emit, jobs, undo }),
    ...placeCalls({ own, call, emit, undo }),
    ...collectionCalls({ world, own, call, emit, undo }),
    ...boardCalls({ options, world, call, mint, emit, jobs }),
    ...checkupCalls({ world, call, find, changed, emit, jobs, tokenFails: options.tokenFails ?? false }),
    ...rotationCalls({ options, world, call, find, open, emit, jobs }),
    ...migrationCalls({
      world,
      call,
      find,
      changed,
      open,
      emit,
      jobs,
      tokenFails: options.tokenFails ?? false,
    }),
    ...runCalls({ options, world, own, call, find, emit, jobs }),
    ...tabCalls({ options, own, tabs, call, open }),
    jobsList: () => call(() => [...jobs.values()].map((job) => job.view)),
    jobStop: ({ job }) =>
      call(() => {
        jobs.get(job)?.stop();
        return jobs.has(job);
      }),
    quickList: () => call(() => world.profiles.map((one) => summarize(world, one))),
    quickShow: () => call(() => quick.forEach((listener) => listener())),
    quickCopy: ({ id }) => call(() => void current(find(id))),
    quickHide: () => call(() => undefined),
    windowShow: () => call(() => undefined),
    settingsGet: () => call(() => settings),
    settingsSet: ({ settings: next }) => call(() => void (settings = next)),
  };
  const listening: Listening = {
    listen: async (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    listenDrop: imports.listenDrop,
    listenQuick: async (listener) => {
      quick.add(listener);
      return () => quick.delete(listener);
    },
    listenReminders: async (listener) => {
      reminders.add(listener);
      return () => reminders.delete(listener);
    },
    listenTold: async () => () => undefined,
    listenClosing: async (listener) => {
      closing.add(listener);
      return () => closing.delete(listener);
    },
  };
  return {
    ...platformOver(calls, listening),
    drop: imports.drop,
    lockFromOutside: vault.lock,
    clickReminder: (lead) => reminders.forEach((listener) => listener(lead)),
    closeWindow: () => closing.forEach((listener) => listener()),
    saveOutside: (address, request) => {
      own.set(address, request);
      emit({ kind: "requests_changed" });
    },
  };
}
