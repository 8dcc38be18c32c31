// Collections that are made up here, taken in by Mudbrick, are what Postman's own library says they send; and what Mudbrick
// writes for Postman, that library reads to the same requests.
import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import postman from "postman-collection";
import { at } from "./mudbrick.js";

const ROUNDS = 40;

let folder, mudbrick;

before(() => {
  folder = mkdtempSync(join(tmpdir(), "mudbrick-collections-"));
  mudbrick = at(join(folder, "home"));
});
after(() => rmSync(folder, { recursive: true }));

/** Numbers that are the same in every run: a failure can be looked at again. */
function random(seed) {
  let state = seed * 2654435761 + 1;
  const next = () => {
    state = (state * 1103515245 + 12345) % 2147483648;
    return state / 2147483648;
  };
  const below = (most) => Math.floor(next() * most);
  const one = (list) => list[below(list.length)];
  const maybe = (value) => (next() < 0.5 ? value() : undefined);
  const some = (most, value) => Array.from({ length: below(most + 1) }, value);
  return { below, one, maybe, some, next };
}

const WORDS = [
  "a",
  "id",
  "x-y",
  "sandbox.name",
  "Ünïcode",
  "with blank",
  "50%",
  "q'uote",
  "{{VAR}}",
  "{{x-user.token}}",
  "a&b",
];
const PLAIN = ["a", "id", "x-y", "v1", "Ünïcode", "{{VAR}}", "b.c", "~", "a b"];

function url(r) {
  const query = r.some(4, () => ({
    key: r.one(["a", "b", "orderBy", "property"]),
    value: r.one(["1", "", "{{LIMIT}}", "a==b", "x%20y", null]),
    ...(r.next() < 0.3 && { disabled: true }),
  }));
  const path = r.some(4, () => r.one([...PLAIN, ":id", ":thing"]));
  const given = {
    protocol: r.one(["https", "http"]),
    host: r.one([["api", "example", "com"], "example.com", ["{{host}}"]]),
    path,
    query,
    variable: [
      { key: "id", value: r.one(["7", "{{ID}}", "a/b"]) },
      { key: "thing", value: "t" },
    ],
    ...(r.next() < 0.2 && { port: "8443" }),
    ...(r.next() < 0.2 && { hash: "part" }),
  };
  if (r.next() < 0.3) {
    return new postman.Url(given).toString();
  }
  return { raw: new postman.Url(given).toString(), ...given };
}

function header(r) {
  return {
    key: r.one(["Accept", "Accept", "X-One", "x-sandbox-name", "X-Two"]),
    value: r.one(["a", "application/json", "{{SANDBOX_NAME}}", "with: colon", "ünï"]),
    ...(r.next() < 0.25 && { disabled: true }),
  };
}

function anyBody(r) {
  const field = () => ({
    key: r.one(WORDS),
    value: r.one([...WORDS, ""]),
    ...(r.next() < 0.3 && { disabled: true }),
  });
  return r.one([
    () => undefined,
    () => ({
      mode: "raw",
      raw: r.one(['{"a": {{N}}}', "plain text", "<a>\n  <b/>\n</a>", '["\\u00fc", "ü"]']),
    }),
    () => ({ mode: "urlencoded", urlencoded: r.some(4, field) }),
    () => ({ mode: "formdata", formdata: r.some(3, () => ({ ...field(), type: "text" })) }),
    () => ({ mode: "graphql", graphql: { query: "{ me { id } }", variables: r.one(['{"a": 1}', ""]) } }),
  ])();
}

const AUTHS = [
  undefined,
  undefined,
  { type: "noauth" },
  { type: "bearer", bearer: [{ key: "token", value: "{{ACCESS_TOKEN}}" }] },
  {
    type: "apikey",
    apikey: [
      { key: "key", value: "x-k" },
      { key: "value", value: "{{K}}" },
      { key: "in", value: "header" },
    ],
  },
];

function items(r, depth) {
  return Array.from({ length: 1 + r.below(4) }, () => {
    const name = `${r.one(["List", "Get /one", "A: b", "Make", "dup"])}`;
    const auth = r.one(AUTHS);
    if (depth > 0 && r.next() < 0.4) {
      return { name, item: items(r, depth - 1), ...(auth && { auth }) };
    }
    const method = r.one(["GET", "POST", "PUT", "PATCH", "DELETE"]);
    const request = { method, url: url(r), header: r.some(4, () => header(r)), ...(auth && { auth }) };
    const given = method === "GET" ? undefined : anyBody(r);
    return { name, request: { ...request, ...(given && { body: given }) } };
  });
}

