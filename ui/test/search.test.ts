import { expect, it } from "vitest";
import type { ProfileSummary } from "../src/bindings/ProfileSummary";
import { grouped } from "../src/features/profiles/group";
import { fit, folded, found, wanted } from "../src/shared/search";
import { parted } from "../src/shared/Name";

const names = (all: string[], text: string) => found(all, text, (name) => ({ name }));

it.each([
  ["Köln", "koln"],
  ["ＡＢＣ", "abc"],
  ["Straße", "strasse"],
  ["Søren Łódź", "soren lodz"],
  ["İstanbul", "istanbul"],
  ["L’Oréal", "l'oreal"],
  ["東京", "東京"],
])("%s is compared as %s", (text, plain) => expect(folded(text)).toBe(plain));

it.each([
  ["zurich prod", "Prod · Zürich"],
  ["ZÜRICH", "Zurich office"],
  ["places acme", "Acme · Places"],
  ["pla ac", "Acme · Places"],
  ["l'oreal", "L’Oréal · Beauty"],
])("%s finds %s", (text, name) => expect(names(["Globex", name], text)).toEqual([name]));

it("puts the best match first, and keeps the order of what fits equally well", () => {
  const all = ["Marketplaces", "Old places", "Places EU", "Places", "Display", "Placeholder"];
  expect(names(all, "places")).toEqual(["Places", "Places EU", "Old places", "Marketplaces"]);
  expect(names(["b one", "a one", "c two"], "one")).toEqual(["b one", "a one"]);
});

it("puts a name that has no other words before those that have", () => {
  const all = ["Copy as curl, with the token", "Copy token"];
  expect(names(all, "token copy")).toEqual(["Copy token", "Copy as curl, with the token"]);
});

it("counts a name for more than what else is known", () => {
  const all = [
    { name: "Campaign", rest: "places" },
    { name: "Places", rest: "" },
  ];
  expect(found(all, "places", (one) => one).map(({ name }) => name)).toEqual(["Places", "Campaign"]);
});

it("finds everything when nothing is looked for, and nothing when a word is nowhere", () => {
  expect(names(["a", "b"], "  ")).toEqual(["a", "b"]);
  expect(fit(wanted("acme nowhere"), "Acme", "")).toBe(0);
});

const profile = (organization: string, name: string) =>
  ({
    organization,
    name,
    title: `${organization} · ${name}`,
    org_id: "",
    client_id: "",
    risk: "staging",
  }) as ProfileSummary;

it("counts in the names of groups, as in those of their members", () => {
  const all = [profile("Acme 10", "One"), profile("acme 9", "One"), profile("Acme 2", "One")];
  expect(grouped(all, "").map(({ name }) => name)).toEqual(["Acme 2", "acme 9", "Acme 10"]);
});

it("puts the group with the best match first while something is looked for", () => {
  const all = [profile("Acme", "Marketplace"), profile("Places Ltd", "One"), profile("Zoo", "Places")];
  expect(grouped(all, "").map(({ name }) => name)).toEqual(["Acme", "Places Ltd", "Zoo"]);
  expect(grouped(all, "places").map(({ name }) => name)).toEqual(["Places Ltd", "Zoo"]);
  expect(grouped(all, "zoo places").map(({ name }) => name)).toEqual(["Zoo"]);
});

it.each([
  ["Places", ["Places", ""]],
  [
    "Integration of the loyalty programme EU-West production",
    ["Integration of the loyalty programme EU-West", " production"],
  ],
  [
    "integration_of_the_loyalty_programme_eu_west_42",
    ["integration_of_the_loyalty_programme_", "eu_west_42"],
  ],
])("%s is cut as %j", (name, parts) => expect(parted(name)).toEqual(parts));

it("takes no emoji and no letter with its marks apart", () => {
  const family = "👨‍👩‍👧‍👦";
  const [before, after] = parted(`${"x".repeat(30)}${family.repeat(10)}`);
  expect(after).toBe(family.repeat(10));
  expect(before).toBe("x".repeat(30));
  expect(parted("e\u0301".repeat(40)).join("")).toBe("e\u0301".repeat(40));
});
