import { screen, waitFor, within } from "@testing-library/react";
import { expect, it, vi } from "vitest";
import type { ProfileDraft } from "../src/bindings/ProfileDraft";
import { draftOf } from "../src/features/profiles/draft";
import { newJob, type Platform } from "../src/platform";
import { createFake } from "../src/platform/fake";
import { problem, recorded } from "../src/platform/fake/fixtures";
import type { FakeOptions } from "../src/platform/fake/world";
import { fill, row, show, toast } from "./window";

const SECRET = "p8e-made-up-oauth";
const SCOPES = "openid,AdobeID,read_organizations,campaign_sdk";
const { tried, over } = recorded.migrations;

type User = Awaited<ReturnType<typeof show>>;

async function jwtProfile(platform: Platform) {
  const found = (await platform.profilesList()).find(({ grant }) => grant === "jwt");
  if (!found) throw new Error("no service account");
  return found;
}

/** A service account with a key pair that signs. */
async function platformWith(change: Partial<ProfileDraft> = {}, options: FakeOptions = {}) {
  const platform = createFake({ profiles: 4, keys: 1, ...options });
  const [key] = await platform.keysList();
  const { id } = await jwtProfile(platform);
  const view = await platform.profileGet(id);
  const draft = { ...draftOf(view), key: key?.id ?? null, ...change };
  await platform.profileUpdate(id, view.revision, draft, null, null);
  return { platform, id };
}

async function leaveJwt(user: User) {
  await user.click(await row(/Acme · Campaign,/));
  await user.click(await screen.findByTestId("profile-menu"));
  await user.click(await screen.findByRole("menuitem", { name: "Leave JWT…" }));
  await screen.findByTestId("migrate-page");
}

async function enter(user: User) {
  await fill(user, await screen.findByLabelText(/^Client secret/), SECRET);
  await fill(user, screen.getByLabelText(/^Scopes/), SCOPES);
  await user.click(screen.getByTestId("try-oauth"));
}

const step = (name: string) =>
  waitFor(() => expect(screen.getByTestId("migrate-said").dataset["step"]).toBe(name));

async function take(user: User, which: string, action: string) {
  await user.click(await screen.findByTestId(`migrate-step-${which}`));
  const dialog = await screen.findByRole("alertdialog");
  await user.click(within(dialog).getByRole("button", { name: action }));
}

it("says what is known and what to do first, and begins with nothing changed", async () => {
  const { platform } = await platformWith();
  const user = await show(platform);
  await leaveJwt(user);
  await step("not_begun");
  expect(screen.getByTestId("migration-dates")).toHaveTextContent("1 March 2026");
  const known = screen.getByRole("region", { name: "In the Developer Console" });
  expect(known).toHaveTextContent("Adobe does not document which scopes");
  const open = vi.spyOn(platform, "consoleOpen");
  await user.click(screen.getByTestId("open-console"));
  expect(open).toHaveBeenCalledOnce();
  expect(await screen.findByLabelText(/^Scopes/)).toHaveValue(recorded.migrations.not_begun.scopes);
  await user.click(screen.getByTestId("migrate-back"));
  expect(await screen.findByTestId("profile-page")).toBeVisible();
});

it("tries, shows what differs, and switches", async () => {
  const { platform, id } = await platformWith();
  const tryOut = vi.spyOn(platform, "migrationTry");
  const user = await show(platform);
  await leaveJwt(user);
  await enter(user);
  await step("trying");
  expect(tryOut.mock.calls[0]?.slice(1, 4)).toEqual([id, { scopes: SCOPES, requests: 10 }, SECRET]);
  expect(screen.getByTestId("token-differences")).toHaveTextContent("The two have the same claims.");
  const compared = screen.getAllByTestId("compared-request");
  expect(compared).toHaveLength(tried.comparison.requests.length);
  expect(compared[0]).toHaveTextContent("200200same");
  const [first] = tried.comparison.left_out;
  expect(screen.getAllByTestId("left-out")[0]).toHaveTextContent(first?.words ?? "nothing is left out");
  // The secret is stored, and is in the page no longer.
  expect(screen.getByLabelText(/^Client secret/)).toHaveValue("");

  await take(user, "switch", "Switch");
  await step("switched");
  await toast(/Campaign now uses OAuth/);
  expect((await platform.profileGet(id)).summary.grant).toBe("oauth_server_to_server");
});

