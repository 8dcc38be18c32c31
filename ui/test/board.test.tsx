import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it, vi } from "vitest";
import type { BoardRow } from "../src/bindings/BoardRow";
import { idsIn, markedOf, nextHours, nextMonths, stretchOf } from "../src/features/board/ends";
import { chipCounts, joined, linesOf, type BoardLook } from "../src/features/board/items";
import { createFake } from "../src/platform/fake";
import { problem } from "../src/platform/fake/fixtures";
import { openWindow, show, toast } from "./window";

/** Opens the window where the board was left. */
async function openBoard(options: Parameters<typeof createFake>[0] = {}) {
  const platform = createFake(options);
  const settings = await platform.settingsGet();
  await platform.settingsSet({ ...settings, last_place: "board" });
  const user = await show(platform);
  await screen.findByTestId("board-page");
  await screen.findAllByTestId("board-row");
  return { platform, user };
}

const names = () =>
  screen.getAllByTestId("board-row").map((row) => within(row).getByRole("rowheader").textContent);
const boardRow = (name: RegExp) => {
  const found = screen
    .getAllByTestId("board-row")
    .find((one) => name.test(within(one).getByRole("rowheader").textContent));
  if (!found) throw new Error(`no row ${name}`);
  return found;
};

const profile = (id: string, ends: number | null) =>
  ({
    id,
    title: id,
    name: id,
    organization: "",
    org_id: "",
    client_id: "",
    grant: ends === null ? "oauth_server_to_server" : "jwt",
    adobe: "production",
    risk: "development",
    colour: "blue",
    token: { kind: "none" },
    certificate_ends: ends,
  }) as const;

const LOOK: BoardLook = {
  text: "",
  chips: [],
  sort: { by: "project", isDown: false },
  group: "nothing",
  pinned: [],
  only: null,
};

it("opens where it was left, and shows every profile under its organization", async () => {
  await openBoard({ profiles: 4 });
  expect(screen.getByRole("grid", { name: "Profiles" })).toHaveAttribute("aria-rowcount", "7");
  expect(names()).toEqual(["Campaign", "Places", "Platform sandbox", "Platform"]);
  expect(screen.getByText("Acme (3)")).toBeVisible();
});

it("says that there is nothing, with the ways to change that", async () => {
  const { user } = await openWindow();
  await user.click(screen.getByTestId("board"));
  expect(await screen.findByText("No profiles yet")).toBeVisible();
  await user.click(screen.getByRole("button", { name: "New profile" }));
  expect(await screen.findByTestId("profile-form")).toBeVisible();
});

it("shows the one thing that is wrong, and its button goes to the place", async () => {
  const { user } = await openBoard({ profiles: 5 });
  const keyless = boardRow(/Campaign/);
  await waitFor(() => expect(keyless).toHaveAttribute("data-health", "failing"));
  expect(boardRow(/legacy/)).toHaveTextContent(problem("wrong_secret", { profile: "", title: "" }).message);
  await user.click(within(keyless).getByTestId("board-remedy"));
  expect(await screen.findByRole("tab", { name: "Keys & certificates", selected: true })).toBeVisible();
});

it("filters by chips and by letters, and says how many are left", async () => {
  const { user } = await openBoard({ profiles: 7 });
  await user.click(screen.getByTestId("chip-production"));
  expect(screen.getByTestId("chip-production")).toHaveTextContent("Production 2");
  expect(names()).toEqual(["Campaign", "Places"]);
  await user.click(screen.getByTestId("chip-jwt"));
  expect(names()).toEqual(["Campaign"]);
  await user.type(screen.getByTestId("board-find"), "zzz");
  expect(await screen.findByText(/None of 7 profiles is left/)).toBeVisible();
  await user.click(screen.getByRole("button", { name: "Show all" }));
  await waitFor(() => expect(names()).toHaveLength(7));
});

it("sorts by a column, and back the other way", async () => {
  const { user } = await openBoard({ profiles: 4 });
  await user.click(screen.getByTestId("sort-token"));
  expect(screen.getByRole("columnheader", { name: "Token" })).toHaveAttribute("aria-sort", "ascending");
  expect(names().slice(0, 3)).toEqual(["Platform sandbox", "Campaign", "Places"]);
  await user.click(screen.getByTestId("sort-token"));
  expect(names().slice(0, 3)).toEqual(["Places", "Campaign", "Platform sandbox"]);
});

