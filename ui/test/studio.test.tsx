import { screen, waitFor, within } from "@testing-library/react";
import { expect, it, vi } from "vitest";
import { problem, recorded } from "../src/platform/fake/fixtures";
import type { FakeOptions } from "../src/platform/fake/world";
import { fill, openWhole, toast } from "./window";

async function openStudio(options: FakeOptions) {
  const opened = await openWhole(options);
  await opened.user.click(screen.getByTestId("all-keys"));
  await screen.findByTestId("keys-page");
  return opened;
}

/** Opens a row, then an entry of its menu. */
async function choose({ user }: Awaited<ReturnType<typeof openWhole>>, name: string, entry: string) {
  const row = await screen.findByRole("button", { name: new RegExp(`^${name} ?RSA`) });
  if (row.getAttribute("aria-expanded") === "false") await user.click(row);
  await user.click(await screen.findByRole("button", { name: `More for ${name}` }));
  await user.click(await screen.findByRole("menuitem", { name: entry }));
}

it("lists all pairs with Adobe's fingerprints, those that end first on top", async () => {
  const { platform } = await openStudio({ profiles: 1, keys: 6 });
  const rows = await screen.findAllByTestId("key-row");
  expect(rows).toHaveLength(6);
  expect(rows[0]).toHaveTextContent(/^acme_places_4.*Ended$/);
  expect(rows[1]).toHaveTextContent(/^acme_places_2.*Acme · Campaign20 days$/);
  const second = (await platform.keysList()).find((key) => key.name === "acme_places_2");
  expect(rows[1]).toHaveTextContent(second?.certificate?.sha1 ?? "no certificate");
  expect(screen.getByText("6 key pairs, 2 ending soon or ended")).toBeVisible();
});

it("finds a pair by a fingerprint with colons", async () => {
  const { user, platform } = await openStudio({ profiles: 1, keys: 9 });
  const wanted = (await platform.keysList())[3];
  const print = (wanted?.certificate?.sha1 ?? "").toUpperCase().replace(/(..)(?=.)/g, "$1:");
  await fill(user, await screen.findByRole("searchbox", { name: "Find a key pair" }), print);
  await waitFor(() => expect(screen.getAllByTestId("key-row")).toHaveLength(1));
  expect(screen.getByTestId("key-row")).toHaveTextContent(wanted?.name ?? "");
});

it("answers whether a fingerprint or a profile matches, in a sentence", async () => {
  const opened = await openStudio({ profiles: 2, keys: 1 });
  const { user, platform } = opened;
  const [key] = await platform.keysList();
  await choose(opened, "acme_places_1", "Does it match…");
  const dialog = await screen.findByRole("dialog", { name: "Does acme_places_1 match?" });
  await fill(user, within(dialog).getByLabelText("Fingerprint or certificate"), key?.certificate?.sha1 ?? "");
  await user.click(within(dialog).getByTestId("compare"));
  expect(await within(dialog).findByTestId("match-answer")).toHaveTextContent(
    /^Yes: this is the fingerprint/,
  );

  await fill(user, within(dialog).getByLabelText("Fingerprint or certificate"), "ab".repeat(20));
  expect(within(dialog).queryByTestId("match-answer")).toBeNull();
  await user.click(within(dialog).getByTestId("compare"));
  expect(await within(dialog).findByTestId("match-answer")).toHaveTextContent(
    recorded.matches.fingerprint_no.sentence.replace("‹name›", "acme_places_1"),
  );

  await fill(user, within(dialog).getByLabelText("Fingerprint or certificate"), "no idea");
  await user.click(within(dialog).getByTestId("compare"));
  expect(await within(dialog).findByTestId("problem")).toHaveTextContent(problem("no_fingerprint").message);

  await user.click(within(dialog).getByRole("radio", { name: "A profile" }));
  await user.click(within(dialog).getByRole("button", { name: /Profile/ }));
  await user.click(await screen.findByRole("option", { name: "Acme · Campaign" }));
  await user.click(await within(dialog).findByTestId("compare"));
  expect(await within(dialog).findByTestId("match-answer")).toHaveTextContent(
    /^No: Acme · Campaign has no key yet/,
  );
});

it("renames", async () => {
  const opened = await openStudio({ profiles: 1, keys: 1 });
  await choose(opened, "acme_places_1", "Rename…");
  const dialog = await screen.findByRole("dialog", { name: "Rename key pair" });
  await fill(opened.user, within(dialog).getByLabelText("Name"), "geo");
  await opened.user.click(within(dialog).getByRole("button", { name: "Rename" }));
  await waitFor(() => expect(screen.getByTestId("key-row")).toHaveTextContent(/^geo/));
});

