/*
 * The fake's commands on requests and history. What is filled in and answered is in requests.ts.
 */
import type { Calls } from "../../bindings/Calls";
import type { Event } from "../../bindings/Event";
import type { JobId } from "../../bindings/JobId";
import type { OpenedRequest } from "../../bindings/OpenedRequest";
import type { Request } from "../../bindings/Request";
import { recorded, refuse } from "./fixtures";
import { check, exchange, gate, slice } from "./requests";
import type { FakeOptions, FakeProfile, Jobs, World } from "./world";

interface Parts {
  options: FakeOptions;
  world: World;
  /** The person's own requests by path. */
  own: Map<string, Request>;
  wait: () => Promise<void>;
  call: <T>(work: () => T) => Promise<T>;
  find: (id: string) => FakeProfile;
  /** Sees to it that the profile has a token. */
  current: (profile: FakeProfile) => unknown;
  emit: (event: Event) => void;
  /** What stops the work that goes on. */
  jobs: Jobs;
}

/** Its text stands for its revision, as its bytes do in the engine. */
const opened = (request: Request): OpenedRequest => ({ request, revision: JSON.stringify(request) });

type RequestCalls = Pick<Calls, Extract<keyof Calls, `request${string}` | `history${string}`>>;

export function requestCalls({
  options,
  world,
  own,
  wait,
  call,
  find,
  current,
  emit,
  jobs,
}: Parts): RequestCalls {
  const send = async (job: JobId, id: string, request: Request, confirmed: boolean) => {
    await wait();
    const profile = find(id);
    gate(profile, request, confirmed);
    current(profile);
    if (options.stalls) {
      await new Promise<void>((done) => jobs.set(job, done));
    }
    const made = exchange(world, profile, request, options.stalls ?? false);
    emit({ kind: "history_changed" });
    return structuredClone(made);
  };

  return {
    requestsList: () =>
      call(() => [
        ...[...own].map(([path, { method, name }]) => ({
          path,
          origin: "own" as const,
          method,
          name,
          note: null,
        })),
        ...recorded.requests.map(({ summary }) => summary),
      ]),
    requestGet: ({ path, origin }) =>
      call(() => {
        if (origin === "own") return opened(own.get(path) ?? refuse("no_such_request", { path }));
        const sample =
          recorded.requests.find(({ summary }) => summary.path === path) ??
          refuse("no_such_request", { path });
        return { request: sample.request, revision: null };
      }),
    requestSave: ({ path, request, revision }) =>
      call(() => {
        const known = own.get(path);
        if (known && revision === null) {
          refuse("request_exists", { path });
        }
        if (revision !== null && (!known || opened(known).revision !== revision)) {
          refuse("request_conflict", { path });
        }
        own.set(path, request);
        return opened(request);
      }),
    requestCheck: ({ profile: id, request }) => call(() => check(find(id), request)),
    requestSend: ({ job, profile, request, confirmed }) => send(job, profile, request, confirmed),
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
    historyGet: ({ id }) =>
      call(() => world.history.find((one) => one.summary.id === id) ?? refuse("no_such_exchange")),
    historyReplay: async ({ job, id, profile, confirmed }) => {
      const past = world.history.find((one) => one.summary.id === id) ?? refuse("no_such_exchange");
      return send(job, profile, past.request, confirmed);
    },
    historyBody: ({ id, offset }) => call(() => slice(world.bodies.get(id) ?? "", offset, "json")),
  };
}
