/*
 * What the engine says of the request that is open, before it is sent.
 */
import { useEffect, useMemo, useRef, useState } from "react";
import type { Request } from "../bindings/Request";
import type { RequestCheck } from "../bindings/RequestCheck";
import type { RequestSource } from "../bindings/RequestSource";
import { useOpenRequests } from "../features/requests/useOpenRequests";
import { settle, useSettled } from "../shared/async";

/** Where it goes, as far as that is known. */
export function hostOf(check: RequestCheck | null, request: Request): string {
  return /^https?:\/\/([^/?#]+)/.exec(check?.url ?? request.url)?.[1] ?? "the other end";
}

/** The engine's opinion of the request in a tab as it was when typing last paused. */
export function useCheck(
  profile: string,
  key: string,
  request: Request | null,
  source: RequestSource | null,
): RequestCheck | null {
  const open = useOpenRequests();
  const [found, setFound] = useState<{ key: string; check: RequestCheck | null } | null>(null);
  const settled = useSettled(
    useMemo(() => request && { key, request, source }, [key, request, source]),
    250,
  );
  // One at a time: of a body of megabytes, each takes a while.
  const before = useRef<Promise<unknown>>(Promise.resolve());
  useEffect(() => {
    if (!settled) return;
    let current = true;
    const { key: of } = settled;
    before.current = before.current.then(async () => {
      if (!current) return;
      const checked = await settle(open.calls.check(profile, of));
      if (current) setFound({ key: of, check: checked.kind === "ready" ? checked.value : null });
    });
    return () => {
      current = false;
    };
  }, [open, profile, settled]);
  // What was found is about the tab that it was looked for.
  return found?.key === key ? found.check : null;
}
