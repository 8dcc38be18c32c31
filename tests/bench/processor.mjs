// What a program and all that it started take of the processor, through /proc.

import { readdir, readFile } from "node:fs/promises";

/** In which the kernel counts for /proc, on every machine that we build for. */
const TICKS_PER_SECOND = 100;

/** Of one core, in percent, over a time in seconds. `work` takes that time. */
export async function processorDuring(id, seconds, work) {
  const before = await ticks(id);
  await work();
  return (((await ticks(id)) - before) / TICKS_PER_SECOND / seconds) * 100;
}

async function ticks(id) {
  const all = await processes();
  let sum = 0;
  const open = [id];
  while (open.length > 0) {
    const one = open.pop();
    sum += all.get(one)?.ticks ?? 0;
    for (const [other, { parent }] of all) if (parent === one) open.push(other);
  }
  return sum;
}

/** Every process by its number. */
async function processes() {
  const found = new Map();
  for (const id of (await readdir("/proc")).filter((name) => /^\d+$/.test(name))) {
    // One may have ended meanwhile.
    const text = await readFile(`/proc/${id}/stat`, "utf8").catch(() => "");
    // Behind the name, which may have anything in it (proc_pid_stat(5)): state, parent, and further on user and system time.
    const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
    if (fields.length > 12) {
      found.set(id, { parent: fields[1], ticks: Number(fields[11]) + Number(fields[12]) });
    }
  }
  return found;
}
