// Prints how many milliseconds the requests page takes: `node desk.mjs <program> <keys>`. A line for each: `key-lines 4.1 6.3` has
// the half and 95 of a hundred of what a key costs in a body of 5 MB. MUDBRICK_HOME is the home of it all.

import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Desktop } from "../e2e/harness/desktop.mjs";
import { collection, saveLarge, saveMany } from "../e2e/harness/large.mjs";
import { KEY, Page } from "../e2e/harness/page.mjs";
import { until } from "../e2e/harness/process.mjs";
import { costOfKeys, openBody, share } from "../e2e/harness/typing.mjs";
import { Driver } from "../e2e/harness/webdriver.mjs";
import { timesToRows } from "./rows.mjs";

const [program, keys] = [process.argv[2], Number(process.argv[3])];
const { MUDBRICK_HOME } = process.env;
const requests = join(MUDBRICK_HOME, "requests");
const BODY = 5 * 1024 * 1024;
const OWN = 5_000;
const COLLECTION = 445;
const TEXT = "the quick brown fox jumps over the lazy dog ";

const said = (what, times) =>
  console.log(`${what} ${share(times, 50).toFixed(1)} ${share(times, 95).toFixed(1)}`);

await mkdir(requests, { recursive: true });
for (const form of ["lines", "line"]) await saveLarge(requests, `Large ${form}`, BODY, form);
const desktop = await Desktop.start();
let driver = await Driver.start(desktop.env);
try {
  let page = await opened();
  await page.tryPractice();
  for (const form of ["lines", "line"]) {
    await openBody(page, `own Large ${form}`);
    said(
      `key-${form}`,
      await costOfKeys(page.session, TEXT.repeat(Math.ceil(keys / TEXT.length)).slice(0, keys)),
    );
  }
  await dropped(page);
  // The window opens where it was left, and what is measured is the way to the requests.
  await page.press("tab-history");
  await page.session.close();

  // The same as its files have it, and thousands beside it.
  page = await opened();
  said("page", await timesOfPage(page));
  await page.session.close();
  await saveMany(requests, OWN);
  page = await opened();
  await page.press("tab-requests");
  await page.see("request-editor", 60);
  said("find", await timesOfFinding(page));
  await page.session.close();
} finally {
  await driver.stop();
  await desktop.stop();
}

async function opened() {
  await driver.stop();
  driver = await Driver.start(desktop.env);
  const page = new Page(await driver.open(program));
  await page.complete();
  return page;
}

/** A collection from the moment it is dropped to its list, and from there, without the time in which somebody reads it, to a tree that can be used. */
async function dropped(page) {
  const file = join(MUDBRICK_HOME, "..", "collection.json");
  await writeFile(file, collection("Platform", COLLECTION));
  await page.session.run(watchFor, '[data-testid="import-requests-summary"]');
  const drop = await desktop.drop("Mudbrick", [file]);
  const read = (await until("what was dropped", () => page.session.run(seenAt))) - drop;
  await page.session.run(watchFor, '[data-request^="own/Platform"]');
  await page.press("import-requests-confirm");
  const add = await until("its requests in the tree", () => page.session.run(tookSincePress));
  said("collection", [read + add]);
}

/** From the press on the tab to the rows of the tree. */
async function timesOfPage(page) {
  await page.session.run(watchFor, '[data-testid="request-row"]');
  await page.press("tab-requests");
  return [await until("the tree", () => page.session.run(tookSincePress))];
}

/** From each key in the field to the last of the rows that it leaves. */
async function timesOfFinding(page) {
  await page.fill("Find a request", "");
  const pressed = [..."request 471 datasets", ...Array.from({ length: 8 }, () => KEY.backspace)];
  return timesToRows(
    page.session,
    { list: '[data-testid="request-list"] [role="tree"]', event: "keydown" },
    pressed.map((key) => () => page.session.keys(key)),
  );
}

// What follows runs in the page.

function watchFor(selector) {
  const seen = { at: null, press: null, ended: false };
  addEventListener("pointerdown", (event) => (seen.press = event.timeStamp), { capture: true, once: true });
  const look = () => {
    if (seen.at !== null || !document.querySelector(selector)) return;
    observer.disconnect();
    // Drawn, and with nothing left to do.
    requestAnimationFrame(() => setTimeout(() => (seen.at = performance.now()), 0));
  };
  const observer = new MutationObserver(look);
  observer.observe(document.body, { childList: true, subtree: true, attributes: true });
  window.seenByBench = seen;
}

function seenAt() {
  const { at } = window.seenByBench;
  return at === null ? null : performance.timeOrigin + at;
}

function tookSincePress() {
  const { at, press } = window.seenByBench;
  return at === null ? null : at - press;
}
