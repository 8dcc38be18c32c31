/*
 * The fake's commands on requests and history. What is filled in and answered is in requests.ts and answers.ts.
 */
import type { Calls } from "../../bindings/Calls";
import type { Event } from "../../bindings/Event";
import type { OpenedRequest } from "../../bindings/OpenedRequest";
import type { Request } from "../../bindings/Request";
import { CATALOGUE, summary } from "./answers";
import { check, exchange, refusal, slice, title } from "./requests";
import { missing, refuse, type FakeOptions, type FakeProfile, type World } from "./world";

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
}

/** Its text stands for its revision, as its bytes do in the engine. */
const opened = (request: Request): OpenedRequest => ({ request, revision: JSON.stringify(request) });

type RequestCalls = Pick<Calls, Extract<keyof Calls, `request${string}` | `history${string}`>>;

export function requestCalls({ options, world, own, wait, call, find, current, emit }: Parts): RequestCalls {
  let cancelSend: (() => void) | null = null;
  const send = async (id: string, request: Request, confirmed: boolean) => {
    await wait();
    const profile = find(id);
    const refused = refusal(profile, request);
    if (refused) refuse(refused);
    if (check(profile, request).needs_confirmation && !confirmed) {
      refuse({
        code: "needs_confirmation",
        message: `${title(profile)} is production, and ${request.method} can change data there. Nothing was sent.`,
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
    requestGet: ({ path, origin }) =>
      call(() => {
        if (origin === "own") return opened(own.get(path) ?? refuse(missing("request")));
        const sample = CATALOGUE.find((one) => one.path === path) ?? refuse(missing("request"));
        return { request: sample.request, revision: null };
      }),
    requestSave: ({ path, request, revision }) =>
      call(() => {
        const known = own.get(path);
        if (known && revision === null) {
          refuse({
            code: "already_exists",
            message: `There is a request called ${path} already.`,
            remedy: "Choose another name.",
          });
        }
        if (revision !== null && (!known || opened(known).revision !== revision)) {
          refuse({
            code: "conflict",
            message: `The request ${path} was changed elsewhere while you were editing it.`,
            remedy: "Reload it, or save yours under another name.",
          });
        }
        own.set(path, request);
        return opened(request);
      }),
    requestCheck: ({ profile: id, request }) => call(() => check(find(id), request)),
    requestSend: ({ profile, request, confirmed }) => send(profile, request, confirmed),
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
    historyGet: ({ id }) =>
      call(() => world.history.find((one) => one.summary.id === id) ?? refuse(missing("exchange"))),
    historyReplay: async ({ id, profile, confirmed }) => {
      const past = world.history.find((one) => one.summary.id === id) ?? refuse(missing("exchange"));
      return send(profile, past.request, confirmed);
    },
    historyBody: ({ id, offset }) => call(() => slice(world.bodies.get(id) ?? "", offset, "json")),
  };
}
