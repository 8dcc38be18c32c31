import { screen, waitFor, within } from "@testing-library/react";
import { expect, it, vi } from "vitest";
import { newJob } from "../src/platform";
import { problem } from "../src/platform/fake/fixtures";
import type { Request } from "../src/bindings/Request";
import { openWindow, tab } from "./window";

const WIPE: Request = {
  name: "Wipe",
  method: "DELETE",
  url: "https://api-places.adobe.io/places/placesapi/v1/pois/1",
  headers: [],
  body: null,
};

/** One request sent, and the history open. */
async function sent(request?: Request, options: Parameters<typeof openWindow>[0] = {}) {
  const opened = await openWindow({ profiles: 4, ...options });
  const { user, platform } = opened;
  const [profile] = await platform.profilesList();
  const listed = (await platform.requestGet("Places/List libraries", "catalogue")).request;
  await platform.requestSend(newJob(), profile?.id ?? "", request ?? listed, "confirmed", null, {});
  await user.click(await tab("History"));
  await screen.findAllByTestId("history-row");
  return opened;
}

type Opened = Awaited<ReturnType<typeof sent>>;

async function dialogOf({ user }: Opened) {
  await user.click(await screen.findByTestId("replay-on"));
  return screen.findByRole("dialog", { name: "Replay on other profiles" });
}

const chosen = (dialog: HTMLElement) =>
  within(within(dialog).getByRole("group", { name: "Profiles to replay on" }))
    .getAllByRole("checkbox")
    .filter((one) => (one as HTMLInputElement).checked).length;

async function replay({ user }: Opened) {
  await waitFor(() => expect(screen.getByTestId("replay-on-confirm")).toBeEnabled());
  await user.click(screen.getByTestId("replay-on-confirm"));
}

it("opens each time with nothing chosen and nothing typed", async () => {
  const opened = await sent();
  const first = await dialogOf(opened);
  expect(chosen(first)).toBe(0);
  expect(screen.getByTestId("replay-on-confirm")).toBeDisabled();
  await opened.user.click(within(first).getByRole("button", { name: "Choose all" }));
  expect(chosen(first)).toBe(4);
  await opened.user.type(within(first).getByRole("searchbox"), "Globex");
  await opened.user.click(within(first).getByRole("button", { name: "Cancel" }));
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  const second = await dialogOf(opened);
  expect(chosen(second)).toBe(0);
  expect(within(second).getByRole("searchbox")).toHaveValue("");
});

it("finds profiles by name, organization and risk, and marks what the guard calls production", async () => {
  const opened = await sent();
  const dialog = await dialogOf(opened);
  const profiles = await opened.platform.profilesList();
  const live = profiles.filter(({ risk }) => risk === "production").length;
  await waitFor(() => expect(within(dialog).getAllByTestId("replay-production")).toHaveLength(live));
  await opened.user.type(within(dialog).getByRole("searchbox"), "globex");
  await opened.user.click(await within(dialog).findByRole("button", { name: "Choose the 1 found" }));
  await opened.user.clear(within(dialog).getByRole("searchbox"));
  expect(chosen(dialog)).toBe(1);
  expect(screen.getByTestId("replay-on-confirm")).toHaveTextContent("Replay on 1 profile");
});

it("marks a sandbox of which nothing is known, although its profile is for development", async () => {
  const opened = await sent();
  const { platform } = opened;
  const plan = platform.replayPlan;
  vi.spyOn(platform, "replayPlan").mockImplementation(async (id, on, answers) =>
    (await plan(id, on, answers)).map((call) =>
      Object.assign(call, { production: "nothing says what it is" }),
    ),
  );
  const dialog = await dialogOf(opened);
  await waitFor(() => expect(within(dialog).getAllByTestId("replay-production")).toHaveLength(4));
});

it("sends on each, tells what came, and opens a comparison and the way back", async () => {
  const opened = await sent();
  const { user, platform } = opened;
  const send = vi.spyOn(platform, "replayOn");
  const dialog = await dialogOf(opened);
  await user.click(within(dialog).getByRole("button", { name: "Choose all" }));
  await user.click(within(dialog).getByRole("checkbox", { name: "Ignore times and request ids" }));
  await replay(opened);
  await waitFor(() => expect(screen.getByTestId("replay-results").dataset["over"]).toBe("true"));
  const rows = screen.getAllByTestId("replay-result");
  expect(rows).toHaveLength(4);
  expect(rows[0]).toHaveTextContent(/200.*same/);
  expect(screen.getByTestId("replay-said")).toHaveTextContent("4 calls done, 4 the same as in the history.");
  const [, id, on, wish, , confirmation] = send.mock.calls[0] ?? [];
  expect([id, on?.length, wish?.counting.without_noise, confirmation]).toEqual([1, 4, true, "unconfirmed"]);
  await user.click(within(rows[1] as HTMLElement).getByTestId("replay-compare"));
  expect(await screen.findByTestId("compare-said")).toHaveTextContent("The same");
  await user.click(screen.getByTestId("compare-back"));
  expect(await screen.findAllByTestId("replay-result")).toHaveLength(4);
  await user.click(screen.getByTestId("replay-back"));
  expect(await screen.findAllByTestId("history-row")).toHaveLength(2);
});

