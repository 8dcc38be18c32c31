/*
 * A URL's query as rows, and back. What is not edited stays as it is written, byte for byte; of what is typed only the
 * characters are encoded that would end it.
 */
import { placeholdersIn } from "./placeholders";

export interface Parameter {
  name: string;
  value: string;
  /** Written without an equals sign. */
  isBare?: boolean;
}

interface Cut {
  base: string;
  query: string | null;
  fragment: string;
}

/** The text with other characters in the place of its variables, in which question marks and the like may be. */
function withoutPlaceholders(text: string): string {
  let plain = text;
  for (const { from, to } of placeholdersIn(text)) {
    plain = plain.slice(0, from) + "_".repeat(to - from) + plain.slice(to);
  }
  return plain;
}

function cut(url: string): Cut {
  const plain = withoutPlaceholders(url);
  const hash = plain.indexOf("#");
  const end = hash === -1 ? url.length : hash;
  const mark = plain.slice(0, end).indexOf("?");
  return {
    base: url.slice(0, mark === -1 ? end : mark),
    query: mark === -1 ? null : url.slice(mark + 1, end),
    fragment: url.slice(end),
  };
}

/** The variables in the path and host. */
export const inPath = (url: string): string[] => [
  ...new Set(placeholdersIn(cut(url).base).map(({ name }) => name)),
];

export function parametersOf(url: string): Parameter[] {
  const { query } = cut(url);
  if (query === null) return [];
  const plain = withoutPlaceholders(query);
  const rows: Parameter[] = [];
  let from = 0;
  for (const part of plain.split("&")) {
    const written = query.slice(from, from + part.length);
    const equals = part.indexOf("=");
    rows.push(
      equals === -1
        ? { name: written, value: "", isBare: true }
        : { name: written.slice(0, equals), value: written.slice(equals + 1) },
    );
    from += part.length + 1;
  }
  return rows;
}

/** The URL with other rows; those that are also among `before` are written as they were. */
export function withParameters(url: string, before: Parameter[], rows: Parameter[]): string {
  const { base, fragment } = cut(url);
  const texts = rows.map((row) => {
    const isEdited = !before.includes(row);
    const name = isEdited ? encoded(row.name, /[&#=]/g) : row.name;
    const value = isEdited ? encoded(row.value, /[&#]/g) : row.value;
    return row.isBare && value === "" ? name : `${name}=${value}`;
  });
  return base + (texts.length > 0 ? `?${texts.join("&")}` : "") + fragment;
}

/** Encodes outside of the variables. */
function encoded(text: string, ends: RegExp): string {
  let done = "";
  let at = 0;
  for (const { from, to } of placeholdersIn(text)) {
    done += text.slice(at, from).replace(ends, encodeURIComponent) + text.slice(from, to);
    at = to;
  }
  return done + text.slice(at).replace(ends, encodeURIComponent);
}
