import { act, fireEvent, screen, waitFor, within } from "@testing-library/react";
import { expect, it, vi } from "vitest";
import { problem, recorded } from "../src/platform/fake/fixtures";
import { PASSPHRASE } from "../src/platform/fake/vault-calls";
import { fill, openWhole, tab, toast } from "./window";

it("locks by shortcut, shows no profile, and opens with the keyring", async () => {
  const { user } = await openWhole({ profiles: 2 });
  await user.keyboard("{Control>}{Shift>}L{/Shift}{/Control}");
  const screenful = await screen.findByTestId("lock-screen");
  expect(document.body).not.toHaveTextContent("Acme");
  const unlock = within(screenful).getByRole("button", { name: "Unlock" });
  expect(unlock).toHaveFocus();
  await user.click(unlock);
  expect(await screen.findByRole("heading", { name: "Acme · Places" })).toBeVisible();
});

it("answers to no command while it is locked", async () => {
  const { user } = await openWhole({ profiles: 1 });
  await user.keyboard("{Control>}{Shift>}L{/Shift}{/Control}");
  await screen.findByTestId("lock-screen");
  await user.keyboard("{Control>}k{/Control}{Control>}v{/Control}");
  expect(screen.queryByTestId("palette")).toBeNull();
  expect(screen.getByTestId("lock-screen")).toBeVisible();
});

it("stays locked with a sentence for a wrong passphrase, and opens with the right one", async () => {
  const { user } = await openWhole({ profiles: 1, vault: "passphrase" });
  await screen.findByTestId("lock-screen");
  await user.type(screen.getByLabelText("Passphrase"), "wrong{Enter}");
  expect(await screen.findByTestId("lock-problem")).toHaveTextContent(problem("wrong_passphrase").message);
  expect(screen.getByLabelText("Passphrase")).toHaveValue("");
  await user.click(screen.getByLabelText("Passphrase"));
  await user.paste(PASSPHRASE);
  await user.keyboard("{Enter}");
  expect(await screen.findByTestId("profile-page")).toBeVisible();
});

it("shuts when it is locked from outside, with what was revealed and read", async () => {
  const { user, platform } = await openWhole({ profiles: 1, reads: "console" });
  await user.click(await screen.findByRole("button", { name: "Reveal Client secret" }));
  await screen.findByText("p8e-made-up-secret-of-the-fake");
  act(() => platform.lockFromOutside());
  await screen.findByTestId("lock-screen");
  expect(document.body).not.toHaveTextContent("p8e-");
  act(() => platform.drop("read"));
  await user.click(screen.getByTestId("unlock"));
  expect(await screen.findByText(recorded.mask)).toBeVisible();
});

it("forgets what was read and not saved when it is locked", async () => {
  const { user, platform } = await openWhole({ profiles: 1, reads: "console" });
  act(() => platform.drop("read"));
  await screen.findByTestId("found-profile");
  act(() => platform.lockFromOutside());
  await user.click(await screen.findByTestId("unlock"));
  expect(await screen.findByTestId("drop-area")).toBeVisible();
});

it.each([
  ["locked" as const, problem("keyring_locked").message, false],
  ["absent" as const, problem("keyring_absent").message, true],
  ["denied" as const, problem("keyring_denied").message, false],
])("explains a vault that is %s above the page and in the settings", async (vault, words, passphrase) => {
  const { user, platform } = await openWhole({ profiles: 1, vault });
  const bar = await screen.findByTestId("vault-bar");
  expect(bar).toHaveTextContent(words);
  expect(within(bar).queryByRole("button", { name: "Use a passphrase instead…" }) !== null).toBe(passphrase);
  const unlock = vi.spyOn(platform, "vaultUnlock");
  await user.click(within(bar).getByRole("button", { name: "Ask the keyring again" }));
  await waitFor(() => expect(unlock).toHaveBeenCalledWith(null));
  await user.click(screen.getByTestId("preferences"));
  expect(await screen.findByTestId("vault-state")).toHaveTextContent(words);
});

it("uses a passphrase where there is no keyring", async () => {
  const { user, platform } = await openWhole({ profiles: 1, vault: "absent" });
  const bar = await screen.findByTestId("vault-bar");
  await user.click(within(bar).getByRole("button", { name: "Use a passphrase instead…" }));
  await user.type(await screen.findByLabelText("New passphrase"), "four words");
  expect(screen.getByText(/^Short/)).toBeVisible();
  await user.type(screen.getByLabelText("Repeat the passphrase"), "fxur");
  expect(await screen.findByText("The two passphrases are different.")).toBeVisible();
  expect(screen.getByTestId("set-passphrase")).toBeDisabled();
  await fill(user, screen.getByLabelText("Repeat the passphrase"), "four words");
  await user.click(screen.getByTestId("set-passphrase"));
  await toast(/The vault now has a passphrase/);
  expect(await platform.vaultState()).toMatchObject({ state: { kind: "open" }, custody: "passphrase" });
  await waitFor(() => expect(screen.queryByTestId("vault-bar")).toBeNull());
});

it("changes the passphrase only for who knows the old one", async () => {
  const { user } = await openWhole({ profiles: 1, custody: "passphrase" });
  await user.click(screen.getByTestId("preferences"));
  await user.click(await screen.findByRole("button", { name: "Change passphrase…" }));
  const current = await screen.findByLabelText("Current passphrase");
  await fill(user, current, "wrong");
  await fill(user, screen.getByLabelText("New passphrase"), "another passphrase of length");
  await fill(user, screen.getByLabelText("Repeat the passphrase"), "another passphrase of length");
  await user.click(screen.getByTestId("set-passphrase"));
  expect(await screen.findByTestId("problem")).toHaveTextContent(problem("wrong_passphrase").message);
  await fill(user, current, PASSPHRASE);
  await user.click(screen.getByTestId("set-passphrase"));
  await toast(/Passphrase changed/);
});

