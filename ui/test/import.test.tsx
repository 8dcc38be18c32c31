import { act, screen, waitFor, within } from "@testing-library/react";
import { expect, it, vi } from "vitest";
import { problem, recorded } from "../src/platform/fake/fixtures";
import { PASSPHRASE } from "../src/platform/fake/vault-calls";
import type { FakeOptions } from "../src/platform/fake/world";
import { fill, openWhole, row, toast } from "./window";

/** Drops what the fake then reads, and waits for the page. */
async function drop(options: FakeOptions) {
  const opened = await openWhole(options);
  act(() => opened.platform.drop("read"));
  await screen.findByTestId("import-summary");
  return opened;
}

const add = () => screen.findByTestId("import-add");

it("gets from a dropped file to a copied token in three steps, and writes nothing before", async () => {
  const { user, platform } = await openWhole({ profiles: 0, reads: "console" });
  const copy = vi.spyOn(platform, "tokenCopy");
  const renew = vi.spyOn(platform, "tokenRenew");

  act(() => platform.drop("read"));
  const button = await screen.findByRole("button", { name: "Add and test" });
  expect(button).toHaveFocus();
  expect(await platform.profilesList()).toHaveLength(0);

  await user.click(button);
  await user.click(await screen.findByTestId("copy-token"));

  await waitFor(() => expect(copy).toHaveBeenCalledOnce());
  expect(renew).toHaveBeenCalledOnce();
  expect(await screen.findByTestId("profile-header")).toHaveTextContent("Acme Ltd · Geo Demo");
});

it("shows why the test failed on the token card, with the profile kept", async () => {
  const { user, platform } = await drop({ profiles: 0, reads: "console", tokenFails: true });
  await user.click(await add());
  expect(await screen.findByTestId("problem")).toHaveTextContent(
    problem("wrong_secret", { profile: "", title: "" }).message,
  );
  expect(await platform.profilesList()).toHaveLength(1);
});

it("lies over the window while files are over it, and goes when they leave", async () => {
  const { platform } = await openWhole({ profiles: 1 });
  act(() => platform.drop("over"));
  expect(await screen.findByTestId("drop-overlay")).toHaveTextContent("Drop to read");
  act(() => platform.drop("left"));
  expect(screen.queryByTestId("drop-overlay")).toBeNull();
});

it("tells a drop that could not be read", async () => {
  const { platform } = await openWhole({ profiles: 1 });
  act(() => platform.drop("failed"));
  expect(await screen.findByTestId("problem")).toHaveTextContent(problem("no_files").message);
  expect(screen.getByTestId("drop-area")).toBeVisible();
});

it("says where each field came from, what was repaired and what was left out", async () => {
  await drop({ profiles: 0, reads: "jwt" });
  const found = screen.getByLabelText("Found for Credential 0f0e0d0c");
  expect(found).toHaveTextContent("from config.json › ORG_ID");
  expect(within(found).getByTestId("found-own-key")).toHaveTextContent(
    recorded.readings.jwt.keys[0]?.repairs[0]?.text ?? "no repair",
  );
  expect(screen.getByText(recorded.readings.jwt.profiles[0]?.notes[0]?.text ?? "no note")).toBeVisible();
  expect(screen.getByTestId("sources")).toHaveTextContent("private.key");
  expect(document.body).not.toHaveTextContent("p8e-");
});

it("pastes anywhere but in a text field", async () => {
  const { user, platform } = await openWhole({ profiles: 1, reads: "console" });
  const paste = vi.spyOn(platform, "importClipboard");
  await user.click(screen.getByTestId("profile-filter"));
  await user.keyboard("{Control>}v{/Control}");
  expect(paste).not.toHaveBeenCalled();
  await user.click(screen.getByRole("main"));
  await user.keyboard("{Control>}v{/Control}");
  expect(await screen.findByTestId("import-summary")).toHaveTextContent("Nothing is saved yet.");
  expect(paste).toHaveBeenCalledOnce();
});

it("opens files from the side bar, and stays where it is when the dialog is closed", async () => {
  const { user, platform } = await openWhole({ profiles: 1, reads: "console" });
  await user.click(screen.getByTestId("import"));
  const open = vi.spyOn(platform, "importOpen").mockResolvedValueOnce(null);
  await user.click(await screen.findByTestId("choose-files"));
  await waitFor(() => expect(open).toHaveBeenCalledOnce());
  await user.click(await screen.findByTestId("choose-files"));
  expect(await screen.findByTestId("found-profile")).toBeVisible();
});

