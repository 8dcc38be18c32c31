/*
 * An engine in memory: good enough to build, test and look at the window in a browser. It keeps the contract of
 * platform.ts; nothing of it is in the shipped window.
 */
import type { Event } from "../../bindings/Event";
import type { KeyView } from "../../bindings/KeyView";
import type { PracticeView } from "../../bindings/PracticeView";
import type { ProfileView } from "../../bindings/ProfileView";
import type { Request } from "../../bindings/Request";
import type { Settings } from "../../bindings/Settings";
import type { TokenState } from "../../bindings/TokenState";
import type { Confirmation, Platform } from "../platform";
import { CATALOGUE, summary } from "./answers";
import { profileCalls } from "./profile-calls";
import { summarize, view } from "./profiles";
import { check, exchange, refusal, slice, title } from "./requests";
import {
  closedVault,
  DAY,
  fakeKey,
  missing,
  practiceProjects,
  refuse,
  seedProfiles,
  type FakeOptions,
  type FakeProfile,
  type World,
} from "./world";

/** The fake as the address bar asks for it: `?profiles=500&vault=locked&delay=300&token=fails&stall&damaged`. */
export function fakePlatform(query: URLSearchParams): Platform {
  return createFake({
    profiles: Number(query.get("profiles") ?? 7),
    delayMs: Number(query.get("delay") ?? 0),
    vault: (query.get("vault") as FakeOptions["vault"]) ?? "open",
    tokenFails: query.get("token") === "fails",
    stalls: query.has("stall"),
    practice: query.has("practice"),
    damaged: query.has("damaged"),
  });
}

