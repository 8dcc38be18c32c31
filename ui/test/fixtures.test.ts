import { readdirSync, readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { fill, problem } from "../src/platform/fake/fixtures";

const files = (folder: string) =>
  readdirSync(folder)
    .filter((name) => /\.tsx?$/.test(name))
    .map((name) => [`${folder}/${name}`, readFileSync(`${folder}/${name}`, "utf8")] as const);

it.each([...files("src/platform/fake"), ...files("test")])(
  "%s has no problem of its own making",
  (_, text) => {
    expect([...text.matchAll(/\b(message|remedy): (\{ text: )?["'`].*/g)].map(([line]) => line)).toEqual([]);
  },
);

it("puts words in their places, and tells when it has none", () => {
  expect(problem("no_such_request", { path: 'Acme/"Mine"' }).message).toBe(
    'There is no request called Acme/"Mine".',
  );
  expect(() => problem("no_such_request")).toThrow("‹path›");
  expect(fill({ text: "X-Request-Id: ‹another each time›" }).text).not.toContain("‹");
});
