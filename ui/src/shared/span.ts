/*
 * Lengths of time as people read them.
 */

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** `9 h 12 min`, `42 min`, `3 days`; `less than a minute` below one. Rounded down: never promises more than there is. */
export function span(ms: number): string {
  if (ms < MINUTE) return "less than a minute";
  if (ms < HOUR) return `${Math.floor(ms / MINUTE)} min`;
  if (ms < DAY) {
    const minutes = Math.floor((ms % HOUR) / MINUTE);
    return minutes ? `${Math.floor(ms / HOUR)} h ${minutes} min` : `${Math.floor(ms / HOUR)} h`;
  }
  const days = Math.floor(ms / DAY);
  return days === 1 ? "1 day" : `${days.toLocaleString("en")} days`;
}

/** `4 min 12 s`, `48 s`; from an hour on as `span` has it. For what is watched as it ends. */
export function finely(ms: number): string {
  if (ms >= HOUR) return span(ms);
  const seconds = Math.floor(ms / 1000);
  return seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}

/** `9 h`, `42 min`, `3 d`: for a narrow column. */
export function shortSpan(ms: number): string {
  if (ms < MINUTE) return "<1 min";
  if (ms < HOUR) return `${Math.floor(ms / MINUTE)} min`;
  if (ms < DAY) return `${Math.floor(ms / HOUR)} h`;
  return `${Math.floor(ms / DAY)} d`;
}
