// Prints what a board of a thousand profiles takes, in milliseconds: `node board.mjs <program> <bare program> <port>`. A line for
// each: `filter 4.1 6.3` has the half and 95 of a hundred; `start` has ours and the bare window's, `rest` percent of one core.
// MUDBRICK_HOME is the home of it all, in which the profile Measured has a long history and Places has a token. The port is that of a
// server with 100 MB at /large.

import { realpath } from "node:fs/promises";
import { setTimeout as pause } from "node:timers/promises";
import { crowd } from "../e2e/harness/crowd.mjs";
import { Desktop } from "../e2e/harness/desktop.mjs";
import { processOf } from "../e2e/harness/memory.mjs";
import { KEY, Page } from "../e2e/harness/page.mjs";
import { output, until } from "../e2e/harness/process.mjs";
import { share } from "../e2e/harness/typing.mjs";
import { Driver } from "../e2e/harness/webdriver.mjs";
import { processorDuring } from "./processor.mjs";
import { timesToRows } from "./rows.mjs";
import { longestFrame } from "./scrolling.mjs";
import { Starts, USABLE } from "./starts.mjs";

const [program, bare, port] = process.argv.slice(2);
const { MUDBRICK_HOME, MUDBRICK_X11: helper } = process.env;
const PROFILES = 1_000;
const STARTS = 11;
const PASSES = 5;
const COPIES = 60;
/** How long the window is left alone, and how long it is looked at then, in seconds. */
const REST = 5;
const LOOK = 10;

const BOARD = '[data-testid="board-table"] > [role="rowgroup"]:last-child';
const ANSWER = '[data-testid="answer-body"]';
const HISTORY = '[data-testid="history-list"]';
const COLUMNS = ["environment", "token", "certificate", "secret", "used", "health", "project"];

const print = (what, ...numbers) =>
  console.log(`${what} ${numbers.map((number) => number.toFixed(2)).join(" ")}`);
const said = (what, times) => print(what, share(times, 50), share(times, 95));

await crowd(MUDBRICK_HOME, PROFILES);
const desktop = await Desktop.start();
const driver = await Driver.start(desktop.env);
const starts = await Starts.of(driver);
try {
  let page = await opened();
  await page.press("board");
  await page.see("board-row", 20);
  // That it opens there again is saved a moment later.
  await page.session.runAsync(rest);
  await page.session.close();
  await start();
  page = await opened();
  await page.see("board-row", 20);
  print("rest", await atRest());
  await board(page);
  await answer(page);
  await history(page);
  // The last one: it takes the keyboard from the large window.
  await quick();
  await page.session.close();
} finally {
  await driver.stop();
  await desktop.stop();
  await starts.end();
}

async function opened() {
  const page = new Page(await driver.open(program));
  await page.complete();
  return page;
}

/** From the start to the first rows of the board, beside a window with a sentence in it. */
async function start() {
  const both = [
    { mark: "mudbrick-board", binary: program, times: [] },
    { mark: USABLE, binary: bare, times: [] },
  ];
  // The first start of each reads it from the disk.
  for (const { mark, binary } of both) await starts.timeTo(mark, binary);
  for (let turn = 0; turn < STARTS; turn += 1) {
    for (const { mark, binary, times } of both) times.push(await starts.timeTo(mark, binary));
  }
  print("start", ...both.map(({ times }) => share(times, 50)));
}

async function atRest() {
  const id = await processOf(await realpath(program));
  await pause(REST * 1_000);
  return processorDuring(id, LOOK, () => pause(LOOK * 1_000));
}

async function board(page) {
  const letters = [..."integration 77"];
  const keys = [...letters, ...letters.map(() => KEY.backspace)];
  await page.fill("Find on the board", "");
  const typed = [...keys, ...keys].map((key) => () => page.session.keys(key));
  said("filter", await timesToRows(page.session, { list: BOARD, event: "keydown" }, typed));
  // Twice each: up and down.
  const columns = [1, 2, 3].flatMap(() => COLUMNS.flatMap((column) => [column, column]));
  const sorted = columns.map((column) => () => page.press(`sort-${column}`));
  said("sort", await timesToRows(page.session, { list: BOARD, event: "click" }, sorted));
  await scrolled("board-frame", page, BOARD, 200);
}

/** An answer of 100 MB, once all of it has been looked through. */
async function answer(page) {
  await page.chooseProfile("Measured");
  await page.press("tab-requests");
  await page.see("request-editor", 30);
  const url = `http://127.0.0.1:${port}/large`;
  await desktop.copy(`curl ${url}\n`);
  await page.press("url");
  await page.session.keys(KEY.control, "v");
  await page.urlIs(url);
  await page.press("send");
  await page.read("status", "200", 60);
  let rows = null;
  const isCounted = async () => {
    const before = rows;
    await pause(1_000);
    rows = await page.session.run(countOfRows, ANSWER);
    return rows !== null && rows === before;
  };
  await until("all rows of the answer", isCounted, 60);
  await scrolled("answer-frame", page, ANSWER, 13_000);
}

/** Once, since older entries come only while one scrolls. */
async function history(page) {
  await page.press("tab-history");
  await page.see("history-row", 20);
  said("history-frame", [await longestFrame(page.session, HISTORY, 1_000)]);
}

/** The quick window is shown by its shortcut, a name is typed, and Enter copies. What a person takes between two keys is not counted. */
async function quick() {
  const times = [];
  // The first ones find nothing drawn and nothing read.
  for (let n = -3; n < COPIES; n += 1) {
    const took = Number(await output(helper, ["quick", "Mudbrick quick", "places"], { env: desktop.env }));
    await until("a token on the clipboard", async () => (await desktop.clipboard()).startsWith("ey"));
    if (n >= 0) times.push(took);
    await pause(500);
  }
  said("quick", times);
}

async function scrolled(what, page, list, pixels) {
  const longest = [];
  for (let pass = 0; pass < PASSES; pass += 1) {
    longest.push(await longestFrame(page.session, list, pixels));
  }
  said(what, longest);
}

// What follows runs in the page.

function rest(done) {
  setTimeout(done, 1_000);
}

function countOfRows(list) {
  return document.querySelector(`${list} [aria-setsize]`)?.ariaSetSize ?? null;
}
