/*
 * The fake's commands on requests and history. What is filled in and answered is in requests.ts.
 */
import type { Calls } from "../../bindings/Calls";
import type { ChangedRequest } from "../../bindings/ChangedRequest";
import type { Event } from "../../bindings/Event";
import type { ExchangeView } from "../../bindings/ExchangeView";
import type { JobId } from "../../bindings/JobId";
import type { OpenedRequest } from "../../bindings/OpenedRequest";
import type { OpenTab } from "../../bindings/OpenTab";
import type { PastedRequest } from "../../bindings/PastedRequest";
import type { EditedRequest } from "../../bindings/EditedRequest";
import type { PromptAnswers } from "../../bindings/PromptAnswers";
import type { RequestChangeKind } from "../../bindings/RequestChangeKind";
import type { RequestSource } from "../../bindings/RequestSource";
import type { TabId } from "../../bindings/TabId";
import { matching, remove } from "./history";
import { fill, recorded, refuse } from "./fixtures";
import { bodyCalls } from "./bodies";
import { comparisonCalls } from "./comparison-calls";
import { check, exchange, gate, named, type Sending } from "./requests";
import { undoable, type Undo } from "./undo";
import { underWay, type FakeOptions, type FakeProfile, type Jobs, type World } from "./world";

interface Parts {
  options: FakeOptions;
  world: World;
  /** The person's own requests by path. */
  own: Map<string, EditedRequest>;
  tabs: Map<TabId, OpenTab>;
  wait: () => Promise<void>;
  call: <T>(work: () => T) => Promise<T>;
  find: (id: string) => FakeProfile;
  /** Sees to it that the profile has a token. */
  current: (profile: FakeProfile) => unknown;
  emit: (event: Event) => void;
  /** What stops the work that goes on. */
  jobs: Jobs;
  /** By change. */
  undo: Undo;
}

/** Its text stands for its revision, as its bytes do in the engine. */
const opened = (address: string, request: EditedRequest): OpenedRequest => ({
  address,
  request,
  revision: JSON.stringify(request),
  prompts: [],
  notes: [],
  about: null,
});

/** What the engine read from one of the texts that were recorded. */
const pasted = (text: string): PastedRequest =>
  Object.values(recorded.pasted).find((one) => one.text === text.trim())?.read ?? refuse("not_a_request");

const fileOf = (address: string) => address.split("#")[0] ?? "";
const stemOf = (file: string) => file.split("/").at(-1) ?? "";

/** A request that is called like its file needs no more than that. */
const addressIn = (file: string, name: string) => (stemOf(file) === name ? file : `${file}#${name}`);

type RequestCalls = Pick<
  Calls,
  Exclude<
    Extract<
      keyof Calls,
      `request${string}` | `history${string}` | `answer${string}` | `comparison${string}` | `replay${string}`
    >,
    "requestsExport" | "requestPlaces"
  >
>;

/** A part of a message that the request itself has. */
const asWritten = (text: string) => ({ text, origin: "request" as const, variable: null });