it("is walked, marked and opened by the keyboard", async () => {
  const { user } = await openBoard({ profiles: 4 });
  boardRow(/Campaign/).focus();
  await user.keyboard("{ArrowDown}");
  await waitFor(() => expect(boardRow(/^Places/)).toHaveFocus());
  await user.keyboard(" ");
  expect(screen.getByTestId("board-marked")).toHaveTextContent("1 profile selected");
  await user.keyboard("{Shift>}{ArrowDown}{/Shift}");
  expect(screen.getByTestId("board-marked")).toHaveTextContent("2 profiles selected");
  // Back over it, and to the other side of where it began.
  await waitFor(() => expect(boardRow(/Platform sandbox/)).toHaveFocus());
  await user.keyboard("{Shift>}{ArrowUp}{/Shift}");
  expect(screen.getByTestId("board-marked")).toHaveTextContent("1 profile selected");
  await waitFor(() => expect(boardRow(/^Places/)).toHaveFocus());
  await user.keyboard("{Shift>}{ArrowUp}{/Shift}");
  const ticks = screen.getAllByTestId("board-row").map((row) => row.getAttribute("aria-selected"));
  expect(ticks).toEqual(["true", "true", "false", "false"]);
  await waitFor(() => expect(boardRow(/Campaign/)).toHaveFocus());
  await user.keyboard("{Escape}");
  expect(screen.queryByTestId("board-marked")).toBeNull();
  await user.keyboard("{ArrowDown}");
  await waitFor(() => expect(boardRow(/^Places/)).toHaveFocus());
  await user.keyboard("{ArrowDown}");
  await waitFor(() => expect(boardRow(/Platform sandbox/)).toHaveFocus());
  await user.keyboard("{Enter}");
  expect(await screen.findByTestId("profile-page")).toBeVisible();
});

it("does something to what is marked, and not to what went out of view", async () => {
  const { user, platform } = await openBoard({ profiles: 4 });
  const renew = vi.spyOn(platform, "boardRenew");
  await user.click(screen.getByRole("checkbox", { name: "Select all that are shown" }));
  await user.click(screen.getByTestId("chip-production"));
  expect(screen.getByTestId("board-marked")).toHaveTextContent("2 profiles selected");
  await user.click(screen.getByTestId("marked-renew"));
  expect(renew.mock.calls[0]?.[1]).toHaveLength(2);
});

it("renews all, and says what came of it", async () => {
  const { user } = await openBoard({ profiles: 4 });
  await user.click(screen.getByTestId("renew-all"));
  // One signs and has no key.
  await toast(/^3 tokens renewed, 1 failed/);
});

it("stops a renewal where it is", async () => {
  const { user, platform } = await openBoard({ profiles: 7, stalls: true });
  const begun = vi.spyOn(platform, "boardRenew");
  await user.click(screen.getByTestId("renew-all"));
  await waitFor(() => expect(begun).toHaveBeenCalled());
  await platform.jobStop(begun.mock.calls[0]?.[0] ?? "");
  await toast(/^1 token renewed, 6 not begun/);
});

it("pins a profile above all others, and remembers it", async () => {
  const { user, platform } = await openBoard({ profiles: 4 });
  await user.click(within(boardRow(/^Platform$/)).getByRole("checkbox"));
  await user.click(screen.getByTestId("marked-pin"));
  expect(screen.getByText("Pinned (1)")).toBeVisible();
  expect(names()[0]).toMatch(/^Platform/);
  expect((await platform.settingsGet()).pinned).toHaveLength(1);
  const side = within(screen.getByTestId("sidebar")).getAllByTestId("profile-row");
  expect(side[0]).toHaveTextContent(/Globex · Platform/);
});

it("filters by a stretch of the picture, with the keyboard too", async () => {
  const { user } = await openBoard({ profiles: 4 });
  const picture = screen.getByRole("listbox", { name: "Next 24 hours: choose a stretch" });
  expect(screen.getByText(/^3 tokens end, the first/)).toBeVisible();
  picture.focus();
  // Nothing of the fake's ends in the second hour but Campaign in the third.
  await user.keyboard("{ArrowRight}{ArrowRight} ");
  expect(within(picture).getByRole("option", { selected: true })).toHaveAccessibleName(/1 token ends$/);
  expect(names()).toEqual(["Campaign"]);
  await user.keyboard("{Escape}");
  expect(names()).toHaveLength(4);
});

