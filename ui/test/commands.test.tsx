import { screen, waitFor, within } from "@testing-library/react";
import { expect, it, vi } from "vitest";
import { openWindow, tab } from "./window";

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

it("changes the theme at once and remembers it", async () => {
  const { user, platform } = await openWindow({ profiles: 1 });
  await user.click(screen.getByTestId("preferences"));
  await user.click(await screen.findByRole("radio", { name: "Dark" }));
  expect(document.documentElement.dataset["colorScheme"]).toBe("dark");
  expect((await platform.settingsGet()).theme).toBe("dark");
});
