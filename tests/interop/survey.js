// Calls one of Adobe's clients method by method, as its file in methods/ says, against a practice Adobe of its own, and holds
// what came of it against that file. Making the calls is left to python/survey.py and clients/survey.js.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startPractice } from "./practice.js";
import { call, callPython } from "./run.js";

const organization = { name: "Interop", id: "1D2E3F405162738495A6B7C8@AdobeOrg", tenant: "interop" };
const project = {
  org_id: organization.id,
  client_id: "0123456789abcdef0123456789abcdef",
  secret: "p8e-interop-survey",
  technical_account_id: "0A1B2C3D4E5F60718293A4B5@techacct.adobe.com",
  scopes: [
    "openid",
    "AdobeID",
    "session",
    "read_organizations",
    "additional_info.projectedProductContext",
    "additional_info.roles",
    "campaign_sdk",
    "user_management_sdk",
  ].join(","),
  code: "interop-permanent-code",
};
const seed = `version = 1

[[organization]]
title = "${organization.name}"
id = "${organization.id}"
tenant = "${organization.tenant}"

[[project]]
title = "Survey"
organization = "${organization.name}"
client_id = "${project.client_id}"
client_secrets = ["${project.secret}"]
technical_account_id = "${project.technical_account_id}"
grants = ["oauth_server_to_server", "jwt"]
scopes = ${JSON.stringify(project.scopes.split(","))}
metascopes = ["ent_user_sdk", "ent_campaign_sdk"]
apis = ["platform", "analytics", "user_management", "campaign"]
authorization_codes = ["${project.code}"]
`;

const text = (path) => readFileSync(new URL(path, import.meta.url), "utf8");

/** The client's file: its calls, which of them fail and why, and what is not called and why. Its version is where it is pinned. */
function read(name) {
  const file = JSON.parse(text(`methods/${name}.json`));
  const pinned = file.package
    ? text("python/requirements.in").match(new RegExp(`^${file.client}==(.*)$`, "m"))?.[1]
    : JSON.parse(text("package.json")).dependencies[file.client];
  return { ...file, version: pinned };
}

/** Makes the calls, and says of each public method what was made of it. */
export async function survey(name) {
  const file = read(name);
  const seeded = mkdtempSync(join(tmpdir(), "mudbrick-survey-"));
  writeFileSync(join(seeded, "seed.toml"), seed);
  const practice = await startPractice(join(seeded, "seed.toml"));
  try {
    const private_key = await practice.register(project.client_id);
    const order = {
      ...file,
      base: practice.base,
      control: practice.access,
      folder: practice.folder,
      organization,
      project: { ...project, private_key },
    };
    const run = file.package ? callPython : async (...with_) => (await call(...with_)).value;
    const { went, public: methods } = await run(practice, "survey", order);
    return { file, ...tell(file, went, methods), methods };
  } finally {
    await practice.stop();
    rmSync(seeded, { recursive: true });
  }
}

/** For each method that was called, why it did not work; `null` when it did. One that is called more than once works each time. */
function tell(file, went, methods) {
  const outcomes = {};
  went.forEach((one, index) => {
    // An object that is made with arguments of its own is no method; without it, its methods fail.
    if (!methods.includes(one.method)) return;
    const why = fault(one, file.calls[index]);
    outcomes[one.method] = outcomes[one.method] ?? why;
  });
  return { outcomes };
}

function fault(went, [, , , ...gives]) {
  if (went.missing) return went.missing;
  const raised = went.raised && `raised ${went.raised}`;
  const refused = went.requests.find((request) => request.status >= 400);
  if (refused) {
    const line = `${refused.status} ${refused.method} ${refused.host}${refused.path}`;
    return raised ? `${line}, ${raised}` : line;
  }
  if (raised) return raised;
  const gave = JSON.stringify(went.result);
  if (gives.length > 0) return gave === JSON.stringify(gives[0]) ? null : `gave ${gave}`;
  if (went.result?.error) return `gave ${gave}`;
  if (went.nothing) return "gave nothing";
  return went.lacks ? `gave no ${went.lacks}: ${gave}` : null;
}

const matches = (pattern, method) =>
  pattern.endsWith(".*") ? method.startsWith(pattern.slice(0, -1)) : method === pattern;

/** What the file says and the calls do not bear out, or the other way around; nothing when they agree. */
export function differences({ file, outcomes, methods }) {
  const found = [];
  const listed = new Map(file.fails.flatMap((group) => group.methods.map((method) => [method, group])));
  for (const [method, why] of Object.entries(outcomes)) {
    const group = listed.get(method);
    if (why && !group) found.push(`${method} fails: ${why}`);
    if (!why && group) found.push(`${method} works, and is listed as failing`);
    if (why && group && !new RegExp(group.seen).test(why))
      found.push(`${method} fails in another way: ${why}`);
  }
  const patterns = file.not_called.flatMap((group) => group.methods);
  for (const method of methods) {
    const left = patterns.some((pattern) => matches(pattern, method));
    if (!left && !(method in outcomes)) found.push(`${method} is neither called nor listed`);
    if (left && method in outcomes) found.push(`${method} is called, and listed as not called`);
  }
  for (const method of [...listed.keys()].filter((known) => !(known in outcomes)))
    found.push(`${method} is listed as failing, and is not called`);
  for (const pattern of patterns.filter((left) => !methods.some((method) => matches(left, method))))
    found.push(`${pattern} is listed as not called, and there is no such method`);
  return found;
}

/** The client's lines of the table: how many methods it has, were called and worked, and each reason with its methods. */
export function table({ file, outcomes, methods }) {
  const called = Object.keys(outcomes);
  const worked = called.filter((method) => !outcomes[method]);
  const counts = [methods.length, called.length, worked.length].map((count) => String(count).padStart(7));
  const lines = [`${`${file.client} ${file.version}`.padEnd(50)}${counts.join("")}`];
  for (const { because, methods: failed } of file.fails) lines.push(`  ${failed.length} fail: ${because}`);
  for (const { because, methods: patterns } of file.not_called) {
    const left = methods.filter((method) => patterns.some((pattern) => matches(pattern, method)));
    lines.push(`  ${left.length} not called: ${because}`);
  }
  return lines;
}

export const HEADING = `${"client".padEnd(50)}${["methods", "called", "worked"].map((word) => word.padStart(8).slice(-8)).join("")}`;
