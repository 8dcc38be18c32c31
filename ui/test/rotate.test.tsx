import { screen, waitFor, within } from "@testing-library/react";
import { expect, it, vi } from "vitest";
import { createFake } from "../src/platform/fake";
import type { FakeOptions } from "../src/platform/fake/world";
import { problem } from "../src/platform/fake/fixtures";
import { fill, openWindow, show, toast } from "./window";

const PAGE =
  "https://developer.adobe.com/console/projects/1000002/456/credentials/200002/details/oauthservertoserver";

const menu = () => screen.getByTestId("profile-menu");

/** Opens the page of the profile on screen, by its menu. */
async function openRotation(options: FakeOptions = {}) {
  const opened = await openWindow({ profiles: 4, ...options });
  // Until its code is there, the button has no menu.
  await waitFor(() => expect(menu()).toHaveAttribute("aria-haspopup"));
  await opened.user.click(menu());
  await opened.user.click(await screen.findByRole("menuitem", { name: "Rotate secret…" }));
  await screen.findByTestId("rotate-page");
  return { ...opened, carryOut: vi.spyOn(opened.platform, "rotationCarryOut") };
}

const step = () => screen.getByTestId("rotation").dataset["step"];
const reached = (wanted: string) => waitFor(() => expect(step()).toBe(wanted));
const states = () => screen.getAllByTestId("rotation-step").map((one) => one.dataset["state"]);
const agree = async (user: Awaited<ReturnType<typeof openWindow>>["user"]) =>
  user.click(await screen.findByTestId("rotation-agree"));

it("asks once before it adds, production marked, and says step by step how far it is", async () => {
  const { user, carryOut } = await openRotation();
  expect(await screen.findByTestId("rotation")).toHaveTextContent("Acme · Places");
  expect(states()).toEqual(["later", "later", "later", "later", "later", "later"]);
  expect(carryOut).not.toHaveBeenCalled();
  await user.click(await screen.findByTestId("rotation-go_on"));
  const question = await screen.findByTestId("rotation-question");
  expect(question).toHaveTextContent("Acme · Places PRODUCTION");
  await agree(user);
  await reached("watching");
  expect(carryOut).toHaveBeenCalledOnce();
  expect(carryOut.mock.calls[0]?.slice(1, 3)).toEqual([
    expect.objectContaining({ deed: { kind: "go_on", lost: "kept" } }),
    "confirmed",
  ]);
  expect(states()).toEqual(["done", "done", "done", "done", "now", "later"]);
  expect(screen.getByTestId("rotation-said")).toHaveTextContent("nobody has used the old one since");
  // When it was begun.
  expect(await screen.findByTestId("rotation-begun")).toHaveTextContent("It goes on where it stopped.");
});

it("deletes the old secret with Adobe’s date, and not where somebody uses it in that moment", async () => {
  const { user, carryOut } = await openRotation({ rotation: "watching" });
  await reached("watching");
  await user.click(screen.getByTestId("rotation-delete_old"));
  expect(await screen.findByTestId("rotation-last-use")).toHaveTextContent(/used last on \w/);
  expect(screen.queryByTestId("rotation-warning")).toBeNull();
  await agree(user);
  await reached("done");
  expect(carryOut.mock.calls.at(-1)?.[1].deed).toEqual({ kind: "delete_old", still_used: "kept" });
});

it("warns of somebody who still uses the old secret, and deletes it all the same for who has seen that", async () => {
  const { user, carryOut } = await openRotation({ rotation: "used" });
  await reached("watching");
  await user.click(screen.getByTestId("rotation-delete_old"));
  expect(await screen.findByTestId("rotation-warning")).toHaveTextContent("Somebody has used it since");
  await user.click(screen.getByRole("button", { name: "Cancel" }));
  expect(carryOut.mock.calls.filter(([, { deed }]) => deed.kind === "delete_old")).toEqual([]);
  await user.click(screen.getByTestId("rotation-delete_old"));
  await agree(user);
  await reached("done");
  expect(carryOut.mock.calls.at(-1)?.[1].deed).toEqual({ kind: "delete_old", still_used: "deleted_too" });
});

it("asks for the address of the credential where nobody knows it, and says what is wrong with one", async () => {
  const { user } = await openRotation({ rotation: "unplaced" });
  expect(await screen.findByTestId("problem")).toHaveTextContent("does not know where the credential");
  await user.click(screen.getByRole("button", { name: "Enter the address…" }));
  const dialog = await screen.findByRole("dialog");
  await fill(user, within(dialog).getByLabelText(/^Address/), "https://developer.adobe.com/console");
  await user.click(screen.getByTestId("place-save"));
  const refused = problem("no_console_address").message;
  expect(await within(dialog).findByText(refused)).toBeVisible();
  await fill(user, within(dialog).getByLabelText(/^Address/), PAGE);
  await user.click(screen.getByTestId("place-save"));
  expect(await screen.findByTestId("rotation-go_on")).toBeEnabled();
  expect(screen.queryByTestId("problem")).toBeNull();
});

