// Each of Adobe's clients, method by method: exactly those work that its file in methods/ says, and the others fail for the
// reason that is given there.
import assert from "node:assert/strict";
import { after, describe, test } from "node:test";
import { HEADING, differences, survey, table } from "./survey.js";

const CLIENTS = [
  "aepp",
  "aanalytics2",
  "umapi-client",
  "aio-lib-campaign-standard",
  "spacecat-shared-ims-client",
  "firefly-services-common-apis",
  "aio-cli-plugin-certificate",
];

// Each has a practice Adobe of its own; two at a time, as the first alone takes as long as all the others.
describe("every method of a client", { concurrency: 2 }, () => {
  const tables = new Map();
  after(() => console.log([HEADING, ...CLIENTS.flatMap((client) => tables.get(client) ?? [])].join("\n")));

  for (const client of CLIENTS) {
    test(`${client} works as far as its file says`, async () => {
      const surveyed = await survey(client);
      tables.set(client, table(surveyed));
      assert.deepEqual(differences(surveyed), []);
    });
  }
});