it("keeps a marked stretch at its times while the clock goes on", () => {
  const [minute, hour] = [Math.floor(Date.now() / 60_000) * 60_000, 3_600_000];
  const at = (id: string, hours: number) => ({
    ...profile(id, null),
    token: { kind: "ready", created_at: minute, expires_at: minute + hours * hour } as const,
  });
  const items = joined([at("a", 2.5), at("b", 3.9), at("c", 4.1)], []);
  const marked = markedOf("hours", nextHours(items, minute), { from: 3, to: 2 });
  if (!marked) throw new Error("nothing is marked");
  expect([...idsIn(items, marked)]).toEqual(["a", "b"]);
  const shown = (minutes: number) => stretchOf(nextHours(items, minute + minutes * 60_000), marked);
  expect(shown(0)).toEqual({ from: 3, to: 2 });
  expect(shown(1)).toEqual({ from: 3, to: 2 });
  expect(shown(59)).toEqual({ from: 2, to: 1 });
  expect(shown(235)).toEqual({ from: 0, to: 0 });
  expect(shown(240)).toBeNull();
  // One that is renewed ends elsewhere.
  expect([...idsIn(joined([at("a", 24), at("b", 3.9)], []), marked)]).toEqual(["b"]);
});

it("a profile that is renewed leaves the stretch that it was in", async () => {
  const { user, platform } = await openBoard({ profiles: 4 });
  const picture = screen.getByRole("listbox", { name: "Next 24 hours: choose a stretch" });
  picture.focus();
  await user.keyboard("{ArrowRight>9/} ");
  expect(names()).toEqual(["Places"]);
  const places = (await platform.profilesList()).find(({ title }) => title === "Acme · Places");
  await platform.tokenRenew(places?.id ?? "");
  expect(await screen.findByText(/None of 4 profiles is left/)).toBeVisible();
});

it("a token that was got just now ends in the picture's last hour", () => {
  const minute = Math.floor(Date.now() / 60_000) * 60_000;
  const ends = minute + 50_000 + 24 * 3_600_000;
  const one = {
    ...profile("a", null),
    token: { kind: "ready", created_at: minute, expires_at: ends } as const,
  };
  const bins = nextHours(joined([one], []), minute);
  expect(bins.findIndex(({ ids }) => ids.length > 0)).toBe(23);
});

it("counts a token right after its renewal", async () => {
  const { platform } = await openBoard({ profiles: 1 });
  const [places] = await platform.profilesList();
  await platform.tokenRenew(places?.id ?? "");
  expect(await screen.findByText(/^1 token ends, the first tomorrow/)).toBeVisible();
});

it("copies in every form from a row's menu", async () => {
  const { platform } = await openBoard({ profiles: 1 });
  const user = userEvent.setup({ delay: null });
  const copy = vi.spyOn(platform, "tokenCopy");
  await user.click(screen.getByRole("button", { name: "More for Acme · Places" }));
  await user.click(await screen.findByRole("menuitem", { name: /^Copy as…/ }));
  await user.click(await screen.findByRole("menuitem", { name: "Copy for PowerShell" }));
  expect(copy).toHaveBeenCalledWith(expect.any(String), "powershell");
});

it("keeps what it showed when it cannot be asked again, and says why", async () => {
  const platform = createFake({ profiles: 2 });
  const settings = await platform.settingsGet();
  await platform.settingsSet({ ...settings, last_place: "board" });
  await show(platform);
  const keyless = await waitFor(() => boardRow(/Campaign/));
  await waitFor(() => expect(keyless).toHaveAttribute("data-health", "failing"));
  vi.spyOn(platform, "boardRows").mockRejectedValue(new Error("disk"));
  // Something of which the board has to hear. A lock would be told too, and shut the window as soon as that listens.
  const [first] = await platform.profilesList();
  await platform.sandboxSwitch(first?.id ?? "", "dev");
  expect(await screen.findByTestId("problem")).toBeVisible();
  expect(await screen.findAllByTestId("board-row")).toHaveLength(2);
  expect(boardRow(/Campaign/)).toHaveAttribute("data-health", "failing");
});