it("shows both secrets where two are in the way, and deletes the one that is chosen", async () => {
  const { user, carryOut } = await openRotation({ rotation: "two_secrets" });
  await user.click(await screen.findByTestId("rotation-go_on"));
  await agree(user);
  expect(await screen.findByTestId("problem")).toHaveTextContent("has two client secrets at Adobe already");
  await user.click(screen.getByRole("button", { name: "Choose which to delete…" }));
  const [, second] = await screen.findAllByTestId("rotation-delete-named");
  if (!second) throw new Error("only one can be deleted");
  await user.click(second);
  expect(await screen.findByTestId("rotation-last-use")).toHaveTextContent(/used last on \w/);
  await agree(user);
  await waitFor(() => expect(screen.getAllByTestId("rotation-secret")).toHaveLength(1));
  expect(carryOut.mock.calls.at(-1)?.[1].deed).toMatchObject({ kind: "delete_named" });
});

it("goes on where it stopped when the window is opened again, and says so", async () => {
  const platform = createFake({ profiles: 3, rotation: "watching" });
  const [first] = await platform.profilesList();
  const user = await show(platform);
  await user.keyboard("{Control>}k{/Control}");
  await user.click(await screen.findByText("Rotate client secrets…"));
  const begun = await screen.findAllByTestId("rotation-begun");
  expect(begun[0]).toHaveTextContent("It goes on where it stopped.");
  // Adobe is asked how far it is.
  await waitFor(() => expect(screen.getAllByTestId("rotation-said")).toHaveLength(begun.length));
  // Nothing of it is done by that.
  expect(screen.getByTestId("rotate-said")).toHaveTextContent(/profiles? looked at/);
  expect(screen.getAllByTestId("rotation")[0]).toHaveAccessibleName(first?.title ?? "");
});

it("rotates what is marked on the board with one question, and gives a text for colleagues", async () => {
  const platform = createFake({ profiles: 4 });
  await platform.settingsSet({ ...(await platform.settingsGet()), last_place: "board" });
  const user = await show(platform);
  await screen.findAllByTestId("board-row");
  await user.click(screen.getByRole("checkbox", { name: "Select all that are shown" }));
  await user.click(screen.getByTestId("marked-rotate"));
  await user.click(await screen.findByTestId("rotate-all"));
  expect(within(await screen.findByTestId("rotation-question")).getAllByRole("listitem")).toHaveLength(4);
  await agree(user);
  await waitFor(() => expect(screen.getAllByTestId("rotation-message")).toHaveLength(4));
  expect(screen.getByTestId("rotate-said")).toHaveTextContent("4 of 4 profiles done.");
  const held = document.documentElement.outerHTML;
  expect(held).not.toContain("p8e-");
  await user.click(screen.getAllByTestId("rotation-copy")[0] as HTMLElement);
  await toast(/Message to colleagues copied/);
});

it("is chosen by ticks where one comes without a profile, and can be stopped", async () => {
  const { user, platform } = await openWindow({ profiles: 3, stalls: true });
  await user.keyboard("{Control>}k{/Control}");
  await user.click(await screen.findByText("Rotate client secrets…"));
  const chooser = await screen.findByTestId("rotation-chooser");
  // A service account (JWT) has no secret that could be rotated.
  expect(within(chooser).queryByRole("checkbox", { name: /Campaign/ })).toBeNull();
  await user.click(within(chooser).getByRole("checkbox", { name: "Acme · Places" }));
  await user.click(screen.getByTestId("rotation-choose"));
  await user.click(await screen.findByTestId("rotation-go_on"));
  await agree(user);
  const stop = vi.spyOn(platform, "jobStop");
  await user.click(await screen.findByTestId("rotate-stop"));
  expect(stop).toHaveBeenCalledOnce();
  expect(await screen.findByTestId("rotate-said")).toHaveTextContent("1 not begun, because it was stopped.");
  expect(screen.getByTestId("rotation-go_on")).toBeEnabled();
});

it("is where a remedy leads that names it", async () => {
  const { user, platform } = await openWindow({ profiles: 4 });
  const [acme] = await platform.profilesList();
  if (!acme) throw new Error("no profile");
  const refused = problem("wrong_secret", { profile: acme.id, title: acme.title });
  const action = { kind: "rotate_secret", profile: acme, way: "abandon" } as const;
  vi.spyOn(platform, "tokenRenew").mockRejectedValue({ ...refused, remedy: { ...refused.remedy, action } });
  await user.click(await screen.findByTestId("renew-token"));
  await user.click(await screen.findByRole("button", { name: "Give up…" }));
  expect(await screen.findByTestId("rotation-question")).toHaveTextContent("Acme · Places");
  await agree(user);
  await reached("not_begun");
});