it("goes on after a restart, goes back, and retires", async () => {
  const { platform, id } = await platformWith();
  await platform.migrationTry(newJob(), id, { scopes: SCOPES, requests: 10 }, SECRET, () => undefined);
  await platform.migrationSwitch(id);
  const user = await show(platform);
  await leaveJwt(user);
  await step("switched");
  await take(user, "back", "Go back");
  await step("trying");
  expect(screen.getByTestId("migrate-outcome")).toHaveTextContent("Try again to see them.");
  await take(user, "switch", "Switch");
  await step("switched");
  await take(user, "retire", "Retire");
  await step("done");
  expect(await platform.migrationsList()).toEqual([]);
  expect(await platform.profilesList()).toHaveLength(4);
});

it("asks for what is missing at the field, and sends nothing", async () => {
  const { platform } = await platformWith();
  const tryOut = vi.spyOn(platform, "migrationTry");
  const user = await show(platform);
  await leaveJwt(user);
  const secret = await screen.findByLabelText(/^Client secret/);
  await user.click(screen.getByTestId("try-oauth"));
  await waitFor(() => expect(secret).toHaveFocus());
  expect(secret).toBeInvalid();
  await user.type(secret, "x");
  expect(secret).toBeValid();
  expect(tryOut).not.toHaveBeenCalled();
});

it("says why no token comes by OAuth, and is given up", async () => {
  const { platform } = await platformWith({}, { tokenFails: true });
  const user = await show(platform);
  await leaveJwt(user);
  await enter(user);
  const refused = problem("wrong_secret", { profile: "x", title: "x" });
  expect(await screen.findByTestId("problem")).toHaveTextContent(refused.message);
  await step("trying");
  await take(user, "give_up", "Give up");
  await step("not_begun");
  expect(screen.queryByTestId("problem")).toBeNull();
  expect(await platform.profilesList()).toHaveLength(4);
});

it("compares with what came before, once nothing comes by JWT any more", async () => {
  const { platform } = await platformWith({ key: null });
  const user = await show(platform);
  await leaveJwt(user);
  await enter(user);
  expect(await screen.findByTestId("jwt-over")).toHaveTextContent("Adobe gives no token by JWT:");
  expect(screen.getAllByTestId("compared-request")).toHaveLength(over.comparison.requests.length);
  expect(screen.getByText("By JWT before")).toBeVisible();
  expect(screen.getByTestId("migrate-step-switch")).toBeEnabled();
});

it("is where the overview leads, which promises nothing of a new key pair", async () => {
  const { platform } = await platformWith({ key: null });
  const user = await show(platform);
  await user.click(await row(/Acme · Campaign,/));
  expect(await screen.findByText("No key pair yet")).toBeVisible();
  expect(screen.queryByRole("button", { name: "New key pair" })).toBeNull();
  await user.click(screen.getByRole("button", { name: "Leave JWT…" }));
  expect(await screen.findByTestId("migrate-page")).toBeVisible();
});

it("claims no end of AEM’s service credentials", async () => {
  const { platform } = await platformWith({ scopes: "ent_aem_cloud_api" });
  const user = await show(platform);
  await leaveJwt(user);
  expect(await screen.findByTestId("migration-aem")).toHaveTextContent("Adobe has named no end.");
  expect(screen.queryByTestId("migration-dates")).toBeNull();
});

it("is in the menu of a board’s row, in the palette, and nowhere for OAuth", async () => {
  const { platform } = await platformWith();
  await platform.settingsSet({ ...(await platform.settingsGet()), last_place: "board" });
  const user = await show(platform);
  await screen.findAllByTestId("board-row");
  await user.click(screen.getByRole("button", { name: "More for Acme · Places" }));
  await screen.findByRole("menuitem", { name: "Check…" });
  expect(screen.queryByRole("menuitem", { name: "Leave JWT…" })).toBeNull();
  await user.keyboard("{Escape}");
  await user.click(screen.getByRole("button", { name: "More for Acme · Campaign" }));
  await user.click(await screen.findByRole("menuitem", { name: "Leave JWT…" }));
  await step("not_begun");
  await user.click(screen.getByTestId("migrate-back"));
  await screen.findByTestId("board-page");
  await user.click(await row(/Acme · Campaign,/));
  await user.keyboard("{Control>}k{/Control}");
  await user.keyboard("leave jwt");
  await user.keyboard("{Enter}");
  expect(await screen.findByTestId("migrate-page")).toBeVisible();
});
