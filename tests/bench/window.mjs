// Prints, for each turn, how many milliseconds two programs took from their start to the mark that says a person can
// use their window: `node window.mjs <turns> <program> <program>`.

import { chmod, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Desktop } from "../e2e/harness/desktop.mjs";
import { until } from "../e2e/harness/process.mjs";
import { Driver } from "../e2e/harness/webdriver.mjs";

const MARK = "mudbrick-usable";

const [turns, ...programs] = process.argv.slice(2);
const folder = await mkdtemp(join(tmpdir(), "mudbrick-window-"));
const started = join(folder, "started");

// The driver starts the program, so a line of bash notes the time and becomes the program.
const wrappers = [];
for (const [index, program] of programs.entries()) {
  const wrapper = join(folder, String(index));
  await writeFile(wrapper, `#!/bin/bash\necho "$EPOCHREALTIME" > '${started}'\nexec '${program}' "$@"\n`);
  await chmod(wrapper, 0o755);
  wrappers.push(wrapper);
}

const desktop = await Desktop.start();
const driver = await Driver.start(desktop.env);
try {
  // The first start of each reads it from the disk.
  for (const wrapper of wrappers) await timeToUse(wrapper);
  for (let turn = 0; turn < Number(turns); turn += 1) {
    const times = [];
    for (const wrapper of wrappers) times.push(await timeToUse(wrapper));
    console.log(times.map((time) => time.toFixed(1)).join(" "));
  }
} finally {
  await driver.stop();
  await desktop.stop();
  await rm(folder, { recursive: true });
}

async function timeToUse(wrapper) {
  const session = await driver.open(wrapper);
  try {
    const usable = await until("a window that can be used", () =>
      session.run((name) => {
        const [mark] = performance.getEntriesByName(name);
        return mark ? performance.timeOrigin + mark.startTime : null;
      }, MARK),
    );
    const start = (await readFile(started, "utf8")).trim().replace(",", ".");
    return usable - Number(start) * 1000;
  } finally {
    await session.close();
  }
}
