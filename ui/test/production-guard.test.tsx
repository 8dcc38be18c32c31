import { screen, waitFor, within } from "@testing-library/react";
import type { UserEvent } from "@testing-library/user-event";
import { expect, it, vi } from "vitest";
import { newJob } from "../src/platform";
import { problem } from "../src/platform/fake/fixtures";
import { fill, openWindow, row, tab } from "./window";

/** Every way in which a person makes the window send what is on the page. */
const ways: Record<string, (user: UserEvent) => Promise<void>> = {
  button: (user) => user.click(screen.getByTestId("send")),
  key: (user) => user.keyboard("{Control>}{Enter}{/Control}"),
  palette: async (user) => {
    await user.keyboard("{Control>}k{/Control}");
    const palette = await screen.findByTestId("palette");
    const options = within(palette).getAllByRole("option");
    const option = options.find((one) => one.textContent?.includes("Ctrl+Enter"));
    if (option) await user.click(option);
  },
};

it.each(Object.keys(ways))("asks first, whatever sends: the %s", async (way) => {
  const { user, platform } = await openWindow({ profiles: 1 });
  await user.click(await tab("Requests"));
  await screen.findByTestId("request-editor");
  const list = within(screen.getByTestId("request-list"));
  await user.click(await list.findByRole("treeitem", { name: /Delete a POI/ }));
  await waitFor(() => expect(screen.getByTestId<HTMLInputElement>("url").value).toContain("POI_ID"));
  await fill(user, screen.getByTestId("url"), "https://api-places.adobe.io/places/placesapi/v1/pois/1");
  const send = vi.spyOn(platform, "requestSend");
  await ways[way]?.(user);
  const dialog = await screen.findByRole("alertdialog", { name: "Send this to production?" });
  expect(send.mock.calls.map((call) => call[3])).toEqual(["unconfirmed"]);
  await user.click(within(dialog).getByRole("button", { name: "Cancel" }));
  await waitFor(() => expect(screen.queryByRole("alertdialog")).toBeNull());
  expect(screen.queryByTestId("answer")).toBeNull();
  expect(send.mock.calls.map((call) => call[3])).toEqual(["unconfirmed"]);
});

it("does not call it production where the profile is none, and something else is asked about", async () => {
  const { user, platform } = await openWindow({ profiles: 4 });
  await user.click(await row(/Globex · Platform,/));
  await user.click(await tab("Requests"));
  await screen.findByTestId("request-editor");
  const message = "DELETE would go out without parameter id, since {{ID}} has no value. Nothing was sent.";
  const asks = { ...problem("needs_confirmation", { title: "", method: "DELETE" }), message };
  const send = vi.spyOn(platform, "requestSend").mockRejectedValueOnce(asks);
  await user.click(screen.getByTestId("send"));
  const dialog = await screen.findByRole("alertdialog", { name: "Send this?" });
  expect(dialog).toHaveTextContent(message);
  expect(dialog).not.toHaveTextContent(/production/i);
  await user.click(within(dialog).getByRole("button", { name: "Send" }));
  expect(await screen.findByTestId("status")).toBeVisible();
  expect(send.mock.calls.map((call) => call[3])).toEqual(["unconfirmed", "confirmed"]);
});

it("asks about a replay once more behind what its file asks for", async () => {
  const prompts = [{ name: "NEAR", description: "A town", is_secret: false }];
  const sentFrom = { file: "places/pois.http", note: null, prompts };
  const { user, platform } = await openWindow({ profiles: 1, sentFrom });
  const id = (await platform.profilesList())[0]?.id ?? "";
  const url = "https://api-places.adobe.io/places/placesapi/v1/pois/1";
  const wipe = { name: "Wipe", method: "DELETE" as const, url, headers: [], body: null };
  await platform.requestSend(newJob(), id, wipe, "confirmed", null, {});
  const replay = vi.spyOn(platform, "historyReplay");
  await user.click(await tab("History"));
  await user.click(await screen.findByRole("button", { name: "Replay" }));
  const asked = await screen.findByRole("dialog", { name: "Before it is sent" });
  await user.type(within(asked).getByLabelText("NEAR"), "Basel");
  await user.click(within(asked).getByTestId("send-answers"));
  const question = await screen.findByRole("alertdialog", { name: "Send this to production?" });
  expect(replay.mock.calls.map((call) => call[3])).toEqual(["unconfirmed"]);
  await user.click(within(question).getByRole("button", { name: "Cancel" }));
  await waitFor(() => expect(screen.queryByRole("alertdialog")).toBeNull());
  expect(replay).toHaveBeenCalledTimes(1);
  expect(screen.getAllByTestId("history-row")).toHaveLength(1);
});
