import { screen, waitFor, within } from "@testing-library/react";
import { expect, it, vi } from "vitest";
import { problem, recorded } from "../src/platform/fake/fixtures";
import { fill, openWhole, toast } from "./window";

type Opened = Awaited<ReturnType<typeof openWhole>>;

async function menu({ user }: Opened, entry: string) {
  await user.click(await screen.findByRole("button", { name: "Profile actions" }));
  await user.click(await screen.findByRole("menuitem", { name: entry }));
}

async function command({ user }: Opened, text: string) {
  await user.keyboard("{Control>}k{/Control}");
  await screen.findByTestId("palette");
  await user.keyboard(`${text}{Enter}`);
}

it("exports without secrets unless told otherwise", async () => {
  const opened = await openWhole({ profiles: 1 });
  const save = vi.spyOn(opened.platform, "exportProfile");
  await menu(opened, "Export…");
  const dialog = await screen.findByRole("dialog", { name: "Export Acme · Places" });
  expect(within(dialog).getByRole("radio", { name: "Leave them out" })).toBeChecked();
  await opened.user.click(within(dialog).getByRole("radio", { name: "Postman environment" }));
  await opened.user.click(within(dialog).getByRole("button", { name: "Save…" }));
  await toast(/1 profile saved to .*postman_environment\.json, without secrets/);
  expect(save).toHaveBeenCalledExactlyOnceWith(expect.any(String), "postman", "left_out");
});

it("says what a format could not carry", async () => {
  const opened = await openWhole({ profiles: 1 });
  await menu(opened, "Export…");
  const dialog = await screen.findByRole("dialog", { name: "Export Acme · Places" });
  await opened.user.click(within(dialog).getByRole("radio", { name: /aepp/ }));
  await opened.user.click(within(dialog).getByTestId("export-save"));
  const notes = await screen.findByTestId("saved-notes");
  expect(notes).toHaveTextContent(/1 profile saved to .*acme-places\.aepp\.json, without secrets/);
  expect(within(notes).getByRole("listitem")).toHaveTextContent(
    recorded.exports["aepp left_out"].notes?.[0]?.text ?? "no note",
  );
  await opened.user.click(screen.getByRole("button", { name: "Close" }));
  expect(screen.queryByTestId("saved-notes")).toBeNull();
});

it("includes secrets only after a warning, and goes back from it", async () => {
  const opened = await openWhole({ profiles: 1 });
  const { user } = opened;
  const save = vi.spyOn(opened.platform, "exportProfile");
  await menu(opened, "Export…");
  const dialog = await screen.findByRole("dialog", { name: "Export Acme · Places" });
  await user.click(within(dialog).getByRole("radio", { name: /^Include them/ }));
  await user.click(within(dialog).getByRole("button", { name: "Continue" }));
  expect(within(dialog).getByRole("alert")).toHaveTextContent(/readable by anybody who gets hold of it/);
  expect(save).not.toHaveBeenCalled();
  await user.click(within(dialog).getByRole("button", { name: "Back" }));
  await user.click(within(dialog).getByRole("button", { name: "Continue" }));
  await user.click(within(dialog).getByRole("button", { name: "Save with secrets…" }));
  await waitFor(() => expect(save).toHaveBeenCalledExactlyOnceWith(expect.any(String), "env", "included"));
  const notes = await screen.findByTestId("saved-notes");
  expect(notes).toHaveTextContent(/1 profile saved to \/home\/ada\/acme-places\.env/);
  expect(notes).not.toHaveTextContent("without secrets");
  expect(notes).toHaveTextContent(recorded.exports["env included"].notes?.[0]?.text ?? "no note");
});

it("keeps the dialog when the file was not written, and says why", async () => {
  const opened = await openWhole({ profiles: 1 });
  const leaky = problem("secret_in_export", { profile: "", title: "Acme · Places" });
  opened.platform.exportProfile = () =>
    // oxlint-disable-next-line prefer-promise-reject-errors -- problems cross as plain objects
    Promise.reject(leaky);
  await menu(opened, "Export…");
  await opened.user.click(await screen.findByTestId("export-save"));
  expect(await screen.findByTestId("problem")).toHaveTextContent(leaky.message);
  expect(screen.getByTestId("export-dialog")).toBeVisible();
});

