import { expect, it } from "vitest";
import { formatted, jsonFault } from "../src/shared/json";

it("changes white space and nothing else", () => {
  const text =
    '{"id":12345678901234567890.10,"e":1E+2,"t":"a\\u00e4\\/ {{X}}","l":[],"o":{},"v":{{COUNT}},"n":[1,[2]]}';
  const after = formatted(text);
  expect(after).toBe(
    `{
  "id": 12345678901234567890.10,
  "e": 1E+2,
  "t": "a\\u00e4\\/ {{X}}",
  "l": [],
  "o": {},
  "v": {{COUNT}},
  "n": [
    1,
    [
      2
    ]
  ]
}`,
  );
  expect(formatted(after as string)).toBe(after);
});

it("agrees with the engine of the browser on what is JSON", () => {
  const pieces = [
    "{",
    "}",
    "[",
    "]",
    ",",
    ":",
    '"a"',
    "1",
    "-0.5e3",
    "true",
    "null",
    " ",
    "\n",
    "01",
    "x",
    '"',
  ];
  let seed = 7;
  const next = (below: number) => {
    seed = (seed * 1103515245 + 12345) % 2147483648;
    return Math.floor((seed / 2147483648) * below);
  };
  let right = 0;
  for (let n = 0; n < 20_000; n += 1) {
    const text = Array.from({ length: 1 + next(7) }, () => pieces[next(pieces.length)]).join("");
    let isJson = true;
    try {
      JSON.parse(text);
    } catch {
      isJson = false;
    }
    right += isJson ? 1 : 0;
    expect([text, jsonFault(text) === null]).toEqual([text, isJson]);
    if (!isJson) continue;
    const after = formatted(text) as string;
    expect(JSON.parse(after)).toEqual(JSON.parse(text));
  }
  // Both kinds were met.
  expect(right).toBeGreaterThan(500);
});

it("says where it is wrong", () => {
  expect(jsonFault('{"a": 1,}')).toEqual({ at: 8, text: "A name in quotation marks belongs here." });
  expect(jsonFault('{"a" 1}')).toEqual({ at: 5, text: "A colon belongs here." });
  expect(jsonFault("[1 2]")?.at).toBe(3);
  expect(jsonFault('["a')?.at).toBe(1);
  expect(jsonFault("{} {}")?.at).toBe(3);
  expect(jsonFault('{"a": {{A}}{{B}}}')).toBeNull();
});