it("offers to bring an old vault’s memory down, by the passphrase it has", async () => {
  const { user } = await openWhole({ profiles: 1, custody: "passphrase", excessMemory: 1024 });
  await user.click(screen.getByTestId("preferences"));
  expect(await screen.findByTestId("vault-memory")).toHaveTextContent("takes 1024 MiB of memory");
  await user.click(await screen.findByRole("button", { name: "Change passphrase…" }));
  await fill(user, await screen.findByLabelText("Current passphrase"), PASSPHRASE);
  await fill(user, screen.getByLabelText("New passphrase"), PASSPHRASE);
  await fill(user, screen.getByLabelText("Repeat the passphrase"), PASSPHRASE);
  await user.click(screen.getByTestId("set-passphrase"));
  await toast(/Passphrase changed/);
  await waitFor(() => expect(screen.queryByTestId("vault-memory")).toBeNull());
});

it("moves the key to the keyring after asking", async () => {
  const { user, platform } = await openWhole({ profiles: 1, custody: "passphrase" });
  await user.click(screen.getByTestId("preferences"));
  await user.click(await screen.findByRole("button", { name: "Move to the keyring…" }));
  const dialog = await screen.findByRole("alertdialog", { name: "Move to the keyring?" });
  await user.click(within(dialog).getByRole("button", { name: "Move to the keyring" }));
  await toast(/The keyring now keeps the vault’s key/);
  expect((await platform.vaultState()).custody).toBe("keyring");
});

it("remembers when to lock by itself", async () => {
  const { user, platform } = await openWhole({ profiles: 1 });
  await user.click(screen.getByTestId("preferences"));
  await user.click(await screen.findByRole("button", { name: /Lock after inactivity/ }));
  await user.click(await screen.findByRole("option", { name: "5 minutes" }));
  await user.click(screen.getByRole("switch", { name: "Lock when the screen locks" }));
  await waitFor(async () =>
    expect(await platform.settingsGet()).toMatchObject({ lock_after_minutes: 5, lock_with_screen: false }),
  );
});

it("tells that somebody is there, at most every ten seconds", async () => {
  vi.useFakeTimers({ shouldAdvanceTime: true });
  try {
    const { platform } = await openWhole({ profiles: 1 });
    const activity = vi.spyOn(platform, "activity");
    fireEvent.pointerMove(document.body);
    const told = activity.mock.calls.length;
    expect(told).toBe(1);
    fireEvent.keyDown(document.body, { key: "a" });
    fireEvent.pointerDown(document.body);
    expect(activity).toHaveBeenCalledTimes(1);
    await vi.advanceTimersByTimeAsync(10_000);
    fireEvent.keyDown(document.body, { key: "a" });
    expect(activity).toHaveBeenCalledTimes(2);
  } finally {
    vi.useRealTimers();
  }
});

it("offers earlier versions where secrets are damaged, and restores one", async () => {
  const { user, platform } = await openWhole({ profiles: 1, secretDamaged: true });
  const restore = vi.spyOn(platform, "secretRestore");
  await user.click(await screen.findByTestId("renew-token"));
  await user.click(await screen.findByRole("button", { name: "Earlier versions…" }));
  const versions = await screen.findAllByTestId("version");
  expect(versions).toHaveLength(3);
  expect(versions[2]).toHaveTextContent("Does not open with this vault’s key");
  expect(within(versions[2] as HTMLElement).getByRole("button")).toBeDisabled();
  await user.click(within(versions[0] as HTMLElement).getByRole("button", { name: /^Restore/ }));
  await toast(/Earlier secrets of Acme · Places restored/);
  const [profile] = await platform.profilesList();
  expect(restore).toHaveBeenCalledWith({ kind: "profile", id: profile?.id }, 3);
});

it("says when there are no earlier versions", async () => {
  const { user } = await openWhole({ profiles: 1, generations: false });
  await user.click(await tab("Settings"));
  await user.click(await screen.findByTestId("earlier-versions"));
  expect(await screen.findByText(/There are none/)).toBeVisible();
});

it("keeps a second client secret, and removes it with a way back", async () => {
  const { user, platform } = await openWhole({ profiles: 1 });
  await user.click(await tab("Settings"));
  await user.click(await screen.findByRole("button", { name: "Add a second client secret" }));
  await fill(user, screen.getByLabelText("Second client secret"), "p8e-second");
  await user.click(screen.getByRole("button", { name: "Save" }));
  await toast(/Acme · Places saved/);
  const id = (await platform.profilesList())[0]?.id ?? "";
  expect(await platform.secretReveal(id, "client_secret")).toBe("p8e-made-up-secret-of-the-fake");
  expect(await platform.secretReveal(id, "second_client_secret")).toBe("p8e-second");

  await user.click(await tab("Overview"));
  await user.click(await screen.findByRole("button", { name: "Remove Second client secret" }));
  const notice = await toast(/Second client secret removed/);
  expect(screen.queryByTestId("secret-second_client_secret")).toBeNull();
  await user.click(within(notice).getByRole("button", { name: "Earlier versions…" }));
  expect(await screen.findAllByTestId("version")).not.toHaveLength(0);
});
