/*
 * Places in a text, as the engine names them: lines and characters counted from 1.
 */
export interface Place {
  line: number;
  column: number;
}

/** Where a place is, in the units of JavaScript's texts; the end of the text when there is no such place. */
export function offsetOf(text: string, { line, column }: Place): number {
  let at = 0;
  for (let n = 1; n < line; n += 1) {
    const end = text.indexOf("\n", at);
    if (end === -1) return text.length;
    at = end + 1;
  }
  for (let n = 1; n < column && at < text.length; n += 1) at += lengthAt(text, at);
  return at;
}

/** The place of an offset. */
export function placeOf(text: string, offset: number): Place {
  const before = text.slice(0, offset);
  const begin = before.lastIndexOf("\n") + 1;
  return { line: before.split("\n").length, column: 1 + Array.from(before.slice(begin)).length };
}

/** A character outside of the basic plane has two units. */
const lengthAt = (text: string, at: number) => ((text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1);
