// Prints, for each turn, how many milliseconds two programs took from their start to the mark that says a person can
// use their window: `node window.mjs <turns> <program> <program>`.

import { Desktop } from "../e2e/harness/desktop.mjs";
import { Driver } from "../e2e/harness/webdriver.mjs";
import { Starts, USABLE } from "./starts.mjs";

const [turns, ...programs] = process.argv.slice(2);

const desktop = await Desktop.start();
const driver = await Driver.start(desktop.env);
const starts = await Starts.of(driver);
try {
  // The first start of each reads it from the disk.
  for (const program of programs) await starts.timeTo(USABLE, program);
  for (let turn = 0; turn < Number(turns); turn += 1) {
    const times = [];
    for (const program of programs) times.push(await starts.timeTo(USABLE, program));
    console.log(times.map((time) => time.toFixed(1)).join(" "));
  }
} finally {
  await driver.stop();
  await desktop.stop();
  await starts.end();
}
