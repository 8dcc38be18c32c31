// People who sign in: a web app, whose answer Mudbrick listens for, and a native app, whose answer is pasted. The system's browser
// is a script that agrees on the practice Adobe's page. Then a check of the profile. `cargo xtask e2e` makes the bus, the keyring
// and the home folder around it.

import assert from "node:assert/strict";
import { chmod, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, describe } from "node:test";
import { Desktop, SMALL, USUAL } from "./harness/desktop.mjs";
import { foundNothing } from "./harness/look.mjs";
import { Page } from "./harness/page.mjs";
import { until } from "./harness/process.mjs";
import { Steps } from "./harness/steps.mjs";
import { Driver } from "./harness/webdriver.mjs";

const { MUDBRICK_DESKTOP: program, MUDBRICK_PICTURES, HOME, PATH } = process.env;
/** Not among those of the documentation. */
const pictures = join(MUDBRICK_PICTURES ?? "", "people");
const programs = join(HOME ?? "", "browser");
/** Where the browser was sent to behind the page, where nobody on this machine listens. */
const sent = join(programs, "sent");

let desktop;
let driver;
/** @type {Page} */
let page;

const steps = new Steps(pictures, () => ({ desktop, driver, page }));
const { step, screen } = steps;

/** A browser whose person agrees at once. It is given a page that leads on to the address, as real ones are. */
async function browser() {
  await mkdir(programs, { recursive: true });
  const file = join(programs, "xdg-open");
  await writeFile(
    file,
    `#!/bin/sh
address=$(sed --quiet 's/.*; url=\\([^"]*\\)".*/\\1/p' "$1" | sed 's/&amp;/\\&/g')
to=$(curl --silent --noproxy '*' --output /dev/null --write-out '%{redirect_url}' "$address&practice_person=ada")
echo "$to" > '${sent}.new' && mv '${sent}.new' '${sent}'
case "$to" in http://*) exec curl --silent --noproxy '*' --output /dev/null "$to" ;; esac
`,
  );
  await chmod(file, 0o755);
}

describe("people", () => {
  before(async () => {
    assert.ok(program && MUDBRICK_PICTURES && HOME, "start this with `cargo xtask e2e`");
    await browser();
    desktop = await Desktop.start(USUAL);
    driver = await Driver.start({ ...desktop.env, PATH: `${programs}:${PATH}` });
    page = await Page.open(driver, program);
    await page.tryPractice();
  });

  after(async () => {
    await page?.session.close().catch(() => undefined);
    await driver?.stop();
    await desktop?.stop();
  });

  screen("01 a profile with which people sign in", async () => {
    await page.press("new-profile");
    await page.pick("Fill in from the local Adobe", "Web app");
    await page.fill("Name", "Portal");
    await page.toTop();
  });

  screen("02 nobody is signed in", async () => {
    await page.saveProfile("Portal");
    await page.read("token-card", "Nobody is signed in");
  });

  screen("03 signed in", async () => {
    await page.press("sign-in");
    await page.read("token-left", "left", 30);
    await page.see("sign-out");
  });

  screen("04 signed out", async () => {
    await page.press("sign-out");
    await page.read("token-card", "Nobody is signed in", 20);
  });

  // Something turns as long as somebody is waited for, so that no picture of it stands still.
  step("05 an answer that has to be pasted", async () => {
    await rm(sent, { force: true });
    await page.press("new-profile");
    await page.pick("Fill in from the local Adobe", "Native app");
    await page.fill("Name", "Phone");
    await page.saveProfile("Phone");
    await page.press("sign-in");
    await page.see("answer-sign-in", 20);
    const address = await until("the browser", () => readFile(sent, "utf8").catch(() => null), 20);
    await page.fill("Address that the browser was sent to", address.trim());
    await page.press("answer-sign-in");
    await page.read("token-left", "left", 30);
  });

  screen("06 what a check found", async () => {
    await page.chooseProfile("Places");
    await page.press("tab-overview");
    await page.choose("button", "Check…");
    await page.see("checkup-verdict", 60);
  });

  screen("07 a small window", async () => {
    await page.resize(SMALL);
  });

  steps.quietly("08 nothing was found on any of the screens", () => {
    foundNothing(6);
  });
});
