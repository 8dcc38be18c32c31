/*
 * Walking the lines of the board, of which some are headings.
 */
import type { ProfileId } from "../../bindings/ProfileId";
import type { BoardLine } from "./items";

export const idOf = (line: BoardLine | undefined) =>
  line?.kind === "row" ? line.item.profile.id : undefined;

/** The next line that is a row, from `at` on in a direction; the other way where there is none. */
export function nextRow(lines: readonly BoardLine[], at: number, way: 1 | -1): number {
  for (let n = at; n >= 0 && n < lines.length; n += way) if (lines[n]?.kind === "row") return n;
  for (let n = at; n >= 0 && n < lines.length; n -= way) if (lines[n]?.kind === "row") return n;
  return way === 1
    ? lines.findLastIndex((line) => line.kind === "row")
    : lines.findIndex((line) => line.kind === "row");
}

/** The rows from one to another. */
export function between(lines: readonly BoardLine[], from: ProfileId, to: ProfileId): ProfileId[] {
  const [a, b] = [from, to].map((id) => lines.findIndex((line) => idOf(line) === id));
  if (a === undefined || b === undefined || a < 0 || b < 0) return [to];
  return lines.slice(Math.min(a, b), Math.max(a, b) + 1).flatMap((line) => idOf(line) ?? []);
}
