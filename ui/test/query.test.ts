import { expect, it } from "vitest";
import { inPath, parametersOf, withParameters } from "../src/features/requests/query";

/** Byte for byte what was written: encoded, not encoded, empty, without a value, twice, with variables. */
const URLS = [
  "https://a.example/x",
  "https://a.example/x?",
  "https://a.example/x?a=1&b=2",
  "https://a.example/x?a=%20b+c d&a=%2",
  "https://a.example/x?&&a&=&b==c=d&",
  "https://a.example/x?filter=name eq 'x'#part?no=query",
  "https://a.example/{{PATH}}?limit={{LIMIT}}&{{NAME}}=1",
  "https://a.example/x?id={{login.response.body.$.items[?(@.a&&@.b)].id}}&b=1#f",
  "{{BASE?URL}}/x?a=1",
];

it("writes what was not edited as it was", () => {
  for (const url of URLS) {
    const rows = parametersOf(url);
    // A question mark alone has one row without a name.
    expect(withParameters(url, rows, rows)).toBe(url);
  }
});

it("changes the edited row and nothing beside it", () => {
  const url = "https://a.example/x?a=%20b+c d&limit=5&z#f";
  const rows = parametersOf(url);
  const edited = rows.map((row) => (row.name === "limit" ? { ...row, value: "50%" } : row));
  expect(withParameters(url, rows, edited)).toBe("https://a.example/x?a=%20b+c d&limit=50%&z#f");
});

it("encodes of what is typed only what would end it", () => {
  const url = "https://a.example/x";
  const typed = { name: "a=b", value: "1&2#3=4 ü{{X&Y}}&" };
  expect(withParameters(url, [], [typed])).toBe("https://a.example/x?a%3Db=1%262%233=4 ü{{X&Y}}%26");
});

it("takes the query away with its last row", () => {
  const url = "https://a.example/x?a=1#f";
  expect(withParameters(url, parametersOf(url), [])).toBe("https://a.example/x#f");
});

it("reads variables that have a query's own signs in them", () => {
  const rows = parametersOf("https://a.example/x?id={{login.response.body.$.items[?(@.a&&@.b)].id}}&b=1");
  expect(rows.map(({ name }) => name)).toEqual(["id", "b"]);
  expect(inPath("https://{{HOST}}/{{ID}}/x?a={{NOT_THIS}}")).toEqual(["HOST", "ID"]);
});
