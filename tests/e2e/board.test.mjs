// The board over many profiles, and tokens copied from everywhere: from a row's menu, from the quick window that another program opens,
// from the tray; and what is in a token. What becomes of the clipboard: cleared after its time, by Undo, when the program is killed, along
// with the vault; left alone when somebody else copied. `cargo xtask e2e` makes the bus, the keyring and the home folder around it.

import assert from "node:assert/strict";
import { join } from "node:path";
import { after, before, describe } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { crowd } from "./harness/crowd.mjs";
import { Desktop, SMALL, USUAL } from "./harness/desktop.mjs";
import { foundNothing } from "./harness/look.mjs";
import { KEY, Page } from "./harness/page.mjs";
import { output, start, stop, until } from "./harness/process.mjs";
import { Steps } from "./harness/steps.mjs";
import { Driver } from "./harness/webdriver.mjs";

const {
  MUDBRICK_DESKTOP: program,
  MUDBRICK_BIN: mudbrick,
  MUDBRICK_X11: helper,
  MUDBRICK_PICTURES,
  MUDBRICK_HOME,
} = process.env;
/** Not among those of the documentation. */
const pictures = join(MUDBRICK_PICTURES ?? "", "board");
const QUICK = "Mudbrick quick";

let desktop;
let driver;
let host;
/** @type {Page} */
let page;

const steps = new Steps(pictures, () => ({ desktop, driver, page }));
const { step, screen } = steps;

async function open() {
  driver = await Driver.start(desktop.env);
  page = await Page.open(driver, program);
}

/** What is on the clipboard; nothing where nobody has anything on it. */
const copied = () => desktop.clipboard().catch(() => "");
const isCleared = (seconds) =>
  until("the clipboard to be cleared", async () => (await copied()) === "", seconds);
const isCopied = (text) => until("the token on the clipboard", async () => (await copied()) === text);
const token = () => output(mudbrick, ["token", "Places"]).then((text) => text.trim());
const cli = (args) => output(mudbrick, args, { env: desktop.env });
const tray = (args) => output(helper, ["tray", ...args]);

/** Opens the menu of a row of the board, and chooses through it. */
async function fromRow(name, ...entries) {
  await page.choose("button", `More for ${name}`);
  for (const entry of entries) await page.choose("menuitem", entry);
}

/** A token is long, and typed by nobody. */
async function pasteInto(label, text) {
  await desktop.copy(text);
  await page.fill(label, "");
  await page.session.keys(KEY.control, "v");
  await page.holds(label, text);
}

describe("board", () => {
  before(async () => {
    assert.ok(program && MUDBRICK_PICTURES && MUDBRICK_HOME, "start this with `cargo xtask e2e`");
    desktop = await Desktop.start(USUAL);
    host = start(helper, ["tray", "host"]);
    await until("the tray's host", () => host.said.includes("ready"));
    await open();
    await page.tryPractice();
    await page.session.close();
    await driver.stop();
    await crowd(MUDBRICK_HOME, 60);
    await open();
  });

  after(async () => {
    await page?.session.close().catch(() => undefined);
    await driver?.stop();
    if (host) await stop(host);
    await desktop?.stop();
  });

  screen("01 all profiles at a glance", async () => {
    await page.press("board");
    await page.read("board-page", "61 profiles", 20);
    await page.see("board-row");
  });

  screen("02 only what fails, by organization", async () => {
    await page.press("chip-failing");
    await page.read("board-page", "60 of 61 profiles");
    await page.see("board-remedy");
  });

  step("03 the button leads to the place", async () => {
    await page.press("board-remedy");
    await page.see("profile-form");
    await page.session.keys(KEY.control, "b");
    // As one left it.
    await page.read("board-page", "60 of 61 profiles");
    await page.press("chip-failing");
  });

  screen("04 in a small window", async () => {
    await page.resize(SMALL);
    await page.read("board-page", "61 profiles");
  });

  step("05 found by letters, and renewed", async () => {
    await page.resize(USUAL);
    await page.fill("Find on the board", "places");
    await page.read("board-page", "of 61 profiles");
    await page.press("renew-all");
    await page.toast("1 token renewed", 30);
  });

  step("06 copied from a row's menu, and taken back", async () => {
    await fromRow("Acme · Places", "Copy as…", "Copy Authorization value");
    await page.toast("Authorization value for Acme · Places copied");
    assert.equal(await copied(), `Bearer ${await token()}`);
    await page.choose("button", "Undo", 10, "notice");
    await isCleared(10);
  });

  step("07 what somebody else copied stays, and what is ours goes after its time", async () => {
    await fromRow("Acme · Places", "Copy token");
    await page.toast("Token for Acme · Places copied");
    await desktop.copy("somebody else's");
    // A little more than the minute that was promised.
    await pause(63_000);
    assert.equal(await copied(), "somebody else's");
    await fromRow("Acme · Places", "Copy token");
    await isCopied(await token());
    await isCleared(75);
  });

  screen("08 what is in a profile's token", async () => {
    await page.chooseProfile("Places");
    await page.press("inspect-token");
    await page.read("inspected-kind", "Access token");
    await page.read("inspected-left", "left, until");
    await page.read("inspected-whose", "A token of Acme · Places.");
    // It is told claim by claim, and never comes to the page itself.
    const signature = (await token()).split(".")[2];
    const held = await page.held();
    assert.ok(signature && !held.includes(signature));
  });

  step("09 a token that is pasted, asked about, and compared with a newer one", async () => {
    const older = await token();
    await cli(["token", "Places", "--renew"]);
    await page.press("board");
    await page.press("inspector");
    await pasteInto("Token", `Bearer ${older}`);
    await page.read("inspected-whose", "A token of Acme · Places.");
    await page.press("ask-ims");
    await page.read("asked-ims", "Adobe takes it", 20);
    await page.press("compare-token");
    await pasteInto("Other token", await token());
    await page.read("token-differences", "The two differ in");
    await page.read("token-differences", "created_at");
  });

  step("10 the quick window, from another program", async (t) => {
    await cli(["quick"]);
    // It is there from the beginning, out of sight: what is typed has to come after it is shown.
    await pause(1_500);
    await desktop.picture(pictures, "10-the-quick-window");
    const wanted = await token();
    const began = performance.now();
    await desktop.type(QUICK, "places");
    await isCopied(wanted);
    t.diagnostic(`typed and copied, with the typing, within ${Math.round(performance.now() - began)} ms`);
  });

  step("11 cleared when the program is killed, although a clipboard manager has kept it", async () => {
    const kept = await copied();
    assert.notEqual(kept, "");
    // As a manager does, which answers for it from then on. Without one it would go with the program.
    await desktop.copy(kept);
    await page.session.kill();
    await isCleared(10);
    await driver.stop();
    await open();
  });

  step("12 the tray lists the profiles, and copies", async () => {
    await page.press("preferences");
    await page.press("tray-setting");
    const listed = await until("Places in the tray", async () => {
      const lines = await tray(["menu"]);
      return lines.includes("Acme · Places — ") && lines;
    });
    assert.match(listed, /Lock now/);
    await tray(["choose", "Acme · Places — "]);
    await isCopied(await token());
    await tray(["choose", "Lock now"]);
    await page.see("lock-screen", 20);
    await isCleared(10);
  });

  steps.quietly("13 Quit in the tray ends the program", async () => {
    await tray(["choose", "Quit"]);
    await page.session.ended(20);
  });

  steps.quietly("14 nothing was found on any of the screens", () => {
    foundNothing(4);
  });
});
