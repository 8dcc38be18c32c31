/*
 * Text from elsewhere made harmless to look at: control characters, whatever turns the direction of reading, and what
 * cannot be seen are written as escapes. The command line does the same; `crates/cli/src/output/visible.json` is the
 * table that both have to agree with.
 */

const HIDDEN =
  // oxlint-disable-next-line no-misleading-character-class -- each of them stands for itself
  /[\p{Cc}\u{ad}\u{34f}\u{61c}\u{115f}\u{1160}\u{17b4}\u{17b5}\u{180b}-\u{180f}\u{200b}-\u{200f}\u{2028}-\u{202e}\u{2060}-\u{206f}\u{2800}\u{3164}\u{feff}\u{ffa0}\u{fff9}-\u{fffb}\u{1d173}-\u{1d17a}\u{e0000}-\u{e0fff}]/gu;

const NAMED: Record<string, string> = { "\n": "\\n", "\r": "\\r", "\t": "\\t" };

function escape(character: string): string {
  return NAMED[character] ?? `\\u{${character.codePointAt(0)?.toString(16)}}`;
}

function escapeAsJson(character: string): string {
  const units = Array.from({ length: character.length }, (_, n) => character.charCodeAt(n));
  return units.map((unit) => `\\u${unit.toString(16).padStart(4, "0")}`).join("");
}

/** A value within a line of ours: no line break of its own stays one. */
export function visibleLine(text: string): string {
  return text.replace(HIDDEN, escape);
}

/** A text of several lines: its line breaks and tabs stay. */
export function visibleText(text: string): string {
  return text
    .replaceAll("\r\n", "\n")
    .replace(HIDDEN, (character) =>
      character === "\n" || character === "\t" ? character : escape(character),
    );
}

/** JSON: the escapes are its own, so that it means what it meant. */
export function visibleJson(text: string): string {
  return text.replace(HIDDEN, (character) => (character === "\n" ? character : escapeAsJson(character)));
}