function collection(seed) {
  const r = random(seed);
  const auth = r.one(AUTHS);
  const version = r.one(["v2.0.0", "v2.1.0"]);
  const schema = `https://schema.getpostman.com/json/collection/${version}/collection.json`;
  return { info: { name: `Round ${seed}`, schema }, item: items(r, 3), ...(auth && { auth }) };
}

/** What the library says that a request is, in the words of the comparison. */
function expected(item) {
  const { request } = item;
  const headers = request.headers.all().filter((it) => !it.disabled && it.key);
  let all = headers.map((it) => [it.key, it.value]);
  const auth = item.getAuth();
  const value = (name) => auth.parameters().get(name);
  if (auth?.type === "bearer") all = first(all, "Authorization", `Bearer ${value("token")}`);
  if (auth?.type === "apikey") all = first(all, value("key"), value("value"));
  return {
    method: request.method,
    url: request.url.toString(),
    headers: all,
    body: bodyOf(request.body),
  };
}

const first = (headers, name, value) => [
  [name, value],
  ...headers.filter(([other]) => other.toLowerCase() !== name.toLowerCase()),
];

const enabled = (list) => list.all().filter((it) => !it.disabled);

function bodyOf(given) {
  if (!given || given.isEmpty()) return null;
  if (given.mode === "raw") return { text: given.raw };
  if (given.mode === "graphql") {
    const { query, variables } = given.graphql;
    return { json: { query, ...(variables && { variables: JSON.parse(variables) }) } };
  }
  const pairs = enabled(given[given.mode]).map((it) => [it.key, it.value]);
  return pairs.length ? { pairs } : null;
}

/** The same of a request as Mudbrick keeps it. */
function found(request) {
  const type = request.headers.find((it) => it.name.toLowerCase() === "content-type")?.value ?? "";
  const headers = request.headers.map((it) => [it.name, it.value]);
  return { method: request.method, url: request.url, headers, body: sent(request.body, type) };
}

function sent(body, type) {
  if (body === null) return null;
  if (type.includes("urlencoded")) {
    return {
      pairs: body
        .split("&")
        .map((pair) => pair.split("=").map((it) => decodeURIComponent(it.replaceAll("{{%", "{{")))),
    };
  }
  if (type.startsWith("multipart/form-data")) {
    const parts = body
      .replaceAll("\r\n", "\n")
      .split(/--mudbrick-form-*\n/)
      .slice(1);
    return {
      pairs: parts.map((part) => {
        const [head, ...rest] = part.split("\n\n");
        const value = rest.join("\n\n").replace(/\n(--mudbrick-form-*--\n*)?$/, "");
        return [/name="([^"]*)"/.exec(head)[1], value];
      }),
    };
  }
  return { text: body };
}

/** Mudbrick says what a body is where Postman leaves that to its client. */
function compared(one, other) {
  const isGiven = other.headers.some(([name]) => name.toLowerCase() === "content-type");
  const headers = one.headers.filter(([name]) => isGiven || name !== "Content-Type");
  const isJson = other.body?.json && one.body;
  return { ...one, headers, body: isJson ? { json: JSON.parse(one.body.text) } : one.body };
}

/** All requests, in the order of the collection's tree for each folder. */
function requests(parsed) {
  const all = new Map();
  parsed.forEachItem((item) => {
    const folders = [];
    for (let above = item.parent(); above && above !== parsed; above = above.parent())
      folders.unshift(above.id);
    const key = folders.join("/");
    all.set(key, [...(all.get(key) ?? []), expected(item)]);
  });
  return [...all.values()].flat();
}

/** The requests of Mudbrick that were added, file by file as they are read. */
async function imported(file, into) {
  const { read } = await mudbrick.json("request", "import", file, "--into", into, "--yes");
  const addresses = read.collections.flatMap((one) => one.files.flatMap((it) => it.requests));
  const all = [];
  for (const address of addresses) {
    const { request } = await mudbrick.json("request", "show", `own:${address}`);
    all.push(found(request));
  }
  return { all, left: read.collections[0].left_out };
}

describe("collections of Postman", () => {
  for (let seed = 0; seed < ROUNDS; seed += 1) {
    test(`round ${seed}`, async () => {
      const given = collection(seed);
      const file = join(folder, `${seed}.json`);
      writeFileSync(file, JSON.stringify(given));
      const parsed = new postman.Collection(given);
      const { all, left } = await imported(file, `in-${seed}`);
      const wanted = requests(parsed);
      assert.deepEqual(
        all.map((one, place) => compared(one, wanted[place] ?? one)),
        wanted,
      );
      // What is switched off, used nowhere, or written by another part is told, and nothing else had to be.
      const kinds = new Set(left.map((it) => it.kind));
      assert.deepEqual(
        [...kinds].filter((kind) => !["disabled", "path_variable", "replaced_header"].includes(kind)),
        [],
      );

      const out = join(folder, `${seed}.out.json`);
      await mudbrick.text("request", "export", `in-${seed}`, "--format", "postman", "--out", out);
      const back = requests(new postman.Collection(JSON.parse(readFileSync(out, "utf8"))));
      const same = (one) => JSON.stringify({ ...one, headers: one.headers, body: null });
      assert.deepEqual(back.map(same).toSorted(), all.map(same).toSorted());
    });
  }
});

