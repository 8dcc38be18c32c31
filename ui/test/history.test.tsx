import { screen, waitFor, within } from "@testing-library/react";
import { expect, it, vi } from "vitest";
import { newJob } from "../src/platform";
import { openWindow, tab } from "./window";

async function sendSome() {
  const opened = await openWindow({ profiles: 4 });
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

it("replays on another profile", async () => {
  const { user, platform } = await sendSome();
  const replay = vi.spyOn(platform, "historyReplay");
  const other = (await platform.profilesList())[3];
  await user.click(await screen.findByRole("button", { name: "Replay on…" }));
  const dialog = await screen.findByRole("dialog", { name: "Replay on another profile" });
  await user.type(within(dialog).getByRole("combobox", { name: /Profile/ }), "Globex");
  await user.click(await screen.findByRole("option", { name: "Globex · Platform" }));
  await user.click(await within(dialog).findByRole("button", { name: "Replay" }));
  await waitFor(() => expect(replay).toHaveBeenCalledWith(expect.any(String), 2, other?.id, "unconfirmed"));
});

it("begins each time with no profile chosen to replay on", async () => {
  const { user } = await sendSome();
  const opens = async () => {
    await user.click(await screen.findByRole("button", { name: "Replay on…" }));
    const dialog = await screen.findByRole("dialog", { name: "Replay on another profile" });
    return { dialog, profile: within(dialog).getByRole("combobox", { name: /Profile/ }) };
  };
  const first = await opens();
  await waitFor(() => expect(screen.getByTestId("replay-on-confirm")).toBeDisabled());
  await user.type(first.profile, "Globex");
  await user.click(await screen.findByRole("option", { name: "Globex · Platform" }));
  await user.click(within(first.dialog).getByRole("button", { name: "Cancel" }));
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  const second = await opens();
  expect(second.profile).toHaveValue("");
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