it("shares a kit of the profile one is at, or of all", async () => {
  const opened = await openWhole({ profiles: 3 });
  const { user, platform } = opened;
  const kit = vi.spyOn(platform, "exportKit");
  await menu(opened, "Share kit…");
  const dialog = await screen.findByRole("dialog", { name: "Share kit" });
  expect(within(dialog).getByRole("checkbox", { name: "Acme · Places" })).toBeChecked();
  await user.click(within(dialog).getByRole("checkbox", { name: "Acme · Places" }));
  expect(within(dialog).getByTestId("kit-save")).toBeDisabled();
  await user.click(within(dialog).getByRole("checkbox", { name: "Acme · Campaign" }));
  await user.click(within(dialog).getByTestId("kit-save"));
  await toast(/1 profile and 3 requests saved to .*mudbrick-kit\.zip, without secrets/);
  const [, campaign] = await platform.profilesList();
  expect(kit).toHaveBeenCalledExactlyOnceWith({ kind: "profiles", ids: [campaign?.id] }, "refused");
});

it("backs up all with a passphrase typed twice", async () => {
  const opened = await openWhole({ profiles: 2 });
  const { user, platform } = opened;
  const backup = vi.spyOn(platform, "exportBackup");
  await command(opened, "back up");
  const dialog = await screen.findByRole("dialog", { name: "Back up" });
  expect(within(dialog).getByTestId("backup-save")).toBeDisabled();
  await fill(user, within(dialog).getByLabelText("New passphrase"), "twenty or more characters");
  expect(within(dialog).getByText("Long enough.")).toBeVisible();
  expect(within(dialog).getByTestId("backup-save")).toBeDisabled();
  await fill(user, within(dialog).getByLabelText("Repeat the passphrase"), "twenty or more characters");
  await user.click(within(dialog).getByTestId("backup-save"));
  await toast(/2 profiles and 3 requests saved to .*mudbrick-backup\.age/);
  expect(backup).toHaveBeenCalledExactlyOnceWith({ kind: "all" }, "twenty or more characters", "refused");
});

it("names what cannot be backed up, and leaves it out only when told to", async () => {
  const opened = await openWhole({ profiles: 2, damaged: true });
  const { user, platform } = opened;
  const backup = vi.spyOn(platform, "exportBackup");
  await command(opened, "back up");
  const dialog = await screen.findByRole("dialog", { name: "Back up" });
  await fill(user, within(dialog).getByLabelText("New passphrase"), "twenty or more characters");
  await fill(user, within(dialog).getByLabelText("Repeat the passphrase"), "twenty or more characters");
  expect(within(dialog).queryByRole("checkbox", { name: /Save without/ })).toBeNull();
  await user.click(within(dialog).getByTestId("backup-save"));
  expect(await within(dialog).findByTestId("problem")).toHaveTextContent("the profile file acme-places.toml");
  await user.click(within(dialog).getByRole("checkbox", { name: "Save the readable ones only" }));
  await user.click(within(dialog).getByTestId("backup-save"));
  expect(await screen.findByTestId("saved-notes")).toHaveTextContent(
    "Left out: the profile file acme-places.toml.",
  );
  expect(backup).toHaveBeenLastCalledWith({ kind: "all" }, "twenty or more characters", "left_out");
});

it("writes the inventory from the palette", async () => {
  const opened = await openWhole({ profiles: 2 });
  await command(opened, "inventory");
  await toast(/2 profiles saved to .*mudbrick-inventory\.csv, without secrets/);
});

it("saves diagnostics from the settings, and says when they are not whole", async () => {
  const opened = await openWhole({ profiles: 1 });
  const { user, platform } = opened;
  await user.click(screen.getByTestId("preferences"));
  const button = await screen.findByRole("button", { name: "Save diagnostics…" });
  await user.click(button);
  await toast(/Diagnostics saved to .*mudbrick-diagnostics\.json, without secrets/);
  const left_out = recorded.lockedByPassphrase;
  vi.spyOn(platform, "diagnosticsSave").mockResolvedValue({ path: "/d.json", wrong: 1, left_out });
  await user.click(button);
  await toast(new RegExp(left_out.message));
});

it("says nothing when the system's dialog was closed", async () => {
  const opened = await openWhole({ profiles: 1 });
  const save = vi.spyOn(opened.platform, "exportProfile").mockResolvedValue(null);
  await menu(opened, "Export…");
  await opened.user.click(await screen.findByTestId("export-save"));
  await waitFor(() => expect(save).toHaveBeenCalledOnce());
  expect(screen.getByTestId("export-dialog")).toBeVisible();
});
