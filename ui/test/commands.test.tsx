import { cleanup, fireEvent, screen, waitFor, within } from "@testing-library/react";
import { expect, it, vi } from "vitest";
import { fill, openWindow, row, show, tab } from "./window";

it("lists every command with its shortcut, and runs one", async () => {
  const { user, platform } = await openWindow({ profiles: 1 });
  const renew = vi.spyOn(platform, "tokenRenew");
  await user.keyboard("{Control>}k{/Control}");
  const palette = await screen.findByTestId("palette");
  expect(within(palette).getByRole("option", { name: /Copy token.*Ctrl\+Shift\+C/ })).toBeVisible();
  await user.keyboard("renew{Enter}");
  await waitFor(() => expect(renew).toHaveBeenCalledOnce());
  expect(screen.queryByTestId("palette")).toBeNull();
});

it("switches profiles with two letters and Enter", async () => {
  const { user } = await openWindow({ profiles: 5 });
  await user.keyboard("{Control>}p{/Control}");
  await screen.findByTestId("palette");
  await user.keyboard("gl pl{Enter}");
  expect(await screen.findByRole("heading", { name: /^Globex/ })).toBeVisible();
});

it.each([
  ["{Control>}n{/Control}", "new-profile-page"],
  ["{Control>},{/Control}", "preferences-page"],
  ["{Control>}h{/Control}", "history-tab"],
  ["{Control>}/{/Control}", "palette"],
])("%s opens %s", async (keys, place) => {
  const { user } = await openWindow({ profiles: 1 });
  await user.keyboard(keys);
  expect(await screen.findByTestId(place)).toBeInTheDocument();
});

it("copies and renews by shortcut", async () => {
  const { user, platform } = await openWindow({ profiles: 1 });
  const copy = vi.spyOn(platform, "tokenCopy");
  await user.keyboard("{Control>}{Shift>}C{/Shift}{/Control}");
  await waitFor(() => expect(copy).toHaveBeenCalledOnce());
});

it("starts a new request", async () => {
  const { user } = await openWindow({ profiles: 1 });
  await user.click(await tab("Requests"));
  await screen.findByTestId("request-editor");
  await user.keyboard("{Control>}t{/Control}");
  await waitFor(() => expect(screen.getByTestId("url")).toHaveValue("https://"));
});

it.each([
  ["Send", "Ctrl+Enter"],
  ["New request", "Ctrl+T"],
  ["Save to your requests", "Ctrl+S"],
  ["Save under another name…", "Ctrl+Shift+S"],
  ["Close tab", "Ctrl+W"],
  ["Reopen closed tab", "Ctrl+Shift+T"],
  ["Next tab", "Ctrl+Page Down"],
  ["Previous tab", "Ctrl+Page Up"],
  ["Duplicate request", "Ctrl+D"],
])("names the key of %s, %s", async (title, keys) => {
  const { user } = await openWindow({ profiles: 1 });
  await user.click(await tab("Requests"));
  await screen.findByTestId("request-editor");
  await user.keyboard("{Control>}k{/Control}");
  const palette = await screen.findByTestId("palette");
  const named = within(palette).getAllByRole("option", { name: new RegExp(title) });
  expect(named.map((one) => one.textContent).join()).toContain(keys);
});

it("changes the theme at once and remembers it", async () => {
  const { user, platform } = await openWindow({ profiles: 1 });
  await user.click(screen.getByTestId("preferences"));
  await user.click(await screen.findByRole("radio", { name: "Dark" }));
  expect(document.documentElement.dataset["colorScheme"]).toBe("dark");
  expect((await platform.settingsGet()).theme).toBe("dark");
});

it("names the shortcut of the quick window by the keys of this keyboard", async () => {
  const { user, platform } = await openWindow({ profiles: 1 });
  await user.click(screen.getByTestId("preferences"));
  const field = await screen.findByRole("textbox", { name: "Shortcut of the quick window" });
  const use = screen.getByRole("button", { name: "Use this shortcut" });
  expect(field).toHaveValue("Ctrl+Alt+K");
  expect(use).toBeDisabled();
  await fill(user, field, "Ctrl+Alt+J");
  await user.click(use);
  await waitFor(async () => expect((await platform.settingsGet()).quick_keys).toBe("Ctrl+Alt+J"));
});

it("takes every key from the first press on", async () => {
  const { user } = await openWindow({ profiles: 5 });
  fireEvent.keyDown(document.body, { key: "k", ctrlKey: true });
  // Nothing is waited for: what is typed in the same breath is typed into it.
  const input = within(screen.getByTestId("palette")).getByRole("combobox");
  expect(input).toHaveFocus();
  await user.keyboard("gl pl");
  expect(input).toHaveValue("gl pl");
});

it("says how many results it does not show", async () => {
  const { user } = await openWindow({ profiles: 500 });
  await user.keyboard("{Control>}p{/Control}");
  const palette = await screen.findByTestId("palette");
  expect(within(palette).getAllByRole("option")).toHaveLength(100);
  expect(within(palette).getByRole("status")).toHaveTextContent("400 more results");
  await user.keyboard("nothing like this");
  expect(within(palette).getByRole("status")).toHaveTextContent("Nothing matches");
});

it("finds requests and what was sent, and opens them", async () => {
  const { user } = await openWindow({ profiles: 2 });
  await user.keyboard("{Control>}k{/Control}");
  const palette = await screen.findByTestId("palette");
  await user.keyboard("libraries list");
  await user.click(await within(palette).findByRole("option", { name: /GET List libraries.*Places/ }));
  await waitFor(() => expect(screen.getByTestId<HTMLInputElement>("url").value).toContain("/libraries"));
  await user.click(screen.getByTestId("send"));
  await screen.findByTestId("answer");

  await user.click(await tab("Overview"));
  await user.keyboard("{Control>}k{/Control}libraries");
  await user.click(await screen.findByRole("option", { name: /GET List libraries · 200 · Acme · Places/ }));
  expect(await screen.findByTestId("history-tab")).toBeVisible();
  expect(await screen.findByTestId("answer")).toHaveAttribute("data-status", "200");
});

it("opens again where one was", async () => {
  const { user, platform } = await openWindow({ profiles: 3 });
  await user.click(await row(/Acme · Campaign/));
  await user.click(await tab("History"));
  await waitFor(async () => expect((await platform.settingsGet()).last_tab).toBe("history"));
  cleanup();
  const again = await show(platform);
  expect(await screen.findByRole("heading", { name: "Acme · Campaign" })).toBeVisible();
  expect(await screen.findByTestId("history-tab")).toBeVisible();
  await again.click(screen.getByTestId("all-keys"));
  await waitFor(async () => expect((await platform.settingsGet()).last_place).toBe("keys"));
  cleanup();
  await show(platform);
  expect(await screen.findByTestId("keys-page")).toBeVisible();
});
