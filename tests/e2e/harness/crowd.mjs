// A home with many profiles, among them names that are hard to show: long ones that differ at their ends, such as are read from
// right to left, such as are made of several characters a letter.

import { writeProfile } from "./profiles.mjs";

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
  for (let n = 0; n < count; n += 1) {
    await writeProfile(home, {
      id: n.toString(16).padStart(32, "0"),
      name: HARD[n] ?? `Integration ${n}`,
      organization: ORGANIZATIONS[n % ORGANIZATIONS.length],
      clientId: (n + 1).toString(16).padStart(32, "a"),
      risk: ["development", "staging", "production"][n % 3],
      credential: { grant: "oauth_server_to_server", scopes: ["openid", "AdobeID"] },
    });
  }
}
