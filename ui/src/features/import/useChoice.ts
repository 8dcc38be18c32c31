/*
 * What the person wants of a reading: which profiles, as what, into which; which keys; whether the requests. A reading
 * that comes again, because something was unlocked, keeps what was chosen.
 */
import { useCallback, useMemo, useState } from "react";
import type { FoundHost } from "../../bindings/FoundHost";
import type { FoundKey } from "../../bindings/FoundKey";
import type { FoundProfile } from "../../bindings/FoundProfile";
import type { ImportChoice } from "../../bindings/ImportChoice";
import type { ImportInto } from "../../bindings/ImportInto";
import type { ImportView } from "../../bindings/ImportView";
import type { ProfileDraft } from "../../bindings/ProfileDraft";

export interface Wanted {
  chosen: boolean;
  draft: ProfileDraft;
  into: ImportInto;
  /** The hosts that the person agreed to, of those that it asks for. */
  hosts: string[];
}

/** The hosts that are a question: a known profile's own are none. */
export function hostsAsked({ hosts }: FoundProfile, into: ImportInto): FoundHost[] {
  return hosts.filter(({ refused, known }) => refused === null && !(known && into === "known"));
}

interface Held {
  view: ImportView;
  profiles: ReadonlyMap<number, Wanted>;
  keys: ReadonlySet<number>;
  requests: boolean;
}

export interface Choice {
  wanted: (found: FoundProfile) => Wanted;
  change: (index: number, part: Partial<Wanted>) => void;
  chooseAll: (chosen: boolean) => void;
  keyWanted: (index: number) => boolean;
  chooseKey: (index: number, chosen: boolean) => void;
  requests: boolean;
  setRequests: (requests: boolean) => void;
  /** The profiles chosen, in the order found. */
  chosen: FoundProfile[];
  /** Keys that belong to no profile found. */
  loose: FoundKey[];
  /** How many of those are chosen. */
  keys: number;
  /** What to send. */
  choice: ImportChoice;
}

function start(found: FoundProfile): Wanted {
  const { kind } = found.known;
  return { chosen: kind !== "same", draft: found.draft, into: kind === "new" ? "new" : "known", hosts: [] };
}

function looseKeys({ keys, profiles }: ImportView): FoundKey[] {
  const owned = new Set(profiles.map((one) => one.key));
  return keys.filter((one) => !owned.has(one.index));
}

/** What was held of the same reading stays; what is new in it is wanted. */
function hold(view: ImportView, before: Held | null): Held {
  const same = before?.view.id === view.id ? before : null;
  const seen = new Set(same?.view.keys.map((one) => one.index));
  return {
    view,
    profiles: new Map(view.profiles.map((one) => [one.index, same?.profiles.get(one.index) ?? start(one)])),
    keys: new Set([
      ...(same?.keys ?? []),
      ...looseKeys(view)
        .filter((one) => !one.known && !seen.has(one.index))
        .map((one) => one.index),
    ]),
    requests: same?.requests ?? true,
  };
}

export function useChoice(view: ImportView): Choice {
  const [kept, setHeld] = useState<Held>(() => hold(view, null));
  let held = kept;
  if (kept.view !== view) {
    held = hold(view, kept);
    setHeld(held);
  }
  const change = useCallback(
    (index: number, part: Partial<Wanted>) =>
      setHeld((now) => {
        const before = now.profiles.get(index);
        if (!before) return now;
        return { ...now, profiles: new Map(now.profiles).set(index, { ...before, ...part }) };
      }),
    [],
  );
  const chooseAll = useCallback(
    (chosen: boolean) =>
      setHeld((now) => ({
        ...now,
        profiles: new Map(
          now.view.profiles.map((found) => {
            const one = now.profiles.get(found.index) ?? start(found);
            return [found.index, { ...one, chosen: chosen && found.known.kind !== "same" }];
          }),
        ),
      })),
    [],
  );
  const chooseKey = useCallback(
    (index: number, chosen: boolean) =>
      setHeld((now) => {
        const keys = new Set(now.keys);
        if (chosen) keys.add(index);
        else keys.delete(index);
        return { ...now, keys };
      }),
    [],
  );
  const setRequests = useCallback((requests: boolean) => setHeld((now) => ({ ...now, requests })), []);

  return useMemo(() => {
    const wanted = (found: FoundProfile) => held.profiles.get(found.index) ?? start(found);
    const chosen = view.profiles.filter((one) => wanted(one).chosen);
    const loose = looseKeys(view);
    const requests = held.requests && view.requests.length > 0;
    return {
      wanted,
      change,
      chooseAll,
      keyWanted: (index) => held.keys.has(index),
      chooseKey,
      requests,
      setRequests,
      chosen,
      loose,
      keys: held.keys.size,
      choice: {
        profiles: chosen.map((one) => {
          const { draft, into, hosts } = wanted(one);
          const asked = hostsAsked(one, into).map(({ host }) => host);
          return { index: one.index, draft, into, hosts: hosts.filter((host) => asked.includes(host)) };
        }),
        keys: [...held.keys],
        requests,
      },
    };
  }, [held, view, change, chooseAll, chooseKey, setRequests]);
}