it("keeps name and environment as edited", async () => {
  const { user, platform } = await drop({ profiles: 0, reads: "console" });
  await fill(user, screen.getByLabelText("Name"), "Geo EU");
  await user.click(screen.getByRole("radio", { name: "Staging" }));
  await user.click(await screen.findByTestId("import-second"));
  expect(await screen.findByTestId("profile-header")).toHaveTextContent("Acme Ltd · Geo EU");
  expect((await platform.profilesList())[0]).toMatchObject({ name: "Geo EU", risk: "staging" });
});

it("opens the whole form where more than a name is missing, and judges it anew", async () => {
  const { user, platform } = await drop({ profiles: 0, reads: "missing" });
  expect(screen.getByTestId("missing")).toHaveTextContent(recorded.checks.org_id_empty.message);
  await fill(user, await screen.findByLabelText(/^Name/), "Geo");
  await fill(user, screen.getByLabelText(/^Organization ID/), "0A1B@AdobeOrg");
  await waitFor(() => expect(screen.getByTestId("missing")).not.toHaveTextContent("Organization ID"));
  expect(screen.getByTestId("missing")).toHaveTextContent("No client secret was found");
  const button = await add();
  expect(button).toHaveTextContent(/^Add$/);
  await user.click(button);
  // The client secret is typed where the profile's other fields are.
  expect(await screen.findByTestId("settings-tab")).toBeVisible();
  expect((await platform.profilesList())[0]).toMatchObject({ org_id: "0A1B@AdobeOrg" });
});

it("unlocks with a passphrase, says when it is wrong, and keeps what was chosen", async () => {
  const { user, platform } = await drop({ profiles: 0, reads: "locked" });
  const [first] = screen.getAllByLabelText("Passphrase");
  expect(first).toHaveFocus();
  await user.type(first as HTMLElement, "wrong{Enter}");
  const item = screen.getByRole("form", { name: /acme_campaign\.key/ });
  expect(await within(item).findByRole("alert")).toHaveTextContent(problem("wrong_key_passphrase").message);
  expect(first).toHaveValue("");

  await user.click(first as HTMLElement);
  await user.paste(PASSPHRASE);
  await user.keyboard("{Enter}");
  expect(await screen.findByTestId("found-key")).toHaveTextContent("acme_campaign");
  expect(screen.getAllByTestId("locked-item")).toHaveLength(1);
  await user.click(await screen.findByRole("button", { name: "Add 1 key" }));
  expect(await screen.findByTestId("keys-page")).toBeVisible();
  expect(await platform.keysList()).toHaveLength(1);
});

it("updates what is known, or adds it as new", async () => {
  const { user, platform } = await drop({ profiles: 1, reads: "known" });
  expect(screen.getByText(/^The client secret is another/)).toBeVisible();
  expect(screen.getByRole("radio", { name: "Update Acme · Places" })).toBeChecked();
  await user.click(screen.getByRole("radio", { name: "Add as new" }));
  await user.click(screen.getByRole("radio", { name: "Update Acme · Places" }));
  await user.click(await screen.findByRole("button", { name: "Update" }));
  await toast(/Acme · Places saved/);
  const [only, ...rest] = await platform.profilesList();
  expect(rest).toEqual([]);
  expect((await platform.profileGet(only?.id ?? "")).credential).toMatchObject({
    scopes: ["openid", "AdobeID", "places_sdk"],
  });
});

it("has nothing to do for what is here already", async () => {
  const { user } = await drop({ profiles: 1, reads: "same" });
  expect(screen.getByTestId("import-summary")).toHaveTextContent("There is nothing to do.");
  expect(screen.queryByTestId("import-add")).toBeNull();
  await user.click(screen.getByRole("button", { name: "Open Acme · Places" }));
  expect(await screen.findByTestId("profile-page")).toBeVisible();
});

