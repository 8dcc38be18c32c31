// Profiles as the store writes them, which is much faster than the form.

import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";

/**
 * Writes a profile into a home folder, without secrets.
 *
 * @param {string} home
 * @param {{ id: string, name: string, clientId: string, credential: Record<string, string | string[]>, organization?: string,
 *   orgId?: string, adobe?: string, risk?: string }} profile
 */
export async function writeProfile(home, { id, name, clientId, credential, ...others }) {
  const { organization = "Acme", orgId = "CA4A5E1B2C3D4E5F60718293@AdobeOrg" } = others;
  const { adobe = "practice", risk = "development" } = others;
  const folder = join(home, "profiles");
  await mkdir(folder, { recursive: true });
  // What JSON writes, TOML reads.
  const members = Object.entries(credential).map(([key, value]) => `${key} = ${JSON.stringify(value)}\n`);
  await writeFile(
    join(folder, `${id}.toml`),
    `version = 1
id = "${id}"
name = ${JSON.stringify(name)}
organization = ${JSON.stringify(organization)}
org_id = "${orgId}"
client_id = "${clientId}"
adobe = "${adobe}"
risk = "${risk}"
created_at = 1
updated_at = 1

[credential]
${members.join("")}`,
  );
}
