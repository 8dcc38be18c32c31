/*
 * The fake's bodies of answers: the engine's own text of an answer, cut into its lines. Only what the page tests look at is here; what a
 * body is in truth is the engine's business, and tested there.
 */
import type { BodyAt } from "../../bindings/BodyAt";
import type { BodyNode } from "../../bindings/BodyNode";
import type { BodyPattern } from "../../bindings/BodyPattern";
import type { BodyRow } from "../../bindings/BodyRow";
import type { BodyView } from "../../bindings/BodyView";
import type { Calls } from "../../bindings/Calls";
import type { ValueKind } from "../../bindings/ValueKind";
import { refuse } from "./fixtures";
import type { World } from "./world";

type BodyCalls = Pick<Calls, Extract<keyof Calls, `answer${string}`>>;

interface Place {
  name: string | null;
  number: number;
  at: number;
  end: number;
}

const KINDS: Record<string, ValueKind> = {
  "{": "object",
  "[": "array",
  '"': "string",
  t: "boolean",
  f: "boolean",
  n: "null",
};

export function bodyCalls(world: World, call: <T>(work: () => T) => Promise<T>): BodyCalls {
  const textOf = ({ id }: BodyAt) => world.bodies.get(id) ?? refuse("no_such_exchange");
  const found = (of: BodyAt, pattern: BodyPattern) => places(textOf(of), pattern);
  return {
    answerLook: ({ of }) => call(() => view(textOf(of))),
    answerRows: ({ of, from, count, pattern }) => call(() => rows(textOf(of), from, count, pattern)),
    answerChildren: ({ of, at, from, count }) =>
      call(() => {
        const text = textOf(of);
        const all = at === null ? [{ name: null, number: 0, at: 0, end: text.length }] : children(text, at);
        return { count: all.length, nodes: all.slice(from, from + count).map((one) => node(text, one)) };
      }),
    answerTable: ({ of, from, count }) =>
      call(() => {
        const text = textOf(of);
        const all = children(text, 0);
        const names = [
          ...new Set(all.flatMap((row) => children(text, row.at).map(({ name }) => name ?? ""))),
        ];
        const rowOf = (row: Place) => ({
          ...row,
          cells: names.map((name) =>
            children(text, row.at)
              .filter((one) => one.name === name)
              .map((one) => node(text, one)),
          ),
        });
        return {
          columns: names.map((name) => name.slice(1, -1)),
          has_more_columns: false,
          count: all.length,
          of: all.length,
          rows: all.slice(from, from + count).map(rowOf),
        };
      }),
    answerFind: ({ of, pattern }) =>
      call(() => ({
        count: found(of, pattern).length,
        looked_through: textOf(of).length,
        is_whole: true,
        sure_up_to: null,
      })),
    answerFound: () => call(() => null),
    answerMatch: ({ of, pattern, number, from }) =>
      call(() => {
        const all = found(of, pattern);
        const which =
          number ??
          Math.max(
            0,
            all.findIndex(({ at }) => at >= from),
          );
        const match = all[which];
        return match ? { ...match, number: which, row: rowOf(textOf(of), match.at) } : null;
      }),
    answerRowAt: ({ of, at }) => call(() => rowOf(textOf(of), at)),
    answerQuery: ({ path }) =>
      call(() => ({ count: 0, is_cut: false, language: path.startsWith("$") ? "json_path" : "jq" })),
    answerPages: ({ id }) => call(() => ({ pages: [id], ended: { kind: "last" }, problem: null })),
    answerPath: ({ of, at }) => call(() => ({ path: "$", at, end: textOf(of).length })),
    answerText: ({ of, from, to }) => call(() => textOf(of).slice(from, to)),
    answerPicture: () => call(() => null),
    answerSave: () => call(() => ({ path: "/home/ada/libraries.json", defused: 0 })),
  };
}

function view(text: string): BodyView {
  const count = text === "" ? 0 : text.split("\n").length;
  const isJson = /^\s*[[{]/.test(text);
  return {
    kind: text === "" ? "empty" : isJson ? "json" : "html",
    looks: text === "" ? [] : isJson ? ["formatted", "tree", "table", "raw", "hex"] : ["raw", "hex"],
    bytes: text.length,
    charset: "UTF-8",
    charset_origin: "content",
    charsets: ["UTF-8", "windows-1252", "Shift_JIS"],
    undecodable: 0,
    is_whole: true,
    looked_through: text.length,
    text_bytes: text.length,
    page_bytes: 0,
    lines: count,
    rows: { formatted: count, raw: count, page: 0, hex: Math.ceil(text.length / 16) },
    fault: null,
  };
}

function rows(text: string, from: number, count: number, pattern: BodyPattern | null): BodyRow[] {
  let at = 0;
  const all = text.split("\n").map((line, n) => {
    const start = at;
    at += line.length + 1;
    return { line, n, start };
  });
  return all.slice(from, from + count).map(({ line, n, start }) => {
    const shown = line.trimStart();
    const indent = line.length - shown.length;
    const marks = pattern ? places(shown, pattern).map((one): [number, number] => [one.at, one.end]) : [];
    return {
      line: n + 1,
      continued: false,
      depth: indent / 2,
      is_behind_fault: false,
      text: shown,
      at: start + indent,
      end: start + line.length,
      marks,
    };
  });
}

const rowOf = (text: string, at: number) => text.slice(0, at).split("\n").length - 1;

function places(text: string, { text: wanted }: BodyPattern): Array<{ at: number; end: number }> {
  const all = [];
  const [whole, part] = [text.toLowerCase(), wanted.toLowerCase()];
  for (let at = whole.indexOf(part); at !== -1; at = whole.indexOf(part, at + part.length)) {
    all.push({ at, end: at + part.length });
  }
  return all;
}

/** The end of the value that begins at a place. */
function endOf(text: string, at: number): number {
  let depth = 0;
  for (let n = at; n < text.length; n++) {
    const c = text[n];
    if (c === '"') {
      n++;
      while (n < text.length && text[n] !== '"') n += text[n] === "\\" ? 2 : 1;
    } else if (c === "{" || c === "[") depth++;
    else if (c === "}" || c === "]") depth--;
    if (depth === 0 && !/[\w.+-]/.test(text[n + 1] ?? "")) return n + 1;
  }
  return text.length;
}

function children(text: string, at: number): Place[] {
  const isObject = text[at] === "{";
  if (!isObject && text[at] !== "[") return [];
  const all: Place[] = [];
  const next = (from: number) => from + (/^[\s,:]*/.exec(text.slice(from, from + 1000))?.[0].length ?? 0);
  let place = next(at + 1);
  while (place < text.length && text[place] !== "}" && text[place] !== "]") {
    const nameEnd = isObject ? endOf(text, place) : place;
    const start = isObject ? next(nameEnd) : place;
    const end = endOf(text, start);
    all.push({ name: isObject ? text.slice(place, nameEnd) : null, number: all.length, at: start, end });
    place = next(end);
  }
  return all;
}

function node(text: string, place: Place): BodyNode {
  return {
    ...place,
    kind: KINDS[text[place.at] ?? ""] ?? "number",
    text: text.slice(place.at, place.end),
    is_whole: true,
    children: children(text, place.at).length,
  };
}
