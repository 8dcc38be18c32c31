/*
 * What of a profile ends soon: its certificate and its token. The engine renews a token by itself when somebody asks for
 * one; a certificate has to be replaced by a person.
 */
import { useMemo } from "react";
import type { ProfileSummary } from "../../bindings/ProfileSummary";
import { shortSpan, span, useNow } from "../../shared/time";

const DAY = 24 * 3_600_000;
/** As many days before its end the key list begins to warn. */
export const CERTIFICATE_WARNS_MS = 30 * DAY;
/** From here on the engine gets another token when it is asked for one. */
export const TOKEN_WARNS_MS = 10 * 60_000;

export interface Ending {
  /** `6 d`, or `ended`. */
  short: string;
  /** `certificate ends in 6 days`. */
  words: string;
}

export function certificateEnding({ certificate_ends: ends }: ProfileSummary, now: number): Ending | null {
  if (ends === null || ends - now > CERTIFICATE_WARNS_MS) return null;
  if (ends <= now) return { short: "ended", words: "certificate has ended" };
  return { short: shortSpan(ends - now), words: `certificate ends in ${span(ends - now)}` };
}

/** When its token ends; null where there is none. */
export function endOfToken({ token }: ProfileSummary): number | null {
  return token.kind === "ready" ? token.expires_at : null;
}

/** The present for times that are read in minutes, told again when a token is over, too. */
export function useNowForTokens(profiles: readonly ProfileSummary[]): number {
  const ends = useMemo(() => profiles.flatMap((profile) => endOfToken(profile) ?? []), [profiles]);
  return useNow(60_000, ends);
}

/** Whether a token is still there, but not for long. */
export function tokenEnds(profile: ProfileSummary, now: number): boolean {
  const end = endOfToken(profile);
  return end !== null && end > now && end - now <= TOKEN_WARNS_MS;
}
