import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import { expect, it, vi } from "vitest";
import { newJob } from "../src/platform";
import { openWindow, tab } from "./window";

async function sendSome(options: Parameters<typeof openWindow>[0] = {}) {
  const opened = await openWindow({ profiles: 4, ...options });
  const { user, platform } = opened;
  const [profile] = await platform.profilesList();
  const id = profile?.id ?? "";
  const send = async (address: string) => {
    const { request } = await platform.requestGet(address, "catalogue");
    return platform.requestSend(newJob(), id, request, "unconfirmed", null, {});
  };
  await send("Places/List libraries");
  await send("Experience Platform/Sandboxes I can use");
  await user.click(await tab("History"));
  await screen.findAllByTestId("history-row");
  return opened;
}

const secondRow = () => screen.getAllByTestId("history-row")[1] as HTMLElement;

it("lists what was sent, newest first, and shows the newest", async () => {
  await sendSome();
  const rows = screen.getAllByTestId("history-row");
  expect(rows.map((one) => one.textContent)).toEqual([
    expect.stringContaining("Sandboxes I can use"),
    expect.stringContaining("List libraries"),
  ]);
  expect(await screen.findByTestId("status")).toHaveTextContent("200");
});

it("searches", async () => {
  const { user } = await sendSome();
  await user.type(screen.getByRole("searchbox", { name: "Search history" }), "librar");
  await waitFor(() => expect(screen.getAllByTestId("history-row")).toHaveLength(1));
  await user.type(screen.getByRole("searchbox", { name: "Search history" }), "zzz");
  expect(await screen.findByText("Nothing found")).toBeVisible();
});

it("replays on the same profile", async () => {
  const { user } = await sendSome();
  await user.click(await screen.findByRole("button", { name: "Replay" }));
  await waitFor(() => expect(screen.getAllByTestId("history-row")).toHaveLength(3));
});

it("says which file an entry was sent from, and asks for what that asks for", async () => {
  const note = "places/pois.http was changed since this was sent.";
  const prompts = [{ name: "NEAR", description: "A town", is_secret: false }];
  const { user, platform } = await sendSome({ sentFrom: { file: "places/pois.http", note, prompts } });
  const replay = vi.spyOn(platform, "historyReplay");
  expect(await screen.findByTestId("sent-from")).toHaveTextContent(`From places/pois.http. ${note}`);
  await user.click(await screen.findByRole("button", { name: "Replay" }));
  const dialog = await screen.findByRole("dialog", { name: "Before it is sent" });
  expect(replay).not.toHaveBeenCalled();
  await user.type(within(dialog).getByLabelText("NEAR"), "Basel");
  await user.click(within(dialog).getByTestId("send-answers"));
  await waitFor(() => expect(screen.getAllByTestId("history-row")).toHaveLength(3));
  expect(replay.mock.lastCall?.[4]).toEqual({ NEAR: "Basel" });
});

it("asks before replaying a writing call on production", async () => {
  const { user, platform } = await openWindow({ profiles: 1 });
  const [profile] = await platform.profilesList();
  const wipe = {
    name: "Wipe",
    method: "DELETE" as const,
    url: "https://api-places.adobe.io/places/placesapi/v1/pois/1",
    headers: [],
    body: null,
  };
  await platform.requestSend(newJob(), profile?.id ?? "", wipe, "confirmed", null, {});
  await user.click(await tab("History"));
  await user.click(await screen.findByRole("button", { name: "Replay" }));
  const dialog = await screen.findByRole("alertdialog", { name: "Send this to production?" });
  expect(await platform.historyList({ profile: null, text: "", before: null, limit: 9 })).toHaveLength(1);
  await user.click(within(dialog).getByRole("button", { name: "Send to production" }));
  await waitFor(async () =>
    expect(await platform.historyList({ profile: null, text: "", before: null, limit: 9 })).toHaveLength(2),
  );
});

const search = () => screen.getByRole("searchbox", { name: "Search history" });

it("tells an answer that broke off from a whole one", async () => {
  const { platform } = await sendSome();
  const [one] = await platform.historyList({ profile: null, text: "", before: null, limit: 1 });
  if (!one) throw new Error("something was sent");
  vi.spyOn(platform, "historyList").mockResolvedValue([{ ...one, failed: "network" }]);
  await platform.historyPin(1, true);
  expect(await screen.findByText("200, incomplete")).toBeVisible();
});

it("searches by status, and says which part of a search it does not know", async () => {
  const { user } = await sendSome();
  await user.type(search(), "status:404");
  expect(await screen.findByText("Nothing found")).toBeVisible();
  await user.clear(search());
  await user.type(search(), "status:2xx libr");
  await waitFor(() => expect(screen.getAllByTestId("history-row")).toHaveLength(1));
  await user.clear(search());
  await user.type(search(), "stauts:404");
  expect(await screen.findByText(/stauts: is not known/)).toBeVisible();
});