it("deletes after asking, but not what a profile signs with", async () => {
  const opened = await openStudio({ profiles: 1, keys: 2 });
  const { user, platform } = opened;
  await user.click(await screen.findByRole("button", { name: /^acme_places_2/ }));
  await user.click(await screen.findByRole("button", { name: "More for acme_places_2" }));
  const refused = await screen.findByRole("menuitem", { name: /^Delete…/ });
  expect(refused).toHaveAttribute("aria-disabled", "true");
  expect(refused).toHaveTextContent("Used by Acme · Campaign");
  await user.keyboard("{Escape}");

  await choose(opened, "acme_places_1", "Delete…");
  const dialog = await screen.findByRole("alertdialog", { name: /Delete acme_places_1\?$/ });
  expect(await platform.keysList()).toHaveLength(2);
  await user.click(within(dialog).getByRole("button", { name: "Delete" }));
  await toast(/acme_places_1 deleted/);
  await waitFor(() => expect(screen.getAllByTestId("key-row")).toHaveLength(1));
});

it("keeps a subject as a template, starts from it, and deletes it", async () => {
  const { user, platform } = await openStudio({ profiles: 1, keys: 1 });
  await user.click(await screen.findByTestId("new-key"));
  await fill(user, await screen.findByLabelText(/^Common name/), "places.com");
  await fill(user, screen.getByLabelText("Country"), "GB");
  await user.click(screen.getByRole("button", { name: "Save as template…" }));
  await user.click(screen.getByLabelText("Template name"));
  await user.paste("Acme");
  await user.keyboard("{Enter}");
  await toast(/Template Acme saved/);
  expect(await platform.subjectTemplates()).toMatchObject([
    { name: "Acme", draft: { name: "", common_name: "places.com", country: "GB" } },
  ]);
  await user.click(screen.getByRole("button", { name: "Cancel" }));

  await user.click(await screen.findByTestId("new-key"));
  expect(await screen.findByLabelText(/^Common name/)).toHaveValue("");
  await user.click(await screen.findByRole("button", { name: /Start from a template/ }));
  await user.click(await screen.findByRole("option", { name: "Acme" }));
  expect(await screen.findByLabelText(/^Common name/)).toHaveValue("places.com");
  expect(screen.getByLabelText(/^Name/)).toHaveValue("integration");

  await user.click(await screen.findByRole("button", { name: "Delete template" }));
  await toast(/Template Acme deleted/);
  expect(await platform.subjectTemplates()).toEqual([]);
});

it("makes a pair for no profile and opens it", async () => {
  const { user } = await openStudio({ profiles: 1, keys: 1 });
  await user.click(await screen.findByTestId("new-key"));
  await fill(user, await screen.findByLabelText(/^Common name/), "places.com");
  await user.click(screen.getByRole("button", { name: "Generate" }));
  const card = await screen.findByTestId("key-card");
  expect(within(card).getByRole("button", { name: "Save certificate for Adobe" })).toBeVisible();
  expect(card).toHaveTextContent("No profile");
});

it.each([
  ["Save certificate as DER…", "keySaveCertificate", /Certificate saved to .*_public\.der/],
  ["Calendar reminder…", "keySaveReminder", /Calendar reminder saved to .*_expiry\.ics/],
] as const)("%s", async (entry, call, words) => {
  const opened = await openStudio({ profiles: 1, keys: 1 });
  const save = vi.spyOn(opened.platform, call);
  await choose(opened, "acme_places_1", entry);
  await toast(words);
  expect(save).toHaveBeenCalledOnce();
});

it("saves PKCS #12 with a passphrase typed twice", async () => {
  const opened = await openStudio({ profiles: 1, keys: 1 });
  const { user, platform } = opened;
  const save = vi.spyOn(platform, "keySavePkcs12");
  await choose(opened, "acme_places_1", "Save as PKCS #12…");
  const dialog = await screen.findByRole("dialog", { name: "Save acme_places_1 as PKCS #12" });
  await fill(user, within(dialog).getByLabelText("New passphrase"), "four words of it");
  await fill(user, within(dialog).getByLabelText("Repeat the passphrase"), "four words of it");
  await user.click(within(dialog).getByRole("button", { name: "Save…" }));
  await toast(/PKCS #12 file saved to .*\.p12/);
  expect(save).toHaveBeenCalledExactlyOnceWith(expect.any(String), "four words of it");
});

it("imports from the studio through the drop box", async () => {
  const { user } = await openStudio({ profiles: 1, reads: "keys" });
  expect(await screen.findByText("No key pairs yet")).toBeVisible();
  await user.click(screen.getByTestId("import-key"));
  expect(await screen.findAllByTestId("found-key")).toHaveLength(3);
});
