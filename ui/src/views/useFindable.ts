/*
 * What the palette finds besides commands and profiles: requests, and what was sent.
 */
import { useCallback, useEffect, useMemo, useState } from "react";
import type { ExchangeSummary } from "../bindings/ExchangeSummary";
import type { RequestSummary } from "../bindings/RequestSummary";
import { useOpenRequests } from "../features/requests/useOpenRequests";
import { usePlatform } from "../platform";
import { settle, useLoad, useSettled } from "../shared/async";
import type { Command } from "../shared/commands";
import { ago, useNow } from "../shared/time";
import { useProfileAtHand, useProfiles, useWindowState } from "./useWindowState";

const NONE: never[] = [];
/** Newest first: older ones are the History tab's to find. */
const MOST_SENT = 20;

/** `text` is what is being looked for; null looks for nothing of this kind. */
export function useFindable(text: string | null): { requests: Command[]; history: Command[] } {
  const platform = usePlatform();
  const requestsOpen = useOpenRequests();
  const { select } = useWindowState();
  const profiles = useProfiles();
  const on = useProfileAtHand();
  const wants = text !== null;
  const list = useLoad(
    useCallback(
      () => (wants ? platform.requestsList(null) : Promise.resolve<RequestSummary[]>(NONE)),
      [platform, wants],
    ),
  );
  const now = useNow(60_000);
  const sent = useSent(text?.trim() ?? "");

  const requests = useMemo<Command[]>(() => {
    // A request is opened on a profile: without one there is nothing to open it on.
    if (on === undefined || list.state.kind !== "ready") return NONE;
    return list.state.value.map(({ address, path, origin, method, name }) => ({
      id: `request-${origin}-${address}`,
      title: `${method} ${name}`,
      group: origin === "own" ? "Your request" : (path.split("/")[0] ?? "Request"),
      run: () => {
        select(on, { tab: "requests" });
        void requestsOpen.open(on, { address, origin });
      },
    }));
  }, [list.state, on, requestsOpen, select]);

  const history = useMemo<Command[]>(() => {
    return sent
      .filter(({ profile }) => profiles.some(({ id }) => id === profile))
      .map(({ id, profile, profile_title, method, name, status, started_at }) => ({
        id: `exchange-${id}`,
        title: `${method} ${name} · ${status ?? "no answer"} · ${profile_title}`,
        group: `Sent ${ago(started_at, now)}`,
        run: () => select(profile, { tab: "history", exchange: id }),
      }));
  }, [sent, profiles, select, now]);
  return { requests, history };
}

/** What was sent and fits; nothing as long as nothing is looked for. */
function useSent(text: string): ExchangeSummary[] {
  const platform = usePlatform();
  const wanted = useSettled(text, 120);
  const [sent, setSent] = useState<{ for: string; found: ExchangeSummary[] }>({ for: "", found: NONE });
  useEffect(() => {
    if (wanted === "") return;
    let current = true;
    void settle(platform.historyList({ profile: null, text: wanted, before: null, limit: MOST_SENT })).then(
      (settled) => {
        if (current) setSent({ for: wanted, found: settled.kind === "ready" ? settled.value : NONE });
      },
    );
    return () => {
      current = false;
    };
  }, [platform, wanted]);
  return sent.for === text ? sent.found : NONE;
}