it("adds and tests many, one call after the other", async () => {
  const { user, platform } = await drop({ profiles: 0, reads: "many" });
  expect(screen.getAllByTestId("found-profile")).toHaveLength(20);
  await user.click(screen.getByRole("checkbox", { name: "All" }));
  expect(await add()).toBeDisabled();
  await user.click(screen.getByRole("checkbox", { name: /· Client 7$/ }));
  await user.click(screen.getByRole("checkbox", { name: /· Client 8$/ }));
  expect(await add()).toHaveTextContent("Add 2 profiles");
  await user.click(screen.getByTestId("import-second"));
  expect(await screen.findByTestId("import-done")).toHaveTextContent("2 profiles added.");
  await waitFor(() => expect(screen.getAllByText(/^Token until/)).toHaveLength(2));
  expect(await platform.profilesList()).toHaveLength(2);
  await user.click(screen.getByRole("button", { name: "Open Globex · Client 7" }));
  expect(await row(/Globex · Client 7/)).toHaveAttribute("aria-selected", "true");
});

it("takes a kit's requests, or leaves them", async () => {
  const { user, platform } = await drop({ profiles: 0, reads: "kit" });
  await user.click(screen.getByRole("checkbox", { name: "3 requests" }));
  await user.click(screen.getByRole("checkbox", { name: "3 requests" }));
  await user.click(await add());
  await screen.findByTestId("settings-tab");
  const own = (await platform.requestsList(null)).filter((one) => one.origin === "own");
  expect(own).toHaveLength(3);
});

it("shows what is no credential, and forgets it", async () => {
  const { user, platform } = await drop({ profiles: 1, reads: "nothing" });
  const discard = vi.spyOn(platform, "importDiscard");
  expect(screen.getByTestId("sources")).toHaveTextContent("Nothing in it is known to Mudbrick.");
  expect(screen.queryByTestId("import-add")).toBeNull();
  await user.click(screen.getByTestId("import-discard"));
  expect(await screen.findByTestId("drop-area")).toBeVisible();
  expect(discard).toHaveBeenCalledOnce();
});

it("keeps the reading when the vault refuses to take it", async () => {
  const { user, platform } = await drop({ profiles: 0, reads: "console", vault: "absent" });
  await user.click(await add());
  expect(await screen.findByTestId("problem")).toHaveTextContent(problem("keyring_absent").message);
  expect(screen.getByTestId("found-profile")).toBeVisible();
  expect(await platform.profilesList()).toHaveLength(0);
});

it("shows first whom a hostile kit wants trusted, and takes no host that was not ticked", async () => {
  const { user, platform } = await drop({ profiles: 0, reads: "hostile" });
  const card = screen.getByTestId("found-profile");
  const trust = within(card).getByTestId("trust");
  expect(trust).toHaveTextContent("Connects to Adobe");
  // The kit says development; what somebody else's file says of care is not taken.
  expect(trust).toHaveTextContent("Production: Mudbrick asks before a writing call");
  expect(card).toHaveTextContent(recorded.readings.hostile.profiles[0]?.notes[0]?.text ?? "no note");
  expect(trust).toHaveTextContent('Never allowed: The allowed host "*.com." is too wide');
  const after = within(card).getByLabelText(/^Found for/);
  expect(trust.compareDocumentPosition(after)).toBe(Node.DOCUMENT_POSITION_FOLLOWING);
  const boxes = within(trust).getAllByRole("checkbox");
  expect(boxes.map((box) => box.closest("label")?.textContent)).toEqual([
    "*.evil.example may see this profile’s token",
    "xn--dobe-43d.io may see this profile’s token",
  ]);
  for (const box of boxes) expect(box).not.toBeChecked();

  await user.click(await add());
  await toast(/saved; 3 hosts not allowed/);
  const [only] = await platform.profilesList();
  expect((await platform.profileGet(only?.id ?? "")).allowed_hosts).toEqual([]);
});

const evilHost = () => screen.getByRole("checkbox", { name: /evil\.example may see/ });

it("takes the one host that was ticked", async () => {
  const { user, platform } = await drop({ profiles: 0, reads: "hostile" });
  const apply = vi.spyOn(platform, "importApply");
  await user.click(evilHost());
  await user.click(evilHost());
  expect(evilHost()).not.toBeChecked();
  await user.click(evilHost());
  await user.click(await add());
  await toast(/saved; 2 hosts not allowed/);
  expect(apply.mock.calls[0]?.[1].profiles[0]?.hosts).toEqual(["*.evil.example"]);
  const [only] = await platform.profilesList();
  expect((await platform.profileGet(only?.id ?? "")).allowed_hosts).toEqual(["*.evil.example"]);
});
