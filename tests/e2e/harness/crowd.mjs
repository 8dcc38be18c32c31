// A home with many profiles, among them names that are hard to show: long ones that differ at their ends, such as are read from
// right to left, such as are made of several characters a letter. Written as the store writes them, which is much faster than the
// form.

import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";

export const LONG = "Integration of the customer loyalty programme for Western Europe, production, phase two";
export const RIGHT_TO_LEFT = "תוכנית נאמנות ללקוחות · production";
export const EMOJI = "👩🏽👍🏿🇩🇪 Family and friends of the loyalty programme 🇩🇪👍🏿👩🏽";

const HARD = [
  LONG,
  LONG.replace("phase two", "phase one"),
  RIGHT_TO_LEFT,
  EMOJI,
  "Köln · Zürich · Łódź",
  "a",
];
const ORGANIZATIONS = [
  "Acme",
  "Globex Corporation of North America and Associated Territories",
  "منظمة التجارة",
  "",
];

/** Writes so many profiles into a home folder. */
export async function crowd(home, count) {
  const folder = join(home, "profiles");
  await mkdir(folder, { recursive: true });
  for (let n = 0; n < count; n += 1) {
    const id = n.toString(16).padStart(32, "0");
    const name = HARD[n] ?? `Integration ${n}`;
    const risk = ["development", "staging", "production"][n % 3];
    await writeFile(
      join(folder, `${id}.toml`),
      `version = 1
id = "${id}"
name = ${JSON.stringify(name)}
organization = ${JSON.stringify(ORGANIZATIONS[n % ORGANIZATIONS.length])}
org_id = "CA4A5E1B2C3D4E5F60718293@AdobeOrg"
client_id = "${(n + 1).toString(16).padStart(32, "a")}"
adobe = "practice"
risk = "${risk}"
created_at = 1
updated_at = 1

[credential]
grant = "oauth_server_to_server"
scopes = ["openid", "AdobeID"]
`,
    );
  }
}
