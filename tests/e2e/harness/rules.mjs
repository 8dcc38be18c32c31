// The rule book of the crate `explain`, as far as a journey needs it: of each rule its remedy, in words and for programs, and the
// answers that are its examples. It is read from the rules' own files, so that a remedy that comes to them is met here by itself.

import { readdir, readFile } from "node:fs/promises";

const FOLDER = new URL("../../../crates/explain/rules/", import.meta.url);

/** `{ at = "GET https://…", status = 403, headers = ["Name: value"], body = '…', bearer = "token" }` in a line of a rule. */
const EXAMPLE = new RegExp(
  String.raw`\{ at = "(\w+) ([^"]+)", status = (\d+)(?:, headers = \[([^\]]*)\])?` +
    String.raw`(?:, body = ('''[\s\S]*?'''|'[^'\n]*'|"(?:[^"\\\n]|\\.)*"))?((?:, (?:bearer|grant) = "\w+")*) \}`,
  "g",
);

/**
 * All rules. An example that says what was sent or how a profile asks for tokens is left out: a request alone does not bring it
 * about.
 *
 * @typedef {{ method: string, url: string, status: number, headers: [string, string][], body: string }} Example
 * @returns {Promise<{ id: string, fix: string, remedy: string, isQuiet: boolean, examples: Example[] }[]>}
 */
async function rules() {
  const names = await readdir(FOLDER);
  const texts = await Promise.all(names.map((name) => readFile(new URL(name, FOLDER), "utf8")));
  return texts.flatMap((text) => text.split(/^\[\[rule\]\]$/m).slice(1)).map(ruleOf);
}

/** For each remedy of the book a rule with an answer that a request alone is given; of several waits the shortest. */
export async function oneOfEachRemedy() {
  const chosen = new Map();
  for (const { examples, ...rule } of await rules()) {
    const example = examples.find(isSentAtOnce);
    if (rule.isQuiet || !example) continue;
    const before = chosen.get(rule.fix);
    // Of an answer without a body, little but its status says which rule it is.
    if (!before || (before.example.body === "" && example.body !== ""))
      chosen.set(rule.fix, { ...rule, example });
  }
  const [, ...longer] = [...chosen.keys()]
    .filter(secondsOf)
    .toSorted((one, other) => secondsOf(one) - secondsOf(other));
  for (const fix of longer) chosen.delete(fix);
  return [...chosen.values()];
}

const secondsOf = (fix) => Number(/^wait (\d+)$/.exec(fix)?.[1] ?? 0);

/** Whether it is a failure, comes from a host of Adobe's, and answers a call about which nobody is asked first. */
function isSentAtOnce({ method, url, status }) {
  const asksFirst = method !== "GET" && url.startsWith("https://platform");
  return status >= 400 && url.startsWith("https://") && !asksFirst;
}

function ruleOf(text) {
  const said = (name) =>
    JSON.parse(new RegExp(String.raw`^${name} = (".*")$`, "m").exec(text)?.[1] ?? "null");
  const found = [...text.matchAll(EXAMPLE)];
  const [id, fix, remedy] = ["id", "fix", "remedy"].map(said);
  // One that is written in another way would be passed over.
  const there = text.split(/\bat = "/).length - 1;
  if (!id || !fix || !remedy || found.length !== there)
    throw new Error(`the rule ${id} is not read: ${text}`);
  const plain = found.filter(([, , , , , , more]) => more === "");
  return { id, fix, remedy, isQuiet: /^quiet = true$/m.test(text), examples: plain.map(exampleOf) };
}

function exampleOf([, method, url, status, headers = "", body = "''"]) {
  const lines = headers.match(/'[^']*'|"(?:[^"\\]|\\.)*"/g) ?? [];
  return {
    method,
    url,
    status: Number(status),
    headers: lines.map((line) => /^([^:]*): (.*)$/.exec(textOf(line)).slice(1)),
    body: textOf(body),
  };
}

/** What a string of TOML says. */
function textOf(written) {
  if (written.startsWith("'''")) return written.slice(3, -3);
  return written.startsWith("'") ? written.slice(1, -1) : JSON.parse(written);
}
