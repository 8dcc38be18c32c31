// A client secret replaced at Adobe and here: added with one question, gone on with after the window was closed, watched while somebody
// still uses the old one, and deleted. The practice Adobe runs in a process of its own, so that it has what the window has forgotten.
// `cargo xtask e2e` makes the bus, the keyring and the home folder around it.

import assert from "node:assert/strict";
import { join } from "node:path";
import { after, before, describe } from "node:test";
import { Desktop, SMALL, USUAL } from "./harness/desktop.mjs";
import { Page } from "./harness/page.mjs";
import { MANAGED, Practice } from "./harness/practice.mjs";
import { output } from "./harness/process.mjs";
import { Steps } from "./harness/steps.mjs";
import { Driver } from "./harness/webdriver.mjs";

const { MUDBRICK_DESKTOP: program, MUDBRICK_BIN: mudbrick, MUDBRICK_PICTURES, HOME } = process.env;
/** Not among those of the documentation. */
const pictures = join(MUDBRICK_PICTURES ?? "", "rotate");
/** What the profile is called: as its project is. */
const NAME = "Geo Demo";

let desktop;
let driver;
let practice;
/** @type {Page} */
let page;

const steps = new Steps(pictures, () => ({ desktop, driver, page }));
const { step, screen } = steps;

async function open() {
  driver = await Driver.start({ ...desktop.env, ...practice.env });
  page = await Page.open(driver, program);
}

async function close() {
  await page.session.close();
  await driver.stop();
}

async function toRotation() {
  await page.chooseProfile(NAME, 30);
  await page.chooseOfProfile("Rotate secret…");
  await page.see("rotation", 20);
}

const cli = (args, env = {}) => output(mudbrick, args, { env: { ...desktop.env, ...practice.env, ...env } });

/** What Adobe has, as the command line is told. */
async function atAdobe() {
  const [{ rotation }] = JSON.parse(await cli(["rotate", NAME, "--status", "--json"]));
  return rotation;
}

/** Nothing on the page is a secret: neither the one from the beginning nor one that the practice Adobe made. */
async function pageHasNoSecret() {
  const held = await page.held();
  for (const secret of [practice.secret, "p8e-"]) assert.ok(!held.includes(secret));
}

describe("rotate", () => {
  before(async () => {
    assert.ok(program && mudbrick && MUDBRICK_PICTURES && HOME, "start this with `cargo xtask e2e`");
    desktop = await Desktop.start(USUAL);
    practice = await Practice.start(mudbrick, MANAGED);
    await open();
  });

  after(async () => {
    await page?.session.close().catch(() => undefined);
    await driver?.stop();
    await practice?.stop();
    await desktop?.stop();
  });

  step("01 a profile from the Console", async () => {
    await page.see("welcome", 30);
    await desktop.drop("Mudbrick", [await practice.consoleFile("project.json")]);
    await page.see("found-profile", 20);
    await page.choose("button", "Add and test");
    await page.read("token-left", "left", 30);
  });

  screen("02 where its credential is, nobody knows yet", async () => {
    await toRotation();
    await page.read("problem", "does not know where the credential");
  });

  screen("03 the address from the browser, and what comes first", async () => {
    await page.choose("button", "Enter the address…");
    await page.fill("Address", practice.page);
    await page.press("place-save");
    await page.see("rotation-go_on", 20);
  });

  screen("04 one question before Adobe adds a secret", async () => {
    await page.press("rotation-go_on");
    await page.read("rotation-question", NAME);
  });

  screen("05 the new one is used, and the old one still works", async () => {
    await page.press("rotation-agree");
    await page.read("rotation-said", "nobody has used the old one since", 30);
    await page.see("rotation-message");
    await pageHasNoSecret();
    const { step: reached, secrets } = await atAdobe();
    assert.deepEqual([reached, secrets.length], ["watching", 2]);
  });

  step("06 it goes on where it stopped when the window is opened again", async () => {
    await close();
    await open();
    await toRotation();
    await page.read("rotation-begun", "It goes on where it stopped.");
    await page.read("rotation-said", "the old one still works", 30);
  });

  screen("07 somebody still uses the old one", async () => {
    const elsewhere = { MUDBRICK_HOME: join(HOME, "elsewhere"), MUDBRICK_PASSPHRASE: "correct horse" };
    await cli(await practice.elsewhere("Elsewhere"), elsewhere);
    await cli(["token", "Elsewhere", "--quiet"], elsewhere);
    await page.press("rotate-look");
    await page.read("rotation-said", "somebody has used the old one since", 30);
    await page.press("rotation-delete_old");
    await page.read("rotation-warning", "Somebody has used it since");
    await page.see("rotation-last-use");
  });

  screen("08 in a small window", async () => {
    await page.choose("button", "Cancel");
    await page.resize(SMALL);
    await page.see("rotation-delete_old");
  });

  step("09 the old one is deleted by who has seen the warning", async () => {
    await page.resize(USUAL);
    await page.press("rotation-delete_old");
    await page.press("rotation-agree");
    await page.read("rotation-said", "The new secret is the only one.", 30);
    assert.equal((await atAdobe()).secrets.length, 1);
    await pageHasNoSecret();
  });

  step("10 the window is opened again, and its profile works", async () => {
    await close();
    await open();
    await page.chooseProfile(NAME, 30);
    await page.press("renew-token");
    await page.read("token-left", "left", 30);
    assert.equal((await cli(["token", NAME, "--renew", "--quiet"])).trim().split(".").length, 3);
    await toRotation();
    await page.see("rotation-go_on");
  });
});
