import { screen, waitFor, within } from "@testing-library/react";
import { expect, it, vi } from "vitest";
import { recorded } from "../src/platform/fake/fixtures";
import { fill, openWindow, row, toast } from "./window";

const { foreign, narrower } = recorded.inspections;

async function openInspector(options: Parameters<typeof openWindow>[0]) {
  const opened = await openWindow(options);
  await opened.user.click(screen.getByTestId("inspect-token"));
  await screen.findByTestId("inspected-token");
  return opened;
}

/** Opens it from the side bar with nothing of a profile's, and pastes. */
async function openPasted(text: string) {
  const opened = await openWindow({ profiles: 2 });
  const { user } = opened;
  await user.click(screen.getByTestId("board"));
  await user.click(screen.getByTestId("inspector"));
  await fill(user, await screen.findByLabelText(/^Token$/), text);
  return opened;
}

it("tells a profile's token claim by claim, and asks nobody until somebody wants it", async () => {
  const { platform, user } = await openWindow({ profiles: 1 });
  const ask = vi.spyOn(platform, "tokenAsk");
  const inspect = vi.spyOn(platform, "tokenInspect");
  await user.click(screen.getByTestId("inspect-token"));
  const token = await screen.findByTestId("inspected-token");
  expect(within(token).getByTestId("inspected-kind")).toHaveTextContent("Access token");
  expect(within(token).getByTestId("inspected-left")).toHaveTextContent(/^9 h \d+ min left, until /);
  expect(within(token).getByTestId("inspected-whose")).toHaveTextContent("A token of Acme · Places.");
  expect(within(token).getByText("The client ID (API key) that it was made for.")).toBeVisible();
  expect(inspect.mock.lastCall?.[0]).toEqual({ kind: "kept", profile: expect.any(String) as string });
  expect(ask).not.toHaveBeenCalled();
  await user.click(screen.getByTestId("ask-ims"));
  expect(await screen.findByTestId("asked-ims")).toHaveTextContent(/^Adobe takes it, until /);
});

it("reads what is pasted, does not show it, and forgets it with the page", async () => {
  const { user } = await openPasted(`Authorization: Bearer ${foreign.text}`);
  expect(screen.getByLabelText(/^Token$/)).toHaveAttribute("type", "password");
  expect(await screen.findByTestId("inspected-left")).toHaveTextContent(/^Ended .+ ago, /);
  expect(screen.getByLabelText("Scopes").textContent).toContain("openid");
  expect(screen.queryByTestId("ask-ims")).toBeNull();
  await user.click(screen.getByTestId("board"));
  await screen.findByTestId("board-page");
  await user.click(screen.getByTestId("inspector"));
  expect(await screen.findByLabelText(/^Token$/)).toHaveValue("");
});

it("says of what is none that it is none", async () => {
  await openPasted("p8e-something-else");
  expect(await screen.findByTestId("problem")).toHaveTextContent("This is no token of Adobe's.");
  expect(screen.queryByTestId("inspected-token")).toBeNull();
});

it("says whose a pasted token is not", async () => {
  const { user } = await openPasted(foreign.text);
  await user.click(await screen.findByRole("button", { name: /Is it a token of/ }));
  await user.click(await screen.findByRole("option", { name: /Places/ }));
  await waitFor(() => expect(screen.getByTestId("inspected-whose")).toHaveTextContent(/^Not a token of /));
  expect(screen.getByTestId("inspected-whose")).toHaveTextContent("Its client ID is ffffffff");
});

it("revokes only after a question, and then the profile has none", async () => {
  const { user, platform } = await openInspector({ profiles: 1 });
  const revoke = vi.spyOn(platform, "tokenRevoke");
  await user.click(screen.getByTestId("revoke-token"));
  const question = await screen.findByRole("alertdialog");
  await user.click(within(question).getByRole("button", { name: "Cancel" }));
  expect(revoke).not.toHaveBeenCalled();
  await waitFor(() => expect(screen.queryByRole("alertdialog")).toBeNull());
  await user.click(screen.getByTestId("revoke-token"));
  await user.click(within(await screen.findByRole("alertdialog")).getByRole("button", { name: "Revoke" }));
  await toast(/^Token revoked/);
  expect(revoke).toHaveBeenCalledOnce();
  const problem = await screen.findByTestId("problem");
  await user.click(within(problem).getByRole("button", { name: /^Renew the token/ }));
  expect(await screen.findByTestId("inspected-left")).toHaveTextContent(/left, until/);
});

it("compares two tokens claim by claim", async () => {
  const { user } = await openPasted(foreign.text);
  await screen.findByTestId("inspected-token");
  await user.click(screen.getByTestId("compare-token"));
  await fill(user, screen.getByLabelText(/^Other token$/), narrower.text);
  const differences = await screen.findByTestId("token-differences");
  expect(differences).toHaveTextContent("The two differ in 2 claims.");
  expect(within(differences).getByRole("row", { name: /moi not there a1b2c3d4/ })).toBeVisible();
  await fill(user, screen.getByLabelText(/^Other token$/), foreign.text);
  await waitFor(() =>
    expect(screen.getByTestId("token-differences")).toHaveTextContent("The two have the same claims."),
  );
});

it("shows the assertion of a service account before it is sent", async () => {
  const { user } = await openWindow({ profiles: 2 });
  await user.click(await row(/Campaign/));
  await user.click(await screen.findByTestId("inspect-token"));
  await user.click(await screen.findByRole("radio", { name: "The assertion it would send" }));
  await waitFor(() =>
    expect(screen.getByTestId("inspected-kind")).toHaveTextContent(/^Assertion, to be exchanged/),
  );
  expect(screen.getByTestId("inspected-left")).toHaveTextContent(/^4 min \d+ s left, until/);
  expect(screen.queryByTestId("revoke-token")).toBeNull();
});
