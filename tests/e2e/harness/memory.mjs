// What is in the memory of a running program, through /proc: every page that can be written and is there. The program has
// to be a descendant of this process, or systems that are strict about it refuse.

import { open, readdir, readFile, readlink } from "node:fs/promises";

const PAGE = 4096;
/** As many pages as are looked at in one go. */
const STRETCH = 1 << 18;
/** A page is in memory or swapped out (Documentation/admin-guide/mm/pagemap.rst). */
const THERE = 3n << 62n;

/** The running process of a program, by its file. */
export async function processOf(program) {
  for (const id of (await readdir("/proc")).filter((name) => /^\d+$/.test(name))) {
    // Of a process that ended meanwhile, or is somebody else's, there is nothing to read.
    const file = await readlink(`/proc/${id}/exe`).catch(() => "");
    if (file === program) return id;
  }
  throw new Error(`${program} does not run`);
}

/** What every process has in its environment, as far as that can be read. */
export async function environments() {
  const ids = (await readdir("/proc")).filter((name) => /^\d+$/.test(name));
  return Promise.all(ids.map((id) => readFile(`/proc/${id}/environ`, "utf8").catch(() => "")));
}

/** Which of the texts are in the memory of a process, as they are or in UTF-16. */
export async function inMemory(id, texts) {
  const found = new Set();
  const [memory, map] = await Promise.all([open(`/proc/${id}/mem`), open(`/proc/${id}/pagemap`)]);
  try {
    for (const line of (await readFile(`/proc/${id}/maps`, "utf8")).split("\n")) {
      const [, from, to] = /^([0-9a-f]+)-([0-9a-f]+) rw/.exec(line) ?? [];
      if (!from) continue;
      for await (const [first, count] of runs(map, parseInt(from, 16) / PAGE, parseInt(to, 16) / PAGE)) {
        const bytes = Buffer.alloc(count * PAGE);
        // A page may be gone again, or the kernel's own.
        const read = await memory.read(bytes, 0, bytes.length, first * PAGE).catch(() => null);
        if (!read) continue;
        for (const text of texts) {
          if (bytes.includes(text) || bytes.includes(Buffer.from(text, "utf16le"))) found.add(text);
        }
      }
    }
  } finally {
    await memory.close();
    await map.close();
  }
  return [...found];
}

/** The pages that are there between two, as runs: a web view reserves far more than any machine has. */
async function* runs(map, from, to) {
  for (let stretch = from; stretch < to; stretch += STRETCH) {
    const count = to - stretch < STRETCH ? to - stretch : STRETCH;
    const entries = Buffer.alloc(count * 8);
    await map.read(entries, 0, entries.length, stretch * 8);
    let first = null;
    for (let page = 0; page <= count; page += 1) {
      const there = page < count && (entries.readBigUInt64LE(page * 8) & THERE) !== 0n;
      if (there) first ??= page;
      else if (first !== null) {
        yield [stretch + first, page - first];
        first = null;
      }
    }
  }
}
