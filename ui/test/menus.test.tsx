import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import { expect, it, vi } from "vitest";
import { openWhole, openWindow, row, tab } from "./window";

const menu = () => screen.findByRole("menu");

it("the web view's own menu appears nowhere", async () => {
  await openWindow({ profiles: 1 });
  for (const element of [document.body, screen.getByTestId("profile-filter"), screen.getByRole("main")]) {
    // False: its default was prevented.
    expect(fireEvent.contextMenu(element)).toBe(false);
  }
});

it("a profile's row has every verb of its header, by the right button", async () => {
  const { user } = await openWindow({ profiles: 4 });
  await user.click(await screen.findByRole("button", { name: "Profile actions" }));
  const header = (await screen.findAllByRole("menuitem")).map((one) => one.textContent);
  await user.keyboard("{Escape}");
  expect(header.length).toBeGreaterThan(10);

  fireEvent.contextMenu(await row(/Globex · Platform/), { clientX: 20, clientY: 30 });
  const own = within(await menu()).getAllByRole("menuitem");
  // The shortcuts are those of the profile on screen.
  expect(own.map((one) => one.textContent)).toEqual(header.map((one) => one?.replace(/Ctrl.*/, "")));
});

it.each(["{ContextMenu}", "{Shift>}{F10}{/Shift}"])(
  "%s opens it, arrows walk it, Enter runs, the row has the focus again",
  async (keys) => {
    const { user, platform } = await openWindow({ profiles: 4 });
    const copy = vi.spyOn(platform, "tokenCopy");
    const places = await row(/Acme · Places/);
    places.focus();
    await user.keyboard(keys);
    const items = within(await menu()).getAllByRole("menuitem");
    expect(items[0]).toHaveFocus();
    await user.keyboard("{ArrowDown}");
    expect(items[1]).toHaveFocus();
    await user.keyboard("{End}{Home}{ArrowDown}{Enter}");
    expect(copy).toHaveBeenCalledWith(expect.any(String), "header");
    expect(screen.queryByRole("menu")).toBeNull();
    expect(places).toHaveFocus();
  },
);

it("finds an entry by its first letter, and goes with Escape and with a press beside it", async () => {
  const { user } = await openWindow({ profiles: 4 });
  const places = await row(/Acme · Places/);
  places.focus();
  await user.keyboard("{ContextMenu}d");
  await waitFor(() =>
    expect(within(screen.getByRole("menu")).getByText("Duplicate").closest("[role=menuitem]")).toHaveFocus(),
  );
  await user.keyboard("d");
  expect(within(screen.getByRole("menu")).getByText("Delete").closest("[role=menuitem]")).toHaveFocus();
  await user.keyboard("{Escape}");
  expect(screen.queryByRole("menu")).toBeNull();
  fireEvent.contextMenu(places);
  await menu();
  await user.click(document.body);
  expect(screen.queryByRole("menu")).toBeNull();
});

it("a row of history has its verbs", async () => {
  const { user, platform } = await openWindow({ profiles: 2 });
  await user.click(await tab("Requests"));
  await screen.findByTestId("request-editor");
  await user.click(screen.getByTestId("send"));
  await screen.findByTestId("answer");
  const replay = vi.spyOn(platform, "historyReplay");
  await user.click(await tab("History"));
  fireEvent.contextMenu(await screen.findByTestId("history-row"));
  const titles = within(await menu())
    .getAllByRole("menuitem")
    .map((one) => one.textContent);
  expect(titles).toEqual([
    "Open",
    "Replay",
    "Replay on…",
    "Run…",
    "Open as request",
    "Compare with the one before",
    "Compare with a file…",
    "Copy URL",
    "Add note…",
    "Pin",
    "Delete…",
  ]);
  await user.click(screen.getByRole("menuitem", { name: "Replay" }));
  await waitFor(() => expect(replay).toHaveBeenCalledOnce());
});

it("a row of the key table has the verbs of its card, and says why one cannot be done", async () => {
  const { user } = await openWhole({ profiles: 2, keys: 4 });
  await user.click(screen.getByTestId("all-keys"));
  const rows = await screen.findAllByTestId("key-row");
  fireEvent.contextMenu(rows[0] as HTMLElement);
  const open = await menu();
  expect(within(open).getByRole("menuitem", { name: /Save certificate for Adobe…/ })).toBeVisible();
  for (const refused of within(open).queryAllByRole("menuitem", { name: /Used by/ })) {
    expect(refused).toHaveAttribute("aria-disabled", "true");
  }
});