export function createFake(options: FakeOptions = {}): Platform {
  const now = Date.now();
  const world: World = {
    profiles: seedProfiles(options.profiles ?? 0, now),
    trash: [],
    keys: [],
    history: [],
    bodies: new Map(),
  };
  const listeners = new Set<(event: Event) => void>();
  const own = new Map<string, Request>();
  const vault = closedVault(options);
  let practice: PracticeView | null = null;
  let settings: Settings = { theme: "system", last_profile: null };
  let cancelSend: (() => void) | null = null;
  let cancelKey: (() => void) | null = null;

  const startPractice = () =>
    (practice ??= { base_url: "http://127.0.0.1:8443", projects: practiceProjects() });
  if (options.practice) startPractice();
  const emit = (event: Event) => listeners.forEach((listener) => listener(event));
  const wait = () => new Promise<void>((done) => setTimeout(done, options.delayMs ?? 0));
  const call = async <T>(work: () => T): Promise<T> => {
    await wait();
    return structuredClone(work());
  };
  const find = (id: string): FakeProfile =>
    world.profiles.find((one) => one.id === id) ?? refuse(missing("profile"));
  const findKey = (id: string): KeyView =>
    world.keys.find((one) => one.id === id) ?? refuse(missing("key pair"));
  const open = () => vault && refuse(vault);
  const show = (profile: FakeProfile): ProfileView => view(world, profile);
  const changed = (profile: FakeProfile) => {
    profile.revision++;
    profile.updatedAt = Date.now();
    emit({ kind: "profiles_changed" });
    return show(profile);
  };
  const mint = (profile: FakeProfile): TokenState => {
    open();
    if (options.tokenFails) {
      refuse({
        code: "credential_refused",
        message: "Adobe does not know this client secret.",
        remedy: "Copy the client secret again from the Developer Console, or make a new one there.",
        detail:
          '{"error_description":"invalid client_secret parameter","error":"invalid_client"}\nX-DEBUG-ID: 4f1c',
      });
    }
    if (profile.draft.grant === "jwt" && !profile.draft.key) {
      refuse({
        code: "secret_missing",
        message: "This profile has no key pair to sign with.",
        remedy: "Make one under Keys & certificates and register its certificate.",
      });
    }
    const at = Date.now();
    profile.token = { kind: "ready", created_at: at, expires_at: at + DAY };
    emit({ kind: "token_changed", profile: profile.id, token: profile.token });
    return profile.token;
  };
  const current = (profile: FakeProfile) => (profile.token.kind === "ready" ? profile.token : mint(profile));
  const send = async (id: string, request: Request, confirmation: Confirmation) => {
    await wait();
    const profile = find(id);
    const refused = refusal(profile, request);
    if (refused) refuse(refused);
    if (check(profile, request).needs_confirmation && confirmation === "unconfirmed") {
      refuse({
        code: "needs_confirmation",
        message: `${title(profile)} is production, and this call writes.`,
      });
    }
    current(profile);
    if (options.stalls) {
      await new Promise<void>((done) => (cancelSend = done));
      refuse({ code: "cancelled", message: "You stopped this request." });
    }
    const made = exchange(world, profile, request, Date.now());
    emit({ kind: "history_changed" });
    return structuredClone(made);
  };

  return {
    start: () =>
      call(() => ({
        version: "0.1.0",
        profiles: world.profiles.map((one) => summarize(world, one)),
        practice,
        damaged: options.damaged
          ? [
              {
                code: "damaged" as const,
                message: "The profile file acme-places.toml could not be read and was kept aside.",
                remedy: "Open profiles/acme-places.toml.damaged-1 to see what is in it.",
                detail: "expected `=`, found newline at line 4",
              },
            ]
          : [],
      })),
    profilesList: () => call(() => world.profiles.map((one) => summarize(world, one))),
    ...profileCalls({ world, call, find, show, changed, open, emit }),
    secretCopy: (id, kind) =>
      call(() => {
        open();
        const what = kind === "client_secret" ? "Client secret" : "Private key";
        return { what: `${what} of ${title(find(id))}`, expires_at: null, clears_in_s: 60 };
      }),
    secretReveal: (id) =>
      call(() => {
        open();
        return find(id).secret ?? refuse({ code: "secret_missing", message: "No client secret is stored." });
      }),
    tokenGet: (id) => call(() => current(find(id))),
    tokenRenew: (id) => call(() => mint(find(id))),
    tokenCopy: (id) =>
      call(() => {
        const token = current(find(id));
        const expires_at = token.kind === "ready" ? token.expires_at : null;
        return { what: `Token for ${title(find(id))}`, expires_at, clears_in_s: 60 };
      }),
    tokenCurl: (id) =>
      call(() => {
        const { draft } = find(id);
        return [
          "curl -X POST 'https://ims-na1.adobelogin.com/ims/token/v3' \\",
          "  -H 'Content-Type: application/x-www-form-urlencoded' \\",
          "  --data-urlencode 'grant_type=client_credentials' \\",
          `  --data-urlencode 'client_id=${draft.client_id}' \\`,
          "  --data-urlencode 'client_secret=••••••••' \\",
          `  --data-urlencode 'scope=${draft.scopes.split(/[\s,]+/).join(",")}'`,
        ].join("\n");
      }),
    clipboardClear: () => call(() => undefined),
    keysList: () => call(() => world.keys),
    keyGenerate: async (draft, profile, progress) => {
      progress({ stage: "searching", elapsed_ms: 0 });
      const stopped = await new Promise<boolean>((done) => {
        cancelKey = () => done(true);
        setTimeout(() => done(false), options.delayMs ?? 0);
      });
      if (stopped) return refuse({ code: "cancelled", message: "You stopped making this key pair." });
      progress({ stage: "signing" });
      progress({ stage: "storing" });
      if (!draft.common_name.trim()) refuse({ code: "invalid_input", message: "Common name is empty." });
      open();
      const subject = `CN=${draft.common_name}, OU=${draft.organizational_unit}, O=${draft.organization}, C=${draft.country}`;
      const key = fakeKey(draft.name, draft.bits, draft.days, subject, Date.now());
      world.keys.push(key);
      if (profile) {
        const owner = find(profile);
        owner.draft.key = key.id;
        key.used_by = [title(owner)];
        changed(owner);
      }
      emit({ kind: "keys_changed" });
      return structuredClone(key);
    },
    keyCancel: () => call(() => cancelKey?.()),
    keySaveCertificate: (id) => call(() => `/home/ada/${findKey(id).name}_public.crt`),
    keySavePrivate: (id) => call(() => `/home/ada/${findKey(id).name}_private.key`),
    keyRegisterWithPractice: (id) => call(() => findKey(id)),
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
    requestsList: () =>
      call(() => [
        ...CATALOGUE.map(summary),
        ...[...own].map(([path, { method, name }]) => ({
          path,
          origin: "own" as const,
          method,
          name,
          note: null,
        })),
      ]),
    requestGet: (path, origin) =>
      call(
        () =>
          (origin === "own" ? own.get(path) : CATALOGUE.find((one) => one.path === path)?.request) ??
          refuse(missing("request")),
      ),
    requestSave: (path, request) => call(() => void own.set(path, request)),
    requestCheck: (id, request) => call(() => check(find(id), request)),
    requestSend: send,
    requestCancel: () => call(() => cancelSend?.()),
    historyList: ({ profile, text, before, limit }) =>
      call(() =>
        world.history
          .map((one) => one.summary)
          .filter((one) => profile === null || one.profile === profile)
          .filter((one) => `${one.name} ${one.url} ${one.status}`.toLowerCase().includes(text.toLowerCase()))
          .filter((one) => before === null || one.id < before)
          .toReversed()
          .slice(0, limit),
      ),
    historyGet: (id) =>
      call(() => world.history.find((one) => one.summary.id === id) ?? refuse(missing("exchange"))),
    historyReplay: async (id, profile, confirmation) => {
      const past = world.history.find((one) => one.summary.id === id) ?? refuse(missing("exchange"));
      return send(profile, past.request, confirmation);
    },
    historyBody: (id, offset) => call(() => slice(world.bodies.get(id) ?? "", offset, "json")),
    vaultState: () => call(() => (vault ? { kind: "closed", problem: vault } : { kind: "open" })),
    settingsGet: () => call(() => settings),
    settingsSet: (next) => call(() => void (settings = next)),
    listen: async (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
