// Requests at the desk: the calls of Adobe's own documents pasted and sent, a doubt looked at first, variables, parameters, a body
// of megabytes, and the tree. axe-core looks at each screen, light and dark. `cargo xtask e2e` makes the bus, the keyring and
// the home folder around it.

import assert from "node:assert/strict";
import { join } from "node:path";
import { after, before, describe } from "node:test";
import { Desktop, LARGE, SMALL } from "./harness/desktop.mjs";
import { foundNothing } from "./harness/look.mjs";
import { KEY, Page } from "./harness/page.mjs";
import { until } from "./harness/process.mjs";
import { Steps } from "./harness/steps.mjs";
import { Driver } from "./harness/webdriver.mjs";

const { MUDBRICK_DESKTOP: program, MUDBRICK_PICTURES } = process.env;
/** Not among those of the documentation. */
const pictures = join(MUDBRICK_PICTURES ?? "", "requests");

const CLASSES = "https://platform.adobe.io/data/foundation/schemaregistry/global/classes";
/** As Adobe's guide to the Platform's APIs has it. */
const PLATFORM_CALL = `curl -X GET ${CLASSES} \\
  -H 'Accept: application/vnd.adobe.xed-id+json' \\
  -H 'Authorization: Bearer {ACCESS_TOKEN}' \\
  -H 'x-api-key: {API_KEY}' \\
  -H 'x-gw-ims-org-id: {IMS_ORG}'
`;
/** As Adobe's guide to Campaign Standard has it. */
const CAMPAIGN_CALL = `
-X GET https://mc.adobe.io/<ORGANIZATION>/campaign/profileAndServices/profile \\
-H 'Content-Type: application/json' \\
-H 'Authorization: Bearer <ACCESS_TOKEN>' \\
-H 'Cache-Control: no-cache' \\
-H 'X-Api-Key: <API_KEY>'

`;
const DOUBTFUL_CALL = `curl -X POST https://platform.adobe.io/data/foundation/catalog/dataSets \\
  -H 'Authorization: Bearer {ACCESS_TOKEN}' \\
  -H 'x-api-key: {API_KEY}' \\
  -d '{"name": "Loyalty",}'
`;

let desktop;
let driver;
/** @type {Page} */
let page;

const steps = new Steps(pictures, () => ({ desktop, driver, page }));

const { screen } = steps;

/** Pastes a text into the URL of the request that is open, as a person does. */
async function paste(text) {
  await desktop.copy(text);
  await page.press("url");
  await page.session.keys(KEY.control, "v");
}