it("leads to the comparison at once when there is one profile", async () => {
  const opened = await sent();
  const dialog = await dialogOf(opened);
  await opened.user.click(within(dialog).getByRole("checkbox", { name: "Globex · Platform" }));
  await replay(opened);
  expect(await screen.findByTestId("compare-said")).toHaveTextContent("The same");
  await opened.user.click(screen.getByTestId("compare-back"));
  expect(await screen.findAllByTestId("replay-result")).toHaveLength(1);
});

it("asks once, with the whole list, before writing calls to production", async () => {
  const opened = await sent(WIPE);
  const { user, platform } = opened;
  const send = vi.spyOn(platform, "replayOn");
  const dialog = await dialogOf(opened);
  await user.click(within(dialog).getByRole("button", { name: "Choose all" }));
  await replay(opened);
  const question = await screen.findByRole("alertdialog", { name: "Send this to production?" });
  expect(question).toHaveTextContent(/asks about \d of 4 calls/);
  expect(within(question).getAllByRole("listitem")).toHaveLength(4);
  expect(send).not.toHaveBeenCalled();
  await user.click(within(question).getByRole("button", { name: "Cancel" }));
  await waitFor(() => expect(screen.queryByRole("alertdialog")).toBeNull());
  expect(send).not.toHaveBeenCalled();
  const again = await dialogOf(opened);
  await user.click(within(again).getByRole("button", { name: "Choose all" }));
  await replay(opened);
  await user.click(await screen.findByTestId("replay-agree"));
  await waitFor(() => expect(send.mock.calls[0]?.[5]).toBe("confirmed"));
  expect(await screen.findAllByTestId("replay-result")).toHaveLength(4);
});

it("asks once for what the file asks for, before it asks about the list", async () => {
  const prompts = [{ name: "POI", description: "Which one", is_secret: false }];
  const opened = await sent(WIPE, { sentFrom: { file: "places/pois.http", note: null, prompts } });
  const { user, platform } = opened;
  const send = vi.spyOn(platform, "replayOn");
  const plan = vi.spyOn(platform, "replayPlan");
  const dialog = await dialogOf(opened);
  await user.click(within(dialog).getByRole("button", { name: "Choose all" }));
  await replay(opened);
  await user.type(await screen.findByRole("textbox", { name: "POI" }), "7");
  await user.click(screen.getByTestId("send-answers"));
  await user.click(await screen.findByTestId("replay-agree"));
  await waitFor(() => expect(send.mock.calls[0]?.[4]).toEqual({ POI: "7" }));
  expect(plan.mock.lastCall?.[2]).toEqual({ POI: "7" });
  expect(send).toHaveBeenCalledOnce();
});

it("can be stopped, and says what was not sent; a failure has its button", async () => {
  const opened = await sent();
  const { user, platform } = opened;
  const [profile, other] = await platform.profilesList();
  const ending: { end?: () => void } = {};
  vi.spyOn(platform, "replayOn").mockImplementation(async (_, __, ___, ____, _____, ______, result) => {
    const failed = {
      profile: profile?.id ?? "",
      title: profile?.title ?? "",
      exchange: null,
      status: null,
      total_ms: null,
      body_bytes: null,
      compared: null,
      problem: problem("wrong_secret", { profile: profile?.id ?? "", title: profile?.title ?? "" }),
    };
    result(failed);
    await new Promise<void>((done) => (ending.end = done));
    return { results: [failed], not_sent: 1 };
  });
  const stop = vi.spyOn(platform, "jobStop").mockImplementation(async () => {
    ending.end?.();
    return true;
  });
  const dialog = await dialogOf(opened);
  for (const one of [profile, other]) {
    // oxlint-disable-next-line no-await-in-loop -- one click after the other
    await user.click(within(dialog).getByRole("checkbox", { name: one?.title ?? "" }));
  }
  await replay(opened);
  expect(await screen.findByTestId("problem")).toBeVisible();
  expect(await screen.findByTestId("remedy")).toBeVisible();
  expect(screen.getByTestId("replay-said")).toHaveTextContent("1 of 2 calls done…");
  await user.click(screen.getByTestId("replay-stop"));
  expect(stop).toHaveBeenCalled();
  await waitFor(() =>
    expect(screen.getByTestId("replay-said")).toHaveTextContent(
      "1 failed, 0 the same as in the history, 1 not sent",
    ),
  );
  expect(screen.getAllByTestId("replay-result")[1]).toHaveTextContent("Not sent");
});
