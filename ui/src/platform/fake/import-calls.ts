/*
 * The fake's drop box: reads one of its samples, opens what is locked, and writes what was chosen.
 */
import type { Brought } from "../../bindings/Brought";
import type { Calls } from "../../bindings/Calls";
import type { Event } from "../../bindings/Event";
import type { EditedRequest } from "../../bindings/EditedRequest";
import type { Drop, Listening } from "../platform";
import { placed } from "./collection-calls";
import { problem, refuse } from "./fixtures";
import { summarize } from "./profiles";
import { sampleReading } from "./readings";
import type { Sample } from "./sample";
import { PASSPHRASE } from "./vault-calls";
import { fakeKey, nextId, type FakeProfile, type World } from "./world";

type ImportCalls = Pick<Calls, Extract<keyof Calls, `import${string}`>>;

export interface FakeImport {
  calls: ImportCalls;
  listenDrop: Listening["listenDrop"];
  /** What the shell tells when files are dragged and dropped; `read` reads the sample. */
  drop: (kind: "over" | "left" | "read" | "failed", sample?: Sample) => void;
}

interface Parts {
  world: World;
  sample: Sample;
  call: <T>(work: () => T) => Promise<T>;
  open: () => void;
  emit: (event: Event) => void;
  own: Map<string, EditedRequest>;
}

export function fakeImport({ world, sample, call, open, emit, own }: Parts): FakeImport {
  let counter = 0;
  let latest: Brought | null = null;
  const listeners = new Set<(drop: Drop) => void>();
  const read = (which: Sample) => {
    const view = sampleReading(which, ++counter, world);
    if (view.collection) view.collection.view = placed(view.collection.view, null, own);
    latest = view;
    return view;
  };
  const current = (id: number) => (latest?.id === id ? latest : refuse("reading_gone"));

  const calls: ImportCalls = {
    importOpen: () => call(() => read(sample)),
    importClipboard: () => call(() => read(sample)),
    importUnlock: ({ id, item, passphrase }) =>
      call(() => {
        const view = current(id);
        const locked = view.locked.find((one) => one.index === item) ?? refuse("nothing_locked");
        if (passphrase === PASSPHRASE) {
          view.locked = view.locked.filter((one) => one !== locked);
          const more = sampleReading(item === 0 ? "locked: key opened" : "locked: all opened", id, world);
          if (item === 0) view.keys = more.keys;
          else view.profiles = more.profiles;
        } else {
          locked.problem = problem(item === 0 ? "wrong_key_passphrase" : "wrong_backup_passphrase");
        }
        return view;
      }),
    importApply: ({ id, choice }) =>
      call(() => {
        const view = current(id);
        const found = choice.profiles.map((one) => ({
          choice: {
            ...one,
            draft: { ...one.draft, allowed_hosts: [...one.draft.allowed_hosts, ...one.hosts] },
          },
          found: view.profiles.find((other) => other.index === one.index) ?? refuse("not_in_reading"),
        }));
        const empty = found.find(({ choice: { draft } }) => !draft.name.trim() || !draft.org_id.trim());
        if (empty) refuse("import_draft_refused");
        open();
        const at = Date.now();
        const wantedKeys = new Set([...choice.keys, ...found.flatMap(({ found: { key } }) => key ?? [])]);
        const keys = view.keys
          .filter((one) => wantedKeys.has(one.index) && !one.known)
          .map(({ index, name, bits, certificate, private: whole }) => {
            const made = fakeKey(name, bits, 365, "", at);
            made.certificate = certificate;
            made.private = whole;
            return { at: index, made };
          });
        world.keys.push(...keys.map(({ made }) => made));
        const written = found
          .filter(({ found: { known } }) => known.kind !== "same")
          .map(({ choice: { draft, into }, found: { known, key, fields } }) => {
            const secret = fields.some(({ field }) => field === "client_secret") ? "p8e-imported" : null;
            const its = keys.find((one) => one.at === key)?.made.id ?? null;
            const before =
              into === "known" && known.kind !== "new"
                ? world.profiles.find((one) => one.id === known.profile)
                : undefined;
            if (before) {
              before.draft = { ...draft, key: its ?? draft.key };
              before.secret = secret ?? before.secret;
              before.token = { kind: "none" };
              before.revision++;
              return before;
            }
            const made: FakeProfile = {
              id: nextId(),
              draft: { ...draft, key: its ?? draft.key },
              secret,
              second: null,
              token: { kind: "none" },
              revision: 1,
              createdAt: at,
              updatedAt: at,
            };
            world.profiles.push(made);
            return made;
          });
        if (choice.requests) {
          for (const path of view.requests) {
            const name = path.split("/").at(-1) ?? path;
            own.set(path, {
              name,
              method: "GET",
              url: "https://api-places.adobe.io/",
              headers: [],
              body: null,
            });
          }
        }
        emit({ kind: "profiles_changed" });
        if (keys.length) emit({ kind: "keys_changed" });
        return {
          profiles: written.map((one) => summarize(world, one)),
          keys: keys.map(({ made }) => made),
          requests: choice.requests ? view.requests.length : 0,
          unchanged: found.length - written.length,
          hosts_not_allowed: found.flatMap(({ choice: { draft }, found: { hosts } }) =>
            hosts
              .filter(({ host }) => !draft.allowed_hosts.includes(host))
              .map(({ host }) => ({ title: draft.name, host })),
          ),
        };
      }),
    importDiscard: () => call(() => void (latest = null)),
  };
  const listenDrop: Listening["listenDrop"] = async (listener) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  };
  const drop: FakeImport["drop"] = (kind, which = sample) => {
    const told: Drop =
      kind === "read"
        ? { kind, view: structuredClone(read(which)) }
        : kind === "failed"
          ? { kind, problem: problem("no_files") }
          : { kind };
    for (const listener of listeners) listener(told);
  };
  return { calls, drop, listenDrop };
}
