// A profile leaves JWT: OAuth is tried beside it, it switches, the window is restarted, it goes back, and retires. At the local Adobe's
// project that is being migrated. `cargo xtask e2e` makes the bus, the keyring and the home folder around it.

import assert from "node:assert/strict";
import { join } from "node:path";
import { after, before, describe } from "node:test";
import { Desktop, SMALL, USUAL } from "./harness/desktop.mjs";
import { foundNothing } from "./harness/look.mjs";
import { Page } from "./harness/page.mjs";
import { Steps } from "./harness/steps.mjs";
import { Driver } from "./harness/webdriver.mjs";

const { MUDBRICK_DESKTOP: program, MUDBRICK_PICTURES } = process.env;
/** Not among those of the documentation. */
const pictures = join(MUDBRICK_PICTURES ?? "", "migrate");

/** crates/practice/seed has it whole. Both of its client secrets work. */
const PROJECT = "Campaign Standard (migrating)";
const SECRET = "p8e-practice-globex-campaign-new";
const SCOPES =
  "openid, AdobeID, read_organizations, campaign_sdk, campaign_config_server_general, " +
  "deliverability_service_general, additional_info.projectedProductContext";

let desktop;
let driver;
/** @type {Page} */
let page;

const steps = new Steps(pictures, () => ({ desktop, driver, page }));
const { step, screen } = steps;

async function open() {
  page = await Page.open(driver, program);
}

/** The page for leaving JWT, from the menu of the profile. */
async function leaveJwt() {
  await page.chooseProfile("Leaving", 30);
  await page.chooseOfProfile("Leave JWT…");
  await page.see("migrate-page", 20);
}

/** Takes a step, and agrees. */
async function take(which, action, said) {
  await page.press(`migrate-step-${which}`, 20);
  await page.choose("button", action);
  await page.read("migrate-said", said, 30);
}

describe("leaving JWT", () => {
  before(async () => {
    assert.ok(program && MUDBRICK_PICTURES, "start this with `cargo xtask e2e`");
    desktop = await Desktop.start(USUAL);
    driver = await Driver.start(desktop.env);
    await open();
    await page.tryPractice();
  });

  after(async () => {
    await page?.session.close().catch(() => undefined);
    await driver?.stop();
    await desktop?.stop();
  });

  step("01 a service account", async () => {
    await page.press("new-profile");
    await page.pick("Fill in from the local Adobe", PROJECT);
    await page.choose("radio", "Service account (JWT)");
    await page.fill("Metascopes", "ent_campaign_sdk");
    await page.fill("Name", "Leaving");
    await page.saveProfile("Leaving");
    await page.press("tab-keys");
    await page.press("new-key");
    await page.fill("Name", "leaving");
    await page.fill("Common name", "leaving.example");
    await page.press("generate-key");
    await page.read("key-card", "leaving", 60);
    await page.press("register-certificate");
    await page.toast("The local Adobe now accepts what leaving");
  });

  step("02 a request of its own", async () => {
    await page.press("tab-requests");
    await page.openRequest("Campaign Standard");
    await page.press("send");
    await page.read("status", "200", 20);
  });

  screen("03 what is known, and what to do first", async () => {
    await leaveJwt();
    await page.read("migrate-said", "Nothing was changed yet.");
    await page.read("migration-dates", "1 March 2026");
  });

  step("04 what is missing is asked for", async () => {
    await page.press("try-oauth");
    await page.read("trial-form", "Copy the client secret from the credential’s page");
  });

  screen("05 OAuth tried beside it", async () => {
    await page.fill("Client secret", SECRET);
    await page.fill("Scopes", SCOPES);
    await page.press("try-oauth");
    await page.read("compared-requests", "1 of 1 request came with the same answer.", 60);
    await page.read("token-differences", "By OAuth");
    await page.holds("Client secret", "");
    const held = await page.held();
    assert.ok(!held.includes(SECRET), "the secret is in the page no longer");
  });

  screen("06 switched", async () => {
    await take("switch", "Switch", "It uses OAuth, and can go back to JWT.");
    await page.dismiss();
  });

  step("07 after a restart it can still go back", async () => {
    await page.session.close();
    await open();
    await leaveJwt();
    await page.read("migrate-said", "It uses OAuth, and can go back to JWT.", 20);
    await take("back", "Go back", "OAuth was tried beside it");
    await page.read("migrate-outcome", "1 request answered the same");
    await page.press("migrate-back");
    await page.press("get-token");
    await page.read("token-left", "left", 30);
  });

  screen("08 in a small window", async () => {
    await leaveJwt();
    await page.resize(SMALL);
    await page.press("try-oauth");
    await page.read("compared-requests", "came with the same answer.", 60);
  });

  step("09 left for good", async () => {
    await page.resize(USUAL);
    await take("switch", "Switch", "It uses OAuth, and can go back to JWT.");
    await take("retire", "Retire", "It uses OAuth.");
    // The trial is in the trash: Places, and this one.
    await page.count("profile-row", 2);
  });

  steps.quietly("10 nothing stands in anybody's way", () => foundNothing(4));
});
