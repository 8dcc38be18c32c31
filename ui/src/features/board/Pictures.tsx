/*
 * The two pictures of what ends when: tokens today, certificates this year. At most one stretch of them is marked.
 */
import { style } from "@react-spectrum/s2/style" with { type: "macro" };
import { memo, useMemo } from "react";
import { count } from "../../shared/size";
import { endOfToken } from "../profiles/endings";
import {
  markedOf,
  nextEnd,
  nextHours,
  nextMonths,
  stretchOf,
  type Bin,
  type Marked,
  type Picture,
  type Stretch,
} from "./ends";
import type { BoardItem } from "./items";
import { Timeline } from "./Timeline";

interface PicturesProps {
  items: BoardItem[];
  now: number;
  marked: Marked | null;
  onMark: (marked: Marked | null) => void;
}

const both = style({ display: "grid", gridTemplateColumns: ["1fr", "1fr"], gap: 12, flexShrink: 0 });

/** Bars that move once a minute are exact enough, and a thousand profiles are not sorted into them every few seconds. */
const MINUTE = 60_000;

export const Pictures = memo(function Pictures({ items, now, marked, onMark }: PicturesProps) {
  const minute = Math.floor(now / MINUTE) * MINUTE;
  const hours = useMemo(() => nextHours(items, minute), [items, minute]);
  const months = useMemo(() => nextMonths(items, minute), [items, minute]);
  const stretch = (picture: Picture, bins: Bin[]) =>
    marked?.picture === picture ? stretchOf(bins, marked) : null;
  const mark = (picture: Picture, bins: Bin[]) => (to: Stretch | null) =>
    onMark(to && markedOf(picture, bins, to));
  return (
    <div className={both}>
      <Timeline
        title="Next 24 hours"
        bins={hours}
        sentence={tokensSentence(items, hours, minute)}
        countOf={(ends) => (ends === 1 ? "1 token ends" : `${ends} tokens end`)}
        labelEvery={6}
        stretch={stretch("hours", hours)}
        onStretch={mark("hours", hours)}
        testId="next-hours"
      />
      <Timeline
        title="Next 12 months"
        bins={months}
        sentence={certificatesSentence(items, months, minute)}
        countOf={(ends) => (ends === 1 ? "1 certificate ends" : `${ends} certificates end`)}
        labelEvery={2}
        stretch={stretch("months", months)}
        onStretch={mark("months", months)}
        testId="next-months"
      />
    </div>
  );
});

const total = (bins: Bin[]) => bins.reduce((sum, { ids }) => sum + ids.length, 0);
const upToOf = (bins: Bin[]) => bins.at(-1)?.to ?? 0;

function tokensSentence(items: BoardItem[], bins: Bin[], now: number): string {
  const ends = total(bins);
  const all = items.map(({ profile }) => endOfToken(profile));
  const next = nextEnd(all, now, upToOf(bins));
  // Nobody knows what is in a closed vault.
  if (items.some(({ profile }) => profile.token.kind === "unknown"))
    return "Unlock the vault to see when tokens end";
  if (next === null) {
    return all.some((end) => end !== null && end > now) ? "No token ends by then" : "No profile has a token";
  }
  return `${count(ends, "token")} ${ends === 1 ? "ends" : "end"}, the first ${next}`;
}

/** Adobe's client secrets have no end of their own (03-jwt-eol-and-rotation: `expires_at` is `PERMANENT`). */
function certificatesSentence(items: BoardItem[], bins: Bin[], now: number): string {
  const all = items.map(({ profile }) => profile.certificate_ends);
  const over = all.filter((end) => end !== null && end <= now).length;
  const ends = total(bins);
  const next = nextEnd(all, now, upToOf(bins));
  const said = [
    next === null
      ? "No certificate ends"
      : `${count(ends, "certificate")} ${ends === 1 ? "ends" : "end"}, the first ${next}`,
    over > 0 ? `${over === 1 ? "1 has" : `${over} have`} ended` : "",
  ];
  return said.filter(Boolean).join(" · ");
}
