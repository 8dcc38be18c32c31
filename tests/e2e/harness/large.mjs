// Requests in numbers and sizes that people have, made up.

import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";

const HEAD = "POST https://platform.adobe.io/data/foundation/import\nContent-Type: application/json\n\n";

const item = (n) => ({
  id: n,
  name: `Item ${n}`,
  tags: ["one", "two", "three"],
  size: n * 1.5,
  isThere: true,
});

/** JSON of at least so many bytes: on lines as people have it, or on one line as programs do. */
export function largeJson(bytes, form = "lines") {
  const write = (value) => (form === "lines" ? JSON.stringify(value, null, 2) : JSON.stringify(value));
  const each = write([item(1000)]).length;
  return write(Array.from({ length: Math.ceil(bytes / each) + 1 }, (_, n) => item(n)));
}

/** Saves a request with a body of so many bytes among the person's own. */
export async function saveLarge(requests, name, bytes, form) {
  await mkdir(requests, { recursive: true });
  await writeFile(join(requests, `${name}.http`), `${HEAD}${largeJson(bytes, form)}\n`);
}

/** Saves so many requests, twenty to a file and ten files to a folder. */
export async function saveMany(requests, count) {
  for (let n = 0; n < count; n += 20) {
    const folder = join(requests, `Folder ${Math.floor(n / 200)}`);
    await mkdir(folder, { recursive: true });
    const entries = Array.from({ length: Math.min(20, count - n) }, (_, at) => entry(n + at));
    await writeFile(join(folder, `File ${n / 20}.http`), entries.join("\n"));
  }
}

const entry = (n) =>
  `### Request ${n} of ${["places", "campaign", "segments", "datasets", "schemas"][n % 5]}
GET https://platform.adobe.io/data/foundation/part${n % 37}/${n}?limit={{LIMIT}}
Authorization: Bearer {{ACCESS_TOKEN}}
x-api-key: {{API_KEY}}
`;

/** A Postman collection (v2.1) of so many requests in folders of folders, as a file's text. Its first request goes to `first`. */
export function collection(name, count, first = "https://platform.adobe.io/data/foundation/first") {
  const request = (n) => ({
    name: `${name} ${n}`,
    request: {
      method: n % 3 === 2 ? "POST" : "GET",
      header: [
        { key: "Authorization", value: "Bearer {{ACCESS_TOKEN}}" },
        { key: "x-api-key", value: "{{API_KEY}}" },
        { key: "x-gw-ims-org-id", value: "{{IMS_ORG}}" },
      ],
      url:
        n === 0
          ? first
          : `https://platform.adobe.io/data/foundation/part${n % 37}/{{RESOURCE_${n % 50}}}?limit=${n}`,
      ...(n % 3 !== 2 ? {} : { body: { mode: "raw", raw: JSON.stringify(item(n), null, 2) } }),
    },
  });
  const folders = [];
  for (let n = 0; n < count; n += 15) {
    const length = Math.min(15, count - n);
    folders.push({ name: `Part ${n / 15}`, item: Array.from({ length }, (_, at) => request(n + at)) });
  }
  const half = Math.ceil(folders.length / 2);
  const schema = "https://schema.getpostman.com/json/collection/v2.1.0/collection.json";
  const top = [
    { name: "First", item: folders.slice(0, half) },
    { name: "Second", item: folders.slice(half) },
  ];
  return JSON.stringify({ info: { name, schema }, item: top });
}
