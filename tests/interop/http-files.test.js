// `.http` files that Mudbrick saved are read by httpyac's own parser to the same requests.
import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import path, { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { at } from "./mudbrick.js";

const { io, store } = createRequire(import.meta.url)("httpyac");
const catalogue = fileURLToPath(new URL("../../crates/requests/catalogue", import.meta.url));

// httpyac leaves files to whoever embeds it. Nothing but the text that is parsed may be read.
Object.assign(io.fileProvider, {
  EOL: "\n",
  exists: async () => false,
  dirname: (file) => path.dirname(file),
  isAbsolute: async (file) => path.isAbsolute(file),
  joinPath: (...parts) => path.join(...parts),
  hasExtension: (file, ...endings) => endings.some((ending) => file.endsWith(ending)),
  readdir: async () => [],
  fsPath: (file) => file,
  toString: (file) => file,
});

let folder, mudbrick, requests;

before(() => {
  folder = mkdtempSync(join(tmpdir(), "mudbrick-http-files-"));
  mudbrick = at(join(folder, "home"));
  requests = join(folder, "home", "requests");
  mkdirSync(requests, { recursive: true });
});
after(() => rmSync(folder, { recursive: true }));

/** A request with what the two write differently made alike: header names, and line ends of multipart. */
function alike({ method, url, headers, body }) {
  const named = Object.fromEntries(headers.map(({ name, value }) => [name.toLowerCase(), value]));
  const kind = named["content-type"] ?? "";
  let text = body ?? "";
  // httpyac joins a form's lines when it reads them, and Mudbrick when it sends them.
  if (kind.startsWith("application/x-www-form-urlencoded")) text = text.replace(/\n(?=&)/g, "");
  return { method, url, headers: named, body: text.replaceAll("\r\n", "\n").trimEnd() };
}

/** httpyac's reading of a file. */
async function theirs(file, text) {
  const read = new store.HttpFileStore();
  const options = { workingDir: folder, config: {}, activeEnvironment: undefined };
  const { httpRegions } = await read.parse(file, text, options);
  return httpRegions
    .filter(({ request }) => request)
    .map(({ request: { method, url, headers, body } }) => {
      const parts = [body ?? ""].flat().map((part) => (typeof part === "string" ? part : "‹file›"));
      const list = Object.entries(headers ?? {}).map(([name, value]) => ({
        name,
        value: [value].flat().at(-1),
      }));
      return alike({ method, url, headers: list, body: parts.join("") });
    });
}

/** Mudbrick's reading of a file of its own, request by request. */
async function ours(name) {
  const listed = await mudbrick.json("request", "list");
  const mine = listed.filter((one) => one.path === name);
  const shown = [];
  for (const { address } of mine) {
    const { request } = await mudbrick.json("request", "show", `own:${address}`);
    shown.push(alike(request));
  }
  return shown;
}

describe("httpyac reads the catalogue as Mudbrick does", () => {
  for (const file of readdirSync(catalogue, { recursive: true }).filter((name) => name.endsWith(".http"))) {
    test(file, async () => {
      const text = readFileSync(join(catalogue, file), "utf8");
      mkdirSync(join(requests, path.dirname(file)), { recursive: true });
      writeFileSync(join(requests, file), text);
      const expected = await ours(file.slice(0, -".http".length).replaceAll("\\", "/"));
      assert.ok(expected.length > 0);
      assert.deepEqual(await theirs(join(requests, file), text), expected);
    });
  }
});

/** Numbers between 0 and 1, the same in every run. */
function numbers(seed) {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

/** A file of requests with everything that Mudbrick understands beside them. */
function generated(seed) {
  const next = numbers(seed);
  const one = (list) => list[Math.floor(next() * list.length)];
  const some = (list) => list.filter(() => next() < 0.4).join("");
  const bodies = [
    ["", ""],
    ["Content-Type: application/json\n", '{\n  "name": "{{NAME}}",\n\n  "tags": ["a", "b"]\n}\n'],
    ["Content-Type: application/x-www-form-urlencoded\n", "a=1\n&b={{NAME}}\n&c=%20\n"],
    [
      "Content-Type: multipart/form-data; boundary=b\n",
      '--b\nContent-Disposition: form-data; name="a"\n\none\n--b--\n',
    ],
    ["Content-Type: text/plain\n", "a line\n? and another\n  indented\n"],
  ];
  const request = (index) => {
    const method = one(["GET", "POST", "PUT", "PATCH", "DELETE"]);
    const [type, body] = method === "GET" ? bodies[0] : one(bodies);
    const about = some([
      `# @name tag${index}\n`,
      "# words about it\n",
      "# @prompt NAME Whose?\n",
      "# @check status 2xx\n",
      "# @check body $.items[0].id exists\n",
      "# @capture ID = body $.id\n",
      "# @no-redirect\n",
    ]);
    const url = `https://x.adobe.io/{{BASE}}/${index}${one(["", "?a=1&b={{NAME}}", "\n  ?a=1\n  &b=2"])}`;
    const headers = some([
      "Accept: application/json\n",
      "x-api-key: {{API_KEY}}\n",
      "X-Now: {{$timestamp}}\n",
    ]);
    return `### Request ${index}\n${about}${method} ${url}\n${headers}${type}\n${body}\n`;
  };
  return `# generated\n\n@BASE = v${seed}\n@LONG = {{BASE}}/a\n\n${[1, 2, 3].map(request).join("")}`;
}

describe("httpyac reads what Mudbrick has saved", () => {
  for (const seed of Array.from({ length: 20 }, (_, index) => index + 1)) {
    test(`file ${seed}`, async () => {
      const file = join(requests, `made-${seed}.http`);
      writeFileSync(file, generated(seed));
      // Each of these edits the file in its place.
      await mudbrick.text("request", "rename", `own:made-${seed}#Request 2`, "Renamed");
      await mudbrick.text("request", "duplicate", `own:made-${seed}#Renamed`, "Copied");
      const text = readFileSync(file, "utf8");
      const expected = await ours(`made-${seed}`);
      assert.equal(expected.length, 4);
      assert.deepEqual(await theirs(file, text), expected);
    });
  }
});
