/*
 * The fake's commands on requests and history. What is filled in and answered is in requests.ts and answers.ts.
 */
import type { Event } from "../../bindings/Event";
import type { Request } from "../../bindings/Request";
import type { Confirmation, Platform } from "../platform";
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

type Calls = Pick<Platform, Extract<keyof Platform, `request${string}` | `history${string}`>>;

export function requestCalls({ options, world, own, wait, call, find, current, emit }: Parts): Calls {
  let cancelSend: (() => void) | null = null;
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
  };
}
