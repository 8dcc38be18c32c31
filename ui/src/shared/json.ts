/*
 * JSON with `{{variables}}` in it: where it is wrong, and the same with other white space. Nothing else of it is touched:
 * a number keeps every digit, a text every escape.
 */

export interface JsonFault {
  /** The offset at which it is seen. */
  at: number;
  text: string;
}

interface Token {
  kind: "open" | "close" | "comma" | "colon" | "text" | "value";
  from: number;
  to: number;
}

const SPACE = /[ \t\r\n]*/y;
// oxlint-disable-next-line no-control-regex -- JSON forbids exactly these in a text
const TEXT = /"(?:[^"\\\u0000-\u001f]|\\["\\/bfnrt]|\\u[0-9a-fA-F]{4})*"/y;
const VALUE = /(?:\{\{[^{}]*\}\}|[-+.\w])+/y;
const PLAIN = /^(?:true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?)$/;
const MARKS: Record<string, Token["kind"]> = {
  "{": "open",
  "[": "open",
  "}": "close",
  "]": "close",
  ",": "comma",
  ":": "colon",
};

/** Where a match of a sticky expression ends; null when there is none. */
function endOf(pattern: RegExp, text: string, at: number): number | null {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : null;
}

function fault(at: number, text: string): JsonFault {
  return { at, text };
}

/** The next token; a fault where none can begin, null at the end. */
function tokenAt(text: string, start: number): Token | JsonFault | null {
  const from = endOf(SPACE, text, start) ?? start;
  const first = text[from];
  if (first === undefined) return null;
  if (first === '"') {
    const to = endOf(TEXT, text, from);
    return to === null
      ? fault(from, "This text has no end, or contains what has to be escaped.")
      : { kind: "text", from, to };
  }
  const to = endOf(VALUE, text, from);
  if (to !== null) {
    const written = text.slice(from, to);
    return written.includes("{{") || PLAIN.test(written)
      ? { kind: "value", from, to }
      : fault(from, "This is no value: a text needs quotation marks.");
  }
  const kind = MARKS[first];
  return kind ? { kind, from, to: from + 1 } : fault(from, "No value can begin here.");
}

/** What may come next, inside of what is open. */
type Wanted = "value" | "value or end" | "name" | "name or end" | "colon" | "comma or end" | "nothing";

const SENTENCES: Record<Wanted, string> = {
  value: "A value belongs here.",
  "value or end": "A value or ] belongs here.",
  name: "A name in quotation marks belongs here.",
  "name or end": "A name in quotation marks or } belongs here.",
  colon: "A colon belongs here.",
  "comma or end": "A comma or the end belongs here.",
  nothing: "The JSON has ended before this.",
};

/** Reads all of it, and passes each token on with how deep it is. */
function read(
  text: string,
  each: (token: Token, depth: number, before: Token | null) => void,
): JsonFault | null {
  const open: string[] = [];
  let wanted: Wanted = "value";
  let before: Token | null = null;
  let at = 0;
  const after = (): Wanted => (open.length > 0 ? "comma or end" : "nothing");
  for (;;) {
    const token = tokenAt(text, at);
    if (token === null) return wanted === "nothing" ? null : fault(text.length, SENTENCES[wanted]);
    if ("at" in token) return token;
    const mark = text[token.from] ?? "";
    const isValue = wanted === "value" || wanted === "value or end";
    const isName = wanted === "name" || wanted === "name or end";
    const ends = { "}": "{", "]": "[" }[mark] === open.at(-1) && wanted.endsWith("end");
    if (token.kind === "open" && isValue) {
      each(token, open.length, before);
      open.push(mark);
      wanted = mark === "{" ? "name or end" : "value or end";
    } else if (token.kind === "close" && ends) {
      open.pop();
      each(token, open.length, before);
      wanted = after();
    } else {
      if (token.kind === "comma" && wanted === "comma or end")
        wanted = open.at(-1) === "{" ? "name" : "value";
      else if (token.kind === "colon" && wanted === "colon") wanted = "value";
      else if (isName && (token.kind === "text" || token.kind === "value")) wanted = "colon";
      else if (isValue && (token.kind === "text" || token.kind === "value")) wanted = after();
      else return fault(token.from, SENTENCES[wanted]);
      each(token, open.length, before);
    }
    before = token;
    at = token.to;
  }
}

/** Where it is no JSON; null when it is. */
export const jsonFault = (text: string): JsonFault | null => read(text, () => undefined);

/** The same JSON on lines, two blanks deeper for each level; what is wrong where it is none. */
export function formatted(text: string): string | JsonFault {
  const parts: string[] = [];
  const found = read(text, (token, depth, before) => {
    const onLine = before !== null && (before.kind === "open" || before.kind === "comma");
    const isEmpty = token.kind === "close" && before?.kind === "open";
    if (token.kind === "close" ? !isEmpty : onLine) parts.push("\n", "  ".repeat(depth));
    else if (before?.kind === "colon") parts.push(" ");
    parts.push(text.slice(token.from, token.to));
  });
  return found ?? parts.join("");
}
