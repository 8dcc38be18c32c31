/*
 * The two pictures of what ends when: tokens today, certificates this year. At most one stretch of them is marked.
 */
import { style } from "@react-spectrum/s2/style" with { type: "macro" };
import { useMemo } from "react";
import type { ProfileId } from "../../bindings/ProfileId";
import { count } from "../../shared/size";
import { idsIn, nextEnd, nextHours, nextMonths, type Bin, type Stretch } from "./ends";
import { endOfToken, type BoardItem } from "./items";
import { Timeline } from "./Timeline";

export interface Marked {
  picture: "hours" | "months";
  stretch: Stretch;
  ids: ReadonlySet<ProfileId>;
}

interface PicturesProps {
  items: BoardItem[];
  now: number;
  marked: Marked | null;
  onMark: (marked: Marked | null) => void;
}

const both = style({ display: "grid", gridTemplateColumns: ["1fr", "1fr"], gap: 12, flexShrink: 0 });

/** Bars that move once a minute are exact enough, and a thousand profiles are not sorted into them every few seconds. */
const MINUTE = 60_000;

export function Pictures({ items, now, marked, onMark }: PicturesProps) {
  const minute = Math.floor(now / MINUTE) * MINUTE;
  const hours = useMemo(() => nextHours(items, minute), [items, minute]);
  const months = useMemo(() => nextMonths(items, minute), [items, minute]);
  const stretchOf = (picture: Marked["picture"]) => (marked?.picture === picture ? marked.stretch : null);
  const mark = (picture: Marked["picture"], bins: Bin[]) => (stretch: Stretch | null) =>
    onMark(stretch && { picture, stretch, ids: idsIn(bins, stretch) });
  return (
    <div className={both}>
      <Timeline
        title="Next 24 hours"
        bins={hours}
        sentence={tokensSentence(items, hours, minute)}
        countOf={(ends) => (ends === 1 ? "1 token ends" : `${ends} tokens end`)}
        labelEvery={6}
        stretch={stretchOf("hours")}
        onStretch={mark("hours", hours)}
        testId="next-hours"
      />
      <Timeline
        title="Next 12 months"
        bins={months}
        sentence={certificatesSentence(items, months, minute)}
        countOf={(ends) => (ends === 1 ? "1 certificate ends" : `${ends} certificates end`)}
        labelEvery={2}
        stretch={stretchOf("months")}
        onStretch={mark("months", months)}
        testId="next-months"
      />
    </div>
  );
}

const total = (bins: Bin[]) => bins.reduce((sum, { ids }) => sum + ids.length, 0);
const upToOf = (bins: Bin[]) => bins.at(-1)?.to ?? 0;

function tokensSentence(items: BoardItem[], bins: Bin[], now: number): string {
  const ends = total(bins);
  const all = items.map(endOfToken);
  const next = nextEnd(all, now, upToOf(bins));
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
