/*
 * Gets, renews and copies one profile's token. How it looks is in TokenCard; the state itself is the engine's.
 */
import { useCallback, useLayoutEffect, useMemo, useRef, useState } from "react";
import type { Problem } from "../../bindings/Problem";
import type { JobId } from "../../bindings/JobId";
import type { ProfileId } from "../../bindings/ProfileId";
import type { SignInPage } from "../../bindings/SignInPage";
import type { TokenForm } from "../../bindings/TokenForm";
import type { TokenState } from "../../bindings/TokenState";
import { newJob, usePlatform } from "../../platform";
import { tellCopied } from "../../shared/copied";
import { toProblem } from "../../shared/problem";
import { attempt } from "../../shared/toast";

/** What is being done just now. */
export type TokenWork = "get" | "renew" | "copy" | "sign_in" | "sign_out";

export interface TokenControl {
  work: TokenWork | null;
  /** What the last attempt ended in, until another one is made. */
  problem: Problem | null;
  get: () => void;
  renew: () => void;
  copy: (form: TokenForm) => void;
  /** What is open in the browser while somebody signs in. */
  page: SignInPage | null;
  signIn: () => void;
  /** The address that the browser was sent to; why it was not taken, or null. */
  answer: (address: string) => Promise<Problem | null>;
  stop: () => void;
  signOut: () => void;
}

/** `known` is what the engine last told of the token. */
export function useToken(id: ProfileId, known: TokenState): TokenControl {
  const platform = usePlatform();
  const [work, setWork] = useState<TokenWork | null>(null);
  const [failed, setFailed] = useState<{ with: string; problem: Problem } | null>(null);
  const [page, setPage] = useState<SignInPage | null>(null);
  const signing = useRef<JobId | null>(null);
  const busy = useRef(false);
  // Which token it was that something failed with: another one makes that failure old.
  const which = known.kind === "ready" ? String(known.expires_at) : known.kind;
  const latest = useRef(which);
  useLayoutEffect(() => {
    latest.current = which;
  }, [which]);

  const begin = useCallback(async (what: TokenWork, call: () => Promise<void>) => {
    if (busy.current) return;
    busy.current = true;
    setWork(what);
    setFailed(null);
    try {
      await call();
    } catch (error) {
      setFailed({ with: latest.current, problem: toProblem(error) });
    }
    busy.current = false;
    setWork(null);
  }, []);

  const told = useCallback((token: TokenState) => {
    if (token.kind === "failed") throw token.problem;
  }, []);

  const get = useCallback(
    () => void begin("get", async () => told(await platform.tokenGet(id))),
    [begin, platform, id, told],
  );
  const renew = useCallback(
    () => void begin("renew", async () => told(await platform.tokenRenew(id))),
    [begin, platform, id, told],
  );
  const copy = useCallback(
    (form: TokenForm) =>
      void begin("copy", async () => {
        const copied = await platform.tokenCopy(id, form);
        tellCopied(copied, () => void attempt(platform.clipboardClear()));
      }),
    [begin, platform, id],
  );
  const signIn = useCallback(
    () =>
      void begin("sign_in", async () => {
        const job = newJob();
        signing.current = job;
        try {
          await platform.signIn(job, id, setPage);
        } catch (error) {
          // Who stopped it knows.
          if (toProblem(error).code !== "cancelled" || signing.current !== null) throw error;
        } finally {
          signing.current = null;
          setPage(null);
        }
      }),
    [begin, platform, id],
  );
  const answer = useCallback(
    async (address: string) => {
      if (signing.current === null) return null;
      try {
        await platform.signInAnswer(signing.current, address);
        return null;
      } catch (error) {
        return toProblem(error);
      }
    },
    [platform],
  );
  const stop = useCallback(() => {
    const job = signing.current;
    signing.current = null;
    if (job !== null) void attempt(platform.jobStop(job));
  }, [platform]);
  const signOut = useCallback(
    () =>
      void begin("sign_out", async () => {
        const { not_told } = await platform.signOut(id);
        if (not_told) throw not_told;
      }),
    [begin, platform, id],
  );
  const local = failed?.with === which ? failed.problem : null;
  const problem = local ?? (known.kind === "failed" ? known.problem : null);
  return useMemo(
    () => ({ work, problem, page, get, renew, copy, signIn, answer, stop, signOut }),
    [work, problem, page, get, renew, copy, signIn, answer, stop, signOut],
  );
}