it("has a menu that types the filters, and takes them back", async () => {
  const { user } = await sendSome();
  await user.click(screen.getByTestId("history-filters"));
  await user.click(await screen.findByRole("menuitem", { name: "Failures" }));
  expect(search()).toHaveValue("is:failed");
  expect(await screen.findByText("Nothing found")).toBeVisible();
  await user.click(screen.getByTestId("history-filters"));
  await user.click(await screen.findByRole("menuitem", { name: "✓ Failures" }));
  expect(search()).toHaveValue("");
  await waitFor(() => expect(screen.getAllByTestId("history-row")).toHaveLength(2));
});

it("asks before it deletes what is found, and shows what is left", async () => {
  const { user, platform } = await sendSome();
  await waitFor(() => expect(screen.getByTestId("history-size")).toHaveTextContent("2 exchanges and"));
  await user.type(search(), "sandboxes");
  await waitFor(() => expect(screen.getByTestId("history-size")).toHaveTextContent("1 exchange and"));
  await user.click(screen.getByTestId("history-delete"));
  const dialog = await screen.findByRole("alertdialog", { name: "Delete 1 exchange?" });
  await user.click(within(dialog).getByRole("button", { name: "Cancel" }));
  await waitFor(() => expect(screen.queryByRole("alertdialog")).toBeNull());
  expect((await platform.historySize()).exchanges).toBe(2);
  await user.click(screen.getByTestId("history-delete"));
  const again = await screen.findByRole("alertdialog", { name: "Delete 1 exchange?" });
  await user.click(within(again).getByRole("button", { name: "Delete" }));
  await waitFor(async () => expect((await platform.historySize()).exchanges).toBe(1));
  expect(await screen.findByText("Nothing found")).toBeVisible();
  await user.clear(search());
  expect(await screen.findByTestId("history-row")).toHaveTextContent("List libraries");
});

it("deletes several that were selected", async () => {
  const { user, platform } = await sendSome();
  const [first, second] = screen.getAllByTestId("history-row");
  if (!first || !second) throw new Error("there are two");
  await user.click(first);
  await user.keyboard("{Control>}");
  await user.click(second);
  await user.keyboard("{/Control}");
  await waitFor(() => expect(screen.getByTestId("history-size")).toHaveTextContent("2 selected"));
  second.focus();
  await user.keyboard("{Delete}");
  const dialog = await screen.findByRole("alertdialog", { name: "Delete 2 exchanges?" });
  await user.click(within(dialog).getByRole("button", { name: "Delete" }));
  expect(await screen.findByText("Nothing sent yet")).toBeVisible();
  expect((await platform.historySize()).exchanges).toBe(0);
});

it("keeps a note and a pin on an exchange, and finds it by them", async () => {
  const { user, platform } = await sendSome();
  await user.pointer({ keys: "[MouseRight]", target: secondRow() });
  await user.click(await screen.findByRole("menuitem", { name: "Add note…" }));
  const dialog = await screen.findByRole("dialog", { name: "Note" });
  await user.type(within(dialog).getByRole("textbox"), "ask Ada");
  await user.click(within(dialog).getByTestId("note-save"));
  await waitFor(() => expect(secondRow()).toHaveTextContent("ask Ada"));
  await user.pointer({ keys: "[MouseRight]", target: secondRow() });
  await user.click(await screen.findByRole("menuitem", { name: "Pin" }));
  await waitFor(() => expect(secondRow()).toHaveTextContent("Pinned · ask Ada"));
  await user.type(search(), "is:pinned ada");
  await waitFor(() => expect(screen.getAllByTestId("history-row")).toHaveLength(1));
  expect((await platform.historyGet(1)).summary.note).toBe("ask Ada");
});

it("draws only the rows in view, and fetches older ones as one scrolls", async () => {
  const { platform } = await sendSome();
  const one = (await platform.historyList({ profile: null, text: "", before: null, limit: 1 }))[0];
  if (!one) throw new Error("something was sent");
  const all = Array.from({ length: 20_000 }, (_, at) => ({
    ...one,
    id: 20_000 - at,
    name: `Call ${20_000 - at}`,
  }));
  const list = vi.spyOn(platform, "historyList").mockImplementation(({ before, limit }) => {
    const from = before === null ? 0 : 20_001 - before;
    return Promise.resolve(all.slice(from, from + limit));
  });
  await platform.historyPin(1, true);
  await screen.findByText("Call 20000");
  expect(screen.getAllByTestId("history-row").length).toBeLessThan(60);
  const box = screen.getByTestId("history-list");
  for (let page = 1; page <= 3; page += 1) {
    box.scrollTop = page * 100 * 56;
    fireEvent.scroll(box);
    // oxlint-disable-next-line no-await-in-loop
    await screen.findByText(`Call ${20_000 - page * 100}`);
  }
  expect(screen.getAllByTestId("history-row").length).toBeLessThan(60);
  expect(list.mock.calls.length).toBeLessThan(12);
});
