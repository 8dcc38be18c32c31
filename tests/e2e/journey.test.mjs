// The whole job in the real window, step by step, as somebody does it who has just installed Mudbrick and has no Adobe
// account. Each step leaves a picture. `cargo xtask e2e` makes the bus, the keyring and the home folder around it.

import assert from "node:assert/strict";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, describe } from "node:test";
import { Desktop, HEIGHT, WIDTH } from "./harness/desktop.mjs";
import { Page } from "./harness/page.mjs";
import { Steps } from "./harness/steps.mjs";
import { Driver } from "./harness/webdriver.mjs";

const { MUDBRICK_DESKTOP: program, MUDBRICK_PICTURES: pictures } = process.env;

/** The practice Adobe's own projects; crates/practice/seed has them whole. */
const PLATFORM = {
  clientId: "aac3e00000000000000000000000a003",
  secret: "p8e-practice-acme-platform",
  organization: "AC3E5A1B2C3D4E5F60718293@AdobeOrg",
  account: "A0030A1B2C3D4E5F60718293@techacct.adobe.com",
  scopes: "openid, session, AdobeID, read_organizations, additional_info.projectedProductContext",
};
const CAMPAIGN = { clientId: "aac3e00000000000000000000000a002", secret: "p8e-practice-acme-campaign" };

let desktop;
let driver;
/** @type {Page} */
let page;

/** The token that was copied, to be looked for where it must not be. */
let copied = "";

const steps = new Steps(pictures, () => ({ desktop, driver, page }));
const { step } = steps;

async function open() {
  page = new Page(await driver.open(program));
  await page.session.resize(WIDTH, HEIGHT);
}

/** Sends the request that is open, and gives back the answer's status. */
async function send() {
  await page.press("send");
  await page.read("status", "200", 20);
  await page.see("answer-body");
}

describe("the whole job", () => {
  before(async () => {
    assert.ok(program && pictures, "start this with `cargo xtask e2e`");
    desktop = await Desktop.start();
    driver = await Driver.start(desktop.env);
  });

  after(async () => {
    await page?.session.close();
    await driver?.stop();
    await desktop?.stop();
  });

  step("01 first start", async () => {
    await open();
    await page.see("welcome", 30);
  });

  step("02 practice mode and a first answer", async () => {
    await page.tryPractice();
    await send();
    await page.read("answer-body", "poiCount");
  });

  step("03 an OAuth profile through the form", async () => {
    await page.press("new-profile");
    await page.choose("radio", "OAuth Server-to-Server");
    await page.fill("Client ID (API key)", PLATFORM.clientId);
    await page.fill("Client secret", PLATFORM.secret);
    await page.fill("Organization ID", PLATFORM.organization);
    await page.fill("Technical account ID", PLATFORM.account);
    await page.fill("Scopes", PLATFORM.scopes);
    await page.fill("Name", "Experience Platform");
    await page.fill("Organization", "Acme");
    await page.pick("Connects to", "Local Adobe (practice)");
    await page.choose("radio", "Staging");
    await page.toTop();
  });

  step("04 the OAuth profile is there", async () => {
    await page.press("save-profile");
    await page.read("profile-header", "Experience Platform");
    await page.read("token-card", "No token yet");
  });

  step("05 its token", async () => {
    await page.press("get-token");
    await page.read("token-left", "left", 20);
  });

  step("06 a JWT profile through the form", async () => {
    await page.press("new-profile");
    await page.pick("Fill in from the local Adobe", "Campaign Standard");
    await page.holds("Client ID (API key)", CAMPAIGN.clientId);
    await page.fill("Name", "Campaign");
    // By the pointer, with the keyboard elsewhere in the form: nothing that is said of it moves the button.
    await page.tab();
    await page.press("save-profile");
    await page.read("profile-header", "Campaign");
  });

  step("07 a key pair is asked for", async () => {
    await page.press("tab-keys");
    await page.press("new-key");
    await page.fill("Name", "campaign");
    await page.fill("Country", "DE");
    await page.fill("State or province", "Hessen");
    await page.fill("Locality", "Köln");
    await page.fill("Organization", "Acme");
    await page.fill("Organizational unit", "Marketing");
    await page.fill("Common name", "campaign.acme.example");
    await page.fill("Email address", "keys@acme.example");
  });

  step("08 the key pair and its registered certificate", async () => {
    await page.press("generate-key");
    await page.read("key-card", "campaign.acme.example", 60);
    await page.press("register-certificate");
    await page.toast("The local Adobe now accepts what campaign signs");
  });

  step("09 the JWT token", async () => {
    await page.press("tab-overview");
    await page.press("get-token");
    await page.read("token-left", "left", 20);
  });

  step("10 the copied token on the clipboard", async () => {
    await page.press("copy-token");
    await page.toast("copied");
    copied = await desktop.clipboard();
    const [header, claims, signature, more] = copied.split(".");
    assert.ok(signature && !more, "a token has three parts and nothing around it");
    const decoded = (part) => JSON.parse(Buffer.from(part, "base64url").toString());
    assert.equal(decoded(header).alg, "RS256");
    assert.equal(decoded(claims).client_id, CAMPAIGN.clientId);
    // The window showed how long the token lasts, and never the token.
    const held = await page.held();
    assert.ok(!held.includes(signature) && !held.includes(CAMPAIGN.secret));
  });

  step("11 a Campaign request", async () => {
    await page.press("tab-requests");
    await page.openRequest("Campaign Standard");
    await send();
  });

  step("12 a Platform request", async () => {
    await page.chooseProfile("Experience Platform");
    await page.press("tab-requests");
    await page.openRequest("Experience Platform");
    await send();
  });

  step("13 history", async () => {
    await page.press("tab-history");
    await page.choose("switch", "All profiles");
    // Places, Campaign and Platform, newest first.
    await page.count("history-row", 3);
  });

  step("14 after a restart", async () => {
    await page.session.close();
    const reads = desktop.keyringReads;
    await open();
    await page.chooseProfile("Campaign", 30);
    await page.press("copy-token");
    await page.toast("copied");
    for (const name of ["Places", "Experience Platform", "Campaign"]) {
      await page.chooseProfile(name);
      await page.read("token-left", "left");
      await page.press("tab-history");
      await page.see("history-row");
    }
    await page.press("tab-keys");
    await page.read("key-card", "campaign.acme.example");
    assert.equal(desktop.keyringReads - reads, 1, "the keyring is read once in a start");
  });

  step("15 dark", async () => {
    await page.press("preferences");
    await page.choose("radio", "Dark");
    await page.chooseProfile("Places");
    await page.press("tab-requests");
    await page.openRequest("Places");
    await send();
  });

  steps.quietly("16 nothing secret lies on the disk in the clear", async () => {
    const secrets = [PLATFORM.secret, CAMPAIGN.secret, copied.split(".")[2], "PRIVATE KEY"];
    const files = await readdir(process.env.HOME, { recursive: true, withFileTypes: true });
    let looked = 0;
    for (const file of files.filter((one) => one.isFile())) {
      const content = await readFile(join(file.parentPath ?? file.path, file.name));
      for (const secret of secrets) assert.ok(!content.includes(secret), `${secret} is in ${file.name}`);
      looked += 1;
    }
    assert.ok(looked > 10, `only ${looked} files were found to look at`);
  });
});
