/*
 * The wording of a problem is for people: no page may decide anything by it.
 */
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";

const SRC = join(import.meta.dirname, "../src");

const TEXT = String.raw`\b(?:problem|fault|refusal|error|remedy)\b[\w.?!()]*\.(?:message|text|detail|remedy)\b`;
const SEARCHES = String.raw`\.(?:test|exec|match|matchAll|search|includes|indexOf|startsWith|endsWith|split)\(`;
/** Within one statement, in either order. */
const DECIDES = new RegExp(`${TEXT}[^;]*${SEARCHES}|${SEARCHES}[^;]*${TEXT}|${TEXT}\\s*[!=]==`, "i");

function decisions(source: string): string[] {
  return source.split(/;\s*$/m).filter((statement) => DECIDES.test(statement));
}

const files = readdirSync(SRC, { recursive: true, encoding: "utf8" }).filter(
  (name) => /\.tsx?$/.test(name) && !name.startsWith("bindings"),
);

it("reads all of the pages", () => {
  expect(files).toContain(join("views", "remedy.ts"));
  expect(files.length).toBeGreaterThan(100);
});

it.each([
  "return /key pair|certificate/i.test(`${problem.message} ${problem.remedy ?? ''}`) ? keys : settings;",
  "const isKey = problem.remedy?.text.includes('key');",
  "if (settled.problem.message === 'Locked.') unlock();",
])("would find %s", (source) => expect(decisions(source)).toHaveLength(1));

it("finds none", () => {
  const found = files.flatMap((name) =>
    decisions(readFileSync(join(SRC, name), "utf8")).map((source) => `${name}: ${source.trim()}`),
  );
  expect(found).toEqual([]);
});