/** Every kind of body that is written for Postman, as Mudbrick sends it. */
const BODIES = {
  json: ["application/json", '{"n": 12345678901234567890.10, "a": "\\u00fc", "b": {{N}}, "n": 1}'],
  array: ["application/json", "[\n  1,\n  2\n]"],
  text: ["text/plain", "Ünïcode, a tab\tand {{VAR}}"],
  xml: ["application/xml", "<a>\n  <b c='d'/>\n</a>"],
  "no type": [null, "whatever = it & is"],
  form: ["application/x-www-form-urlencoded", "a=1&b=two%20words&c=50%25&d=&e=%C3%BC&f=a%26b%3Dc"],
  plus: ["application/x-www-form-urlencoded", "a=one+two&b=%2B"],
  "form with a variable": ["application/x-www-form-urlencoded", "grant_type=a&x={{VAR}}"],
  multipart: [
    "multipart/form-data; boundary=b1",
    '--b1\r\nContent-Disposition: form-data; name="a"\r\n\r\none\r\ntwo\r\n--b1--\r\n',
  ],
  ndjson: ["application/x-ndjson", '{"a":1}\n{"a":2}\n'],
};

/** What Postman's library makes of a body: the very text, or the fields of a form. */
function postmans(body) {
  if (body.mode === "raw") return { text: body.toString() };
  if (body.mode === "urlencoded") return { pairs: enabled(body.urlencoded).map((it) => [it.key, it.value]) };
  return { file: body.file.src };
}

/** The fields of a form as a server reads them (WHATWG URL, application/x-www-form-urlencoded). */
const fields = (text) => ({ pairs: [...new URLSearchParams(text)] });

describe("bodies that are written for Postman", () => {
  for (const method of ["POST", "GET"])
    for (const [name, [type, body]] of Object.entries(BODIES))
      test(`${method}, ${name}`, async () => {
        const home = at(mkdtempSync(join(folder, "bodies-")));
        const kept = { name, method, url: "https://api.example.com/", headers: [], body };
        if (type) kept.headers.push({ name: "Content-Type", value: type });
        const har = {
          log: {
            version: "1.2",
            creator: { name: "made up", version: "1" },
            entries: [
              {
                startedDateTime: "2026-01-01T00:00:00.000Z",
                time: 0,
                request: {
                  ...kept,
                  httpVersion: "HTTP/1.1",
                  cookies: [],
                  queryString: [],
                  headersSize: -1,
                  bodySize: -1,
                  postData: { mimeType: type ?? "", text: body },
                },
                response: {},
                cache: {},
                timings: {},
              },
            ],
          },
        };
        const file = join(home.folder, "one.har");
        writeFileSync(file, JSON.stringify(har));
        await home.json("request", "import", file, "--into", "one", "--yes");
        const { address } = (await home.json("request", "list")).find((it) => it.origin === "own");
        const { request } = await home.json("request", "show", `own:${address}`);
        const out = join(home.folder, "out.json");
        await home.text("request", "export", address, "--format", "postman", "--out", out);
        const written = new postman.Collection(JSON.parse(readFileSync(out, "utf8")));
        let item;
        written.forEachItem((one) => (item = one));
        const isForm = type?.includes("urlencoded");
        assert.deepEqual(postmans(item.request.body), isForm ? fields(request.body) : { text: request.body });
        assert.equal(item.request.method, method);
        // Postman drops the body of a GET request otherwise.
        assert.equal(item.protocolProfileBehavior?.disableBodyPruning, method === "GET" ? true : undefined);
      });

  test("a file", async () => {
    const home = at(mkdtempSync(join(folder, "bodies-")));
    const file = join(home.folder, "one.http");
    writeFileSync(file, "### One\nPUT https://api.example.com/\n\n< ./books.json\n");
    await home.json("request", "import", file, "--into", "one", "--yes");
    const { address } = (await home.json("request", "list")).find((it) => it.origin === "own");
    const out = join(home.folder, "out.json");
    await home.text("request", "export", address, "--format", "postman", "--out", out);
    let item;
    new postman.Collection(JSON.parse(readFileSync(out, "utf8"))).forEachItem((one) => (item = one));
    assert.deepEqual(postmans(item.request.body), { file: "./books.json" });
  });
});
