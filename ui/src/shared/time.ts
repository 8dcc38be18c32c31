/*
 * Times as people read them: relative, absolute on hover, in their own zone. Timestamps are milliseconds since 1970.
 */
import { useEffect, useRef, useState } from "react";
import { DAY, finely, MINUTE, shortSpan, span } from "./span";

export { finely, shortSpan, span };

const clock = new Intl.DateTimeFormat(undefined, { timeStyle: "short" });
const dayAndClock = new Intl.DateTimeFormat(undefined, {
  day: "numeric",
  month: "short",
  hour: "numeric",
  minute: "2-digit",
});
const date = new Intl.DateTimeFormat(undefined, { dateStyle: "medium" });
const whole = new Intl.DateTimeFormat(undefined, { dateStyle: "full", timeStyle: "long" });

/** `14:20` today, `tomorrow 14:20`, else with its date. */
export function until(at: number, now: number): string {
  const days = dayNumber(at) - dayNumber(now);
  if (days === 0) return clock.format(at);
  if (days === 1) return `tomorrow ${clock.format(at)}`;
  return dayAndClock.format(at);
}

/** `just now`, `5 min ago`, `3 h 2 min ago`, else a date. */
export function ago(at: number, now: number): string {
  const past = now - at;
  if (past < MINUTE) return "just now";
  if (past < DAY) return `${span(past)} ago`;
  return dayAndClock.format(at);
}

/** `21 Nov 2026`. */
export function onDate(at: number): string {
  return date.format(at);
}

/** Everything there is to say about an instant, for a hover. */
export function exact(at: number): string {
  return whole.format(at);
}

const NONE: readonly number[] = [];

function dayNumber(at: number): number {
  const local = new Date(at);
  return Math.floor(Date.UTC(local.getFullYear(), local.getMonth(), local.getDate()) / DAY);
}

/** The present, told again every `everyMs`, when the next of `ends` is over, and when these are others. */
export function useNow(everyMs = 15_000, ends: readonly number[] = NONE): number {
  const [now, setNow] = useState(() => Date.now());
  const known = useRef(ends);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), everyMs);
    return () => clearInterval(timer);
  }, [everyMs]);
  useEffect(() => {
    if (known.current !== ends) setNow(Date.now());
    known.current = ends;
    const left = ends.reduce((least, end) => (end > now ? Math.min(least, end - now) : least), everyMs);
    // The others are looked at when it is told again.
    if (left >= everyMs) return undefined;
    const timer = setTimeout(() => setNow(Date.now()), left + now - Date.now());
    return () => clearTimeout(timer);
  }, [everyMs, ends, now]);
  return now;
}