it("claims nothing while nobody has said anything", async () => {
  const platform = createFake({ profiles: 2 });
  await platform.settingsSet({ ...(await platform.settingsGet()), last_place: "board" });
  vi.spyOn(platform, "boardRows").mockRejectedValue(new Error("disk"));
  await show(platform);
  expect(await screen.findByTestId("problem")).toBeVisible();
  const row = boardRow(/^Places/);
  expect(row).toHaveAttribute("data-health", "unknown");
  expect(row).not.toHaveTextContent(/good|never|no client secret/);
  expect(within(row).getAllByText("not known")).toHaveLength(3);
  for (const chip of ["failing", "unused"]) expect(screen.getByTestId(`chip-${chip}`)).toBeDisabled();
  expect(screen.getByTestId("chip-jwt")).toHaveTextContent("JWT 1");
});

it("says of a closed vault that it is closed, and not that there are no tokens", async () => {
  const platform = createFake({ profiles: 2 });
  const unknown = await platform.profilesList();
  for (const one of unknown) one.token = { kind: "unknown" };
  vi.spyOn(platform, "profilesList").mockResolvedValue(unknown);
  await platform.settingsSet({ ...(await platform.settingsGet()), last_place: "board" });
  await show(platform);
  expect(await screen.findByText("Unlock the vault to see when tokens end")).toBeVisible();
});

it("draws those of a thousand rows that are in view", async () => {
  await openBoard({ profiles: 1000 });
  expect(screen.getAllByTestId("board-row").length).toBeLessThan(40);
});

it("reads no name again for a key in the filter or a click on a column", async () => {
  const platform = createFake({ profiles: 1000 });
  const items = joined(await platform.profilesList(), await platform.boardRows());
  const read = vi.fn();
  for (const item of items) {
    Object.defineProperty(item.profile, "title", { get: read });
    Object.defineProperty(item.profile, "name", { get: read });
  }
  for (const by of ["project", "token", "health"] as const) {
    const lines = linesOf(items, { ...LOOK, sort: { by, isDown: true }, text: "pla" }, Date.now());
    expect(lines.length).toBeGreaterThan(100);
  }
  expect(read).not.toHaveBeenCalled();
});

it("counts what the chips stand for", () => {
  const now = 1_800_000_000_000;
  const day = 24 * 3_600_000;
  const profiles = [profile("a", now + 29 * day), profile("b", now + 31 * day), profile("c", null)];
  const rows: BoardRow[] = profiles.map(({ id }, n) => ({
    id,
    secret_stored_at: null,
    last_used: n === 0 ? null : now - (n === 1 ? 91 : 89) * day,
    health: { kind: "good" },
  }));
  const items = joined(profiles, rows);
  expect(chipCounts(items, now)).toEqual({ ending: 1, failing: 0, production: 0, jwt: 2, unused: 2 });
  expect(nextMonths(items, now).flatMap(({ ids }) => ids)).toEqual(["a", "b"]);
  expect(nextHours(items, now).flatMap(({ ids }) => ids)).toEqual([]);
});

it("sorts what is not known behind everything that is, both ways", () => {
  const now = Date.now();
  const platform = createFake({ profiles: 4 });
  return platform.profilesList().then((profiles) => {
    const items = joined(profiles, []);
    const order = (isDown: boolean) =>
      linesOf(items, { ...LOOK, sort: { by: "token", isDown } }, now).map((line) =>
        line.kind === "row" ? line.item.profile.name : "",
      );
    expect(order(false).at(-1)).toBe("Platform");
    expect(order(true).at(-1)).toBe("Platform");
    expect(order(true)[0]).toBe("Places");
  });
});

it("leads from a reminder to where a new key pair is made, or to the way from JWT", async () => {
  const { platform } = await openBoard({ profiles: 2 });
  const [, jwt] = await platform.profilesList();
  const id = jwt?.id ?? "";
  platform.clickReminder({ profile: id, at_end: "new_key_pair" });
  expect(await screen.findByRole("tab", { name: "Keys & certificates", selected: true })).toBeVisible();
  platform.clickReminder({ profile: id, at_end: "leave_jwt" });
  expect(await screen.findByTestId("migrate-back")).toBeVisible();
});
