import { act, screen, waitFor, within } from "@testing-library/react";
import { expect, it, vi } from "vitest";
import { problem } from "../src/platform/fake/fixtures";
import { openWindow, row, toast } from "./window";

it("gets a token and shows how long it lasts", async () => {
  const { user } = await openWindow({ profiles: 4 });
  await user.click(await row(/Globex · Platform/));
  await user.click(screen.getByRole("button", { name: "Get token" }));
  await waitFor(() =>
    expect(screen.getByTestId("token-left")).toHaveTextContent(/^(23 h 59 min|1 day) left$/),
  );
});

it("copies through the engine, says for how long, and takes it back", async () => {
  const { user, platform } = await openWindow({ profiles: 1 });
  const clear = vi.spyOn(platform, "clipboardClear");
  const copy = vi.spyOn(platform, "tokenCopy");
  await user.click(screen.getByRole("button", { name: "Copy token" }));
  const notice = await toast(/^Token for Acme · Places copied · until .+ · clears in 60 s/);
  expect(copy).toHaveBeenCalledWith(expect.any(String), "token");
  await user.click(within(notice).getByRole("button", { name: "Undo" }));
  expect(clear).toHaveBeenCalledOnce();
});

it("offers the header and curl", async () => {
  const { user, platform } = await openWindow({ profiles: 1 });
  const copy = vi.spyOn(platform, "tokenCopy");
  await user.click(await screen.findByRole("button", { name: "More ways to copy" }));
  await user.click(await screen.findByRole("menuitem", { name: "Copy as Authorization header" }));
  expect(copy).toHaveBeenCalledWith(expect.any(String), "header");
});

it("says why there is no token, what to do, and what Adobe answered", async () => {
  const { user } = await openWindow({ profiles: 4, tokenFails: true });
  await user.click(await row(/Globex · Platform/));
  await user.click(screen.getByRole("button", { name: "Get token" }));
  const alert = await screen.findByTestId("problem");
  expect(alert).toHaveTextContent(problem("wrong_secret", { profile: "", title: "" }).message);
  await user.click(within(alert).getByText("Details"));
  expect(within(alert).getByText(/X-DEBUG-ID/)).toBeVisible();
  await user.click(within(alert).getByRole("button", { name: "Open Settings" }));
  expect(await screen.findByTestId("profile-form")).toBeVisible();
});

it.each([
  ["locked" as const, problem("keyring_locked").message, "Unlock and try again"],
  ["absent" as const, problem("keyring_absent").message, "Use a passphrase instead…"],
  ["denied" as const, problem("keyring_denied").message, "Try again"],
])("tells a vault that is %s in its own words", async (vault, words, verb) => {
  const { user } = await openWindow({ profiles: 4, vault });
  await user.click(await row(/Globex · Platform/));
  await user.click(screen.getByRole("button", { name: "Get token" }));
  const alert = await screen.findByTestId("problem");
  expect(alert).toHaveTextContent(words);
  // What can be done depends on what keeps the key, which is asked for meanwhile.
  await waitFor(() => expect(within(alert).getByTestId("remedy")).toHaveTextContent(verb));
});

it("follows a token that the engine renewed by itself", async () => {
  const { platform } = await openWindow({ profiles: 4 });
  const profile = (await platform.profilesList())[3];
  await platform.tokenRenew(profile?.id ?? "");
  expect(await row(/Globex · Platform, token for (23 h|1 day)/)).toBeVisible();
});

it("tests a credential with one token call", async () => {
  const { user, platform } = await openWindow({ profiles: 1 });
  const renew = vi.spyOn(platform, "tokenRenew");
  await user.click(await screen.findByRole("button", { name: "Test" }));
  await toast(/Adobe accepted this credential/);
  expect(renew).toHaveBeenCalledOnce();
});

it("shows the token call as curl", async () => {
  const { user } = await openWindow({ profiles: 1 });
  await user.click(await screen.findByRole("button", { name: "Show the token call as curl" }));
  expect(await screen.findByLabelText("Token call as curl")).toHaveTextContent(
    "ims-na1.adobelogin.com/ims/token/v3",
  );
});

it("says on the card that this computer’s clock is off, and no longer once it is right", async () => {
  const { platform } = await openWindow({ profiles: 1 });
  const card = await screen.findByTestId("token-card");
  const id = (await platform.profilesList())[0]?.id ?? "";
  const real = await platform.profileGet(id);
  // Two sentences of the engine's, whatever they say.
  const said = problem("wrong_secret", { profile: id, title: "" });
  const clock = { sentence: said.message, remedy: said.remedy?.text ?? "" };
  expect(within(card).queryByTestId("clock-note")).toBeNull();
  const get = vi.spyOn(platform, "profileGet").mockResolvedValue({ ...real, clock });
  // The engine says that profiles changed.
  await act(() => platform.profileDuplicate(id));
  const note = await within(card).findByTestId("clock-note");
  expect(note).toHaveTextContent(`${clock.sentence} ${clock.remedy}`);
  get.mockResolvedValue(real);
  await act(() => platform.profileDuplicate(id));
  await waitFor(() => expect(note).not.toBeInTheDocument());
});