export function requestCalls({
  options,
  world,
  own,
  tabs,
  wait,
  call,
  find,
  current,
  emit,
  jobs,
  undo,
}: Parts): RequestCalls {
  /** With the body of a tab, where that is too long to come along. */
  const withBody = (request: EditedRequest, bodyOf: TabId | null): EditedRequest => {
    const draft = bodyOf === null ? request : (tabs.get(bodyOf)?.draft ?? refuse("body_not_here"));
    return { ...request, body: draft.body };
  };
  /** With what its file gives to it. */
  const sending = (
    request: EditedRequest,
    source: RequestSource | null,
    answers: PromptAnswers | null = null,
  ): Sending => {
    const name = source?.origin === "own" ? fileOf(source.address) : "";
    const has = options.files?.[name];
    return { request, file: has ? { name: `${name}.http`, has } : null, answers: answers ?? {} };
  };
  const send = async (job: JobId, id: string, what: Sending, confirmed: boolean) => {
    await wait();
    const profile = find(id);
    gate(profile, what, confirmed);
    current(profile);
    if (options.stalls) {
      await underWay(jobs, emit, job, "send");
    }
    const made = exchange(world, profile, what, options.stalls ?? false);
    emit({ kind: "history_changed" });
    return structuredClone(made);
  };
  const replay: Calls["historyReplay"] = async ({ job, id, profile, confirmed }) => {
    const past = world.history.find((one) => one.summary.id === id) ?? refuse("no_such_exchange");
    return send(job, profile, sending(past.request, null), confirmed);
  };
  const annotate = (id: number, apply: (one: ExchangeView) => void) =>
    call(() => {
      apply(world.history.find((one) => one.summary.id === id) ?? refuse("no_such_exchange"));
      emit({ kind: "history_changed" });
    });
  const removed = (ids: readonly number[]) => {
    const gone = remove(world, ids);
    emit({ kind: "history_changed" });
    return gone;
  };

  const ownAt = (address: string) => own.get(address) ?? refuse("no_such_request", { path: address });
  const free = (address: string) =>
    own.has(address) ? refuse("request_exists", { path: address }) : address;
  const placed = (address: string, to: string) => {
    const file = to.endsWith("/") ? to + stemOf(fileOf(address)) : to;
    return addressIn(file, ownAt(address).name);
  };
  /** Makes a change whose way back puts everything as it was. */
  const changed = (
    kind: RequestChangeKind,
    name: string,
    from: string | null,
    to: string | null,
    make: () => unknown,
  ): ChangedRequest => {
    const undone = { kind, name, address: from, at_end: false };
    return { name, address: to, stays_behind: [], change: undoable(own, undo, undone, make) };
  };

  return {
    requestsList: () =>
      call(() => [
        ...[...own].map(([address, { method, name }]) => ({
          address,
          path: fileOf(address),
          origin: "own" as const,
          method,
          name,
          note: null,
          description: null,
          effect: null,
          usable: true,
          why_not: null,
        })),
        ...recorded.requests.map(({ summary }) => summary),
      ]),
    requestGet: ({ address, origin }) =>
      call(() => {
        if (origin === "own") return opened(address, ownAt(address));
        const sample =
          recorded.requests.find(({ summary }) => summary.address === address) ??
          refuse("no_such_request", { path: address });
        return { address, request: sample.request, revision: null, prompts: [], notes: [], about: null };
      }),
    requestSave: ({ address, request, revision }) =>
      call(() => {
        const known = own.get(address);
        if (known && revision === null) {
          refuse("request_exists", { path: address });
        }
        if (revision !== null && (!known || opened(address, known).revision !== revision)) {
          refuse("request_conflict", { path: address });
        }
        own.set(address, request);
        return opened(address, request);
      }),
    requestRename: ({ address, name }) =>
      call(() => {
        const request = ownAt(address);
        const to = free(addressIn(fileOf(address), name));
        return changed("renamed", request.name, address, to, () => {
          own.delete(address);
          own.set(to, { ...request, name });
        });
      }),
    requestBeforeMoving: ({ address, to }) =>
      call(() => {
        const there = placed(address, to);
        return { to: there, stays_behind: [], replaces: own.has(there) ? there : null, lost_files: [] };
      }),
    requestMove: ({ address, to, replace }) =>
      call(() => {
        const there = placed(address, to);
        const request = ownAt(address);
        if (!replace) free(there);
        return changed("moved", request.name, address, there, () => {
          own.delete(address);
          own.set(there, request);
        });
      }),
    requestDuplicate: ({ address }) =>
      call(() => {
        const request = ownAt(address);
        const name = `${request.name} copy`;
        const to = free(addressIn(fileOf(address), name));
        return changed("duplicated", request.name, null, to, () => own.set(to, { ...request, name }));
      }),
    requestDelete: ({ address }) =>
      call(() => {
        const { name } = ownAt(address);
        return changed("deleted", name, address, null, () => own.delete(address));
      }),
    requestUndo: ({ change }) =>
      call(() => {
        const undone = undo.get(change)?.() ?? refuse("nothing_to_undo");
        emit({ kind: "requests_changed" });
        return undone;
      }),
    requestPasted: ({ text }) => call(() => pasted(text)),
    requestClipboard: () =>
      call(() => {
        const text = options.clipboard ?? refuse("no_request_copied");
        const read = pasted(text);
        return { pasted: read, text: read.doubts.length ? text : null };
      }),
    requestGoingOut: ({ request, bodyOf }) =>
      call(() => {
        const { body } = withBody(request, bodyOf);
        return {
          method: request.method,
          url: [asWritten(request.url)],
          headers: request.headers.map(({ name, value }) => ({ name, value: [asWritten(value)] })),
          body: body === null ? null : [asWritten(body)],
          left_out: [],
          missing: [],
          options: recorded.options.going_out,
        };
      }),
    requestWrittenAs: ({ language }) => call(() => recorded.code[language]),
    requestCopyWithSecrets: ({ profile }) =>
      call(() => {
        const expires_at = Date.now() + 3_600_000;
        const copied = { ...fill(recorded.copies.code, named(find(profile))), expires_at };
        return { copied, body_file: null };
      }),
    requestSaveCodeBody: () => call(() => "/home/ada/body.json"),
    requestCheck: ({ profile: id, request, source, answers, bodyOf }) =>
      call(() => {
        return check(find(id), sending(withBody(request, bodyOf), source, answers));
      }),
    requestPrompts: ({ request, source, bodyOf }) =>
      call(() => sending(withBody(request, bodyOf), source).file?.has.prompts ?? []),
    requestSend: async ({ job, profile, request, source, answers, confirmed, bodyOf, outsideFiles }) => {
      const what = sending(withBody(request, bodyOf), source, answers);
      const above = /^<\s*(\.\.\/.*)$/m.exec(what.request.body ?? "")?.[1];
      if (above !== undefined && what.file && !outsideFiles) {
        gate(find(profile), what, confirmed);
        return refuse("file_outside", { file: above, path: `/home/ada/${above.replace("../", "")}` });
      }
      return send(job, profile, what, confirmed);
    },
    historyList: ({ profile, text, before, limit }) =>
      call(() =>
        matching(world, profile, text)
          .filter((one) => before === null || one.id < before)
          .slice(0, limit),
      ),
    historyCount: ({ profile, text }) =>
      call(() => ({ exchanges: matching(world, profile, text).length, or_more: false })),
    historySize: () =>
      call(() => ({
        exchanges: world.history.length,
        kept_bytes: world.history.length * 2048,
        file_bytes: 102_400 + world.history.length * 4096,
        copies_bytes: 0,
        keep_days: 365,
        keep_mib: 2048,
      })),
    historyNote: ({ id, text }) => annotate(id, (one) => (one.summary.note = text.trim() || null)),
    historyPin: ({ id, pinned }) => annotate(id, (one) => (one.summary.pinned = pinned)),
    historyStoreSecret: ({ id, profile }) =>
      call(() => {
        const answered = world.history.find((one) => one.summary.id === id) ?? refuse("no_such_exchange");
        const { title } = named(find(profile));
        answered.new_secret = { kind: "stored", profile, title };
        return { id: profile, title };
      }),
    historyDelete: ({ ids }) => call(() => removed(ids)),
    historyDeleteMatching: ({ profile, text }) =>
      call(() => removed(matching(world, profile, text).map(({ id }) => id))),
    historyGet: ({ id }) =>
      call(() => world.history.find((one) => one.summary.id === id) ?? refuse("no_such_exchange")),
    historyReplay: replay,
    historyBeforeReplay: () => call(() => options.sentFrom ?? null),
    ...bodyCalls(world, call),
    ...comparisonCalls({ options, world, call, find, emit, jobs, replay }),
  };
}
