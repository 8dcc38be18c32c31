/*
 * What ends when: tokens by the hour over the next day, certificates by the month over the next year.
 */
import type { ProfileId } from "../../bindings/ProfileId";
import { until } from "../../shared/time";
import { endOfToken } from "../profiles/endings";
import type { BoardItem } from "./items";

export interface Bin {
  from: number;
  to: number;
  /** `14:00` or `Mar`: what stands below it where there is room. */
  label: string;
  /** `14:00 to 15:00` or `March 2027`. */
  words: string;
  ids: ProfileId[];
}

/** Bins of one picture, from the first to the last that is marked. */
export interface Stretch {
  from: number;
  to: number;
}

/** Whose picture: tokens' by the hour, or certificates' by the month. */
export type Picture = "hours" | "months";

/** A stretch that is marked, by its times: the bins move on with the clock, and profiles from one to another. */
export interface Marked {
  picture: Picture;
  from: number;
  to: number;
  /** Whether it was begun at its later end: it grows and shrinks at the other one. */
  isBackwards: boolean;
}

const END_OF: Record<Picture, (item: BoardItem) => number | null> = {
  hours: ({ profile }) => endOfToken(profile),
  months: ({ profile }) => profile.certificate_ends,
};

const HOUR = 3_600_000;
/** A token lives 24 hours, and the picture begins with a minute that has begun already: one got just now ends a moment behind it. */
const MOMENT = 2 * 60_000;
const clock = new Intl.DateTimeFormat(undefined, { timeStyle: "short" });
const month = new Intl.DateTimeFormat(undefined, { month: "short" });
const monthAndYear = new Intl.DateTimeFormat(undefined, { month: "long", year: "numeric" });
const day = new Intl.DateTimeFormat(undefined, { day: "numeric", month: "long" });

export function nextHours(items: readonly BoardItem[], now: number): Bin[] {
  const starts = Array.from({ length: 25 }, (_, n) => now + n * HOUR + (n === 24 ? MOMENT : 0));
  return filled(
    starts,
    (from, to) => ({
      label: clock.format(from),
      words: `${until(from, now)} to ${clock.format(to)}`,
    }),
    items,
    END_OF.hours,
  );
}

export function nextMonths(items: readonly BoardItem[], now: number): Bin[] {
  const first = new Date(now);
  const starts = Array.from({ length: 13 }, (_, n) =>
    n === 0 ? now : new Date(first.getFullYear(), first.getMonth() + n, 1).getTime(),
  );
  return filled(
    starts,
    (from) => ({
      label: month.format(from),
      words: from === now ? `the rest of ${monthAndYear.format(from)}` : monthAndYear.format(from),
    }),
    items,
    END_OF.months,
  );
}

function filled(
  starts: number[],
  named: (from: number, to: number) => Pick<Bin, "label" | "words">,
  items: readonly BoardItem[],
  endOf: (item: BoardItem) => number | null,
): Bin[] {
  const bins: Bin[] = starts.slice(0, -1).map((from, n) => {
    const to = starts[n + 1] ?? from;
    const { label, words } = named(from, to);
    return { from, to, label, words, ids: [] };
  });
  for (const item of items) {
    const end = endOf(item);
    if (end === null) continue;
    const bin = bins.find(({ from, to }) => end >= from && end < to);
    bin?.ids.push(item.profile.id);
  }
  return bins;
}

/** The times of a stretch. */
export function markedOf(picture: Picture, bins: readonly Bin[], stretch: Stretch): Marked | null {
  const [first, last] = [bins[Math.min(stretch.from, stretch.to)], bins[Math.max(stretch.from, stretch.to)]];
  if (!first || !last) return null;
  return { picture, from: first.from, to: last.to, isBackwards: stretch.from > stretch.to };
}

/** The bins that show what is marked now: those of which it takes half or more, or which take as much of it. */
export function stretchOf(bins: readonly Bin[], { from, to, isBackwards }: Marked): Stretch | null {
  const begin = Math.max(from, bins[0]?.from ?? from);
  const isShown = (bin: Bin) => {
    const shared = Math.min(bin.to, to) - Math.max(bin.from, begin);
    return shared > 0 && shared * 2 >= Math.min(bin.to - bin.from, to - begin);
  };
  const [first, last] = [bins.findIndex(isShown), bins.findLastIndex(isShown)];
  if (first < 0) return null;
  return isBackwards ? { from: last, to: first } : { from: first, to: last };
}

/** The profiles with something that ends in what is marked. */
export function idsIn(items: readonly BoardItem[], { picture, from, to }: Marked): Set<ProfileId> {
  const isIn = (item: BoardItem) => {
    const end = END_OF[picture](item);
    return end !== null && end >= from && end < to;
  };
  return new Set(items.filter(isIn).map(({ profile }) => profile.id));
}

/** `The next one ends tomorrow 09:12.`; none where nothing ends in time. */
export function nextEnd(ends: readonly (number | null)[], now: number, upTo: number): string | null {
  const next = ends.reduce<number | null>(
    (best, end) => (end !== null && end > now && end < upTo && (best === null || end < best) ? end : best),
    null,
  );
  if (next === null) return null;
  return next - now <= 24 * HOUR + MOMENT ? until(next, now) : day.format(next);
}