describe("requests", () => {
  before(async () => {
    assert.ok(program && MUDBRICK_PICTURES, "start this with `cargo xtask e2e`");
    desktop = await Desktop.start(LARGE);
    driver = await Driver.start(desktop.env);
    page = await Page.open(driver, program);
  });

  after(async () => {
    await page?.session.close();
    await driver?.stop();
    await desktop?.stop();
  });

  steps.quietly(
    "01 projects of the local Adobe",
    async () => {
      await page.tryPractice();
      await page.addProject("Experience Platform", "aac3e00000000000000000000000a003", "Experience Platform");
      await page.addProject("Campaign Standard", "aac3e00000000000000000000000a002", "Campaign");
      await page.press("tab-keys");
      await page.press("new-key");
      await page.fill("Name", "campaign");
      await page.fill("Country", "DE");
      await page.fill("Common name", "campaign.acme.example");
      await page.press("generate-key");
      await page.read("key-card", "campaign.acme.example", 60);
      await page.press("register-certificate");
      await page.toast("The local Adobe now accepts what campaign signs");
    },
    "01-failed",
  );

  screen("02 the Platform's call, pasted and sent", async () => {
    await page.chooseProfile("Experience Platform");
    await page.press("tab-requests");
    await page.see("request-editor");
    await paste(PLATFORM_CALL);
    await page.urlIs(CLASSES);
    await page.press("send");
    await page.read("status", "200", 30);
    await page.see("answer-body");
  });

  screen("03 Campaign's call, pasted and sent", async () => {
    await page.chooseProfile("Campaign");
    await page.press("tab-requests");
    await page.see("request-editor");
    await paste(CAMPAIGN_CALL);
    await page.urlIs("https://mc.adobe.io/{{ORGANIZATION}}/campaign/profileAndServices/profile");
    await page.press("send");
    await page.read("status", "200", 30);
  });

  screen("04 a doubt is shown before there is a request", async () => {
    await page.chooseProfile("Experience Platform");
    await page.urlIs(CLASSES);
    await paste(DOUBTFUL_CALL);
    await page.see("doubt", 10);
    await page.see("doubtful");
    assert.equal(await page.value("url"), CLASSES);
  });

  screen("05 the text is corrected", async () => {
    await page.press("correct-text");
    // To the comma that is too much, from the quotation mark of the body.
    for (let n = 0; n < '\'{"name": "Loyalty",'.length; n += 1) await page.session.keys(KEY.right);
    await page.session.keys(KEY.backspace);
    await page.gone("doubt");
  });

  screen("06 a request that the text became", async () => {
    await page.press("take-request");
    await page.urlIs("https://platform.adobe.io/data/foundation/catalog/dataSets");
  });

  screen("07 variables that are missing", async () => {
    await page.fill(
      "URL",
      "https://platform.adobe.io/data/foundation/{{SERVICE}}/{{PART}}?limit=5&start={{START}}",
    );
    await page.choose("tab", "Variables (2 missing)");
  });

  screen("08 what a variable stands for", async () => {
    await page.fill("URL", "https://platform.adobe.io/data/{{IMS_ORG}}/x?limit=5");
    await page.choose("tab", "Variables");
    await page.press("url");
    await until("the caret in the variable", () =>
      page.session.run(caretTo, "url", "https://platform.adobe.io/data/{{IM".length),
    );
    await page.session.keys(KEY.right);
    await page.read("variable-card", "@AdobeOrg");
  });

  screen("09 parameters as a table", async () => {
    await page.choose("tab", "Params (1)");
    await page.fill("Parameter 1 value", "%20 7");
    assert.equal(await page.value("url"), "https://platform.adobe.io/data/{{IMS_ORG}}/x?limit=%20 7");
  });

  screen("10 headers are completed", async () => {
    await page.choose("tab", "Headers (3)");
    await page.fill("Header 4 name", "x-sand");
    await page.see("completions");
  });

  screen("11 a body that is no JSON", async () => {
    await page.session.keys(KEY.escape);
    await page.choose("tab", "Body •");
    await until("the editor", () => page.session.run(isEditorThere));
    await page.session.run(focusEditor);
    await page.session.keys(KEY.control, "a");
    await page.session.keys(KEY.backspace);
    await page.write('{"name": "Loyalty", "size": {{SIZE}}, "id": 12345678901234567890,');
    await page.read("json-fault", "Line 1", 10);
  });

  screen("12 a body in form", async () => {
    await page.session.keys(KEY.backspace);
    await page.session.keys("}");
    await until("no fault", async () => (await page.session.run(textOf, "json-fault")) === "");
    await page.press("format");
    await until("the body on lines", async () =>
      (await page.session.run(editorText)).includes('\n  "id": 12345678901234567890\n}'),
    );
  });

  screen("13 a small window", async () => {
    await page.resize(SMALL);
  });
  screen("14 a large window", async () => {
    await page.resize(LARGE);
  });

  steps.quietly("15 nothing was found on any of them", () => {
    foundNothing(12);
  });
});

// What follows runs in the page.

function textOf(id) {
  return document.querySelector(`[data-testid="${id}"]`)?.textContent;
}

function caretTo(id, at) {
  const field = document.querySelector(`[data-testid="${id}"]`);
  field?.setSelectionRange(at, at);
  return document.activeElement === field;
}

function isEditorThere() {
  const root = document.querySelector("[data-editor=body]")?.shadowRoot;
  return Boolean(root?.querySelector(".cm-content"));
}

function focusEditor() {
  document.querySelector("[data-editor=body]").shadowRoot.querySelector(".cm-content").focus();
}

function editorText() {
  const lines = document.querySelector("[data-editor=body]").shadowRoot.querySelectorAll(".cm-line");
  return [...lines].map((line) => line.textContent).join("\n");
}
