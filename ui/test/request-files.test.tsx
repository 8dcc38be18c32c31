/*
 * What a request's file gives to it in the window: variables, prompts, checks, captures, and what of it is not done.
 */
import { cleanup, screen, waitFor, within } from "@testing-library/react";
import { expect, it, vi } from "vitest";
import type { Request } from "../src/bindings/Request";
import type { FakeFile } from "../src/platform/fake/world";
import { openWindow, show, tab } from "./window";

const POI = "https://api-places.adobe.io/places/placesapi/v1/pois/{{POI_OF_FILE}}?near={{NEAR}}";

const FILE: FakeFile = {
  variables: { POI_OF_FILE: "b1" },
  prompts: [
    { name: "NEAR", description: "A town", is_secret: false },
    { name: "DOOR_PASSWORD", description: null, is_secret: true },
  ],
  notes: [{ kind: "script", text: "Scripts are not run." }],
  checks: [
    { check: "status 200", passed: true, found: null, because: null },
    { check: "body $.name == Ada", passed: false, found: "Grace", because: null },
    { check: "time < 1 ms", passed: false, found: null, because: "no whole answer came" },
  ],
  captured: [
    { name: "POI_NAME", value: "Grace", is_secret: false },
    { name: "LOGIN_TOKEN", value: null, is_secret: true },
  ],
};

const listed = (name: RegExp) => within(screen.getByTestId("request-list")).findByRole("treeitem", { name });
const url = () => screen.getByTestId<HTMLInputElement>("url").value;

/** A window in which a request of a file is open. */
async function openOne(risk?: "production", request: Partial<Request> = {}) {
  const { platform } = await openWindow({ profiles: risk ? 1 : 4, files: { "places/pois": FILE } });
  const headers = [{ name: "x-api-key", value: "{{API_KEY}}" }];
  const mine: Request = { name: "One POI", method: "GET", url: POI, headers, body: null, ...request };
  await platform.requestSave("places/pois#One POI", mine, null);
  cleanup();
  const user = await show(platform);
  await user.click(await tab("Requests"));
  await screen.findByTestId("request-editor");
  await user.click(await listed(/One POI/));
  await waitFor(() => expect(url()).toBe(mine.url));
  return { user, platform };
}

const dialog = () => screen.findByRole("dialog", { name: "Before it is sent" });

it("knows the file's variables, where they are written, and what is asked for", async () => {
  const { user } = await openOne();
  await user.click(await tab("Variables"));
  const used = within(await screen.findByLabelText("Variables of the request"));
  expect(used.getByText("from places/pois.http")).toBeVisible();
  expect(used.getByText("asked for when you send it")).toBeVisible();
  expect(document.querySelectorAll("[data-missing=true]")).toHaveLength(0);
  expect(screen.getByTestId("filled-url")).toHaveTextContent(/pois\/b1$/);
});

it("says before sending what of the file is not done", async () => {
  await openOne();
  expect(await screen.findByTestId("file-note")).toHaveTextContent("Scripts are not run.");
});

it("completes the file's variables", async () => {
  const { user } = await openOne();
  await tab("Variables");
  await user.type(screen.getByTestId("url"), "&poi={{{{POI_O");
  expect(within(await screen.findByTestId("completions")).getByText("POI_OF_FILE")).toBeVisible();
});

it("asks first, sends the answers, and offers the plain ones again", async () => {
  const { user, platform } = await openOne();
  const send = vi.spyOn(platform, "requestSend");
  await user.click(screen.getByTestId("send"));
  expect(await dialog()).toHaveTextContent("A town");
  expect(send).not.toHaveBeenCalled();
  expect(screen.getByLabelText("DOOR_PASSWORD")).toHaveAttribute("type", "password");
  await user.type(screen.getByLabelText("NEAR"), "Basel");
  await user.type(screen.getByLabelText("DOOR_PASSWORD"), "sesame");
  await user.click(screen.getByTestId("send-answers"));
  expect(await screen.findByTestId("status")).toBeVisible();
  expect(send.mock.lastCall?.slice(4, 6)).toEqual([
    { address: "places/pois#One POI", origin: "own" },
    { NEAR: "Basel", DOOR_PASSWORD: "sesame" },
  ]);
  await user.click(screen.getByTestId("send"));
  await dialog();
  expect(screen.getByLabelText("NEAR")).toHaveValue("Basel");
  expect(screen.getByLabelText("DOOR_PASSWORD")).toHaveValue("");
});

it("sends nothing when nobody answers", async () => {
  const { user, platform } = await openOne();
  const send = vi.spyOn(platform, "requestSend");
  await user.click(screen.getByTestId("send"));
  await user.click(within(await dialog()).getByRole("button", { name: "Cancel" }));
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  expect(screen.getByTestId("send")).toBeEnabled();
  expect(send).not.toHaveBeenCalled();
});

it("keeps the answers while production is asked about", async () => {
  const { user, platform } = await openOne("production", { method: "DELETE" });
  const send = vi.spyOn(platform, "requestSend");
  await user.click(screen.getByTestId("send"));
  await dialog();
  await user.type(screen.getByLabelText("NEAR"), "Basel");
  await user.click(screen.getByTestId("send-answers"));
  const question = await screen.findByRole("alertdialog", { name: "Send this to production?" });
  await user.click(within(question).getByRole("button", { name: "Send to production" }));
  await screen.findByTestId("status");
  expect(send.mock.calls.map((call) => [call[3], call[5]?.["NEAR"]])).toEqual([
    ["unconfirmed", "Basel"],
    ["confirmed", "Basel"],
  ]);
});

it("asks before a file from outside of the folder is sent, and once only", async () => {
  const { user, platform } = await openOne("production", { method: "POST", body: "< ../books.json" });
  const send = vi.spyOn(platform, "requestSend");
  await user.click(screen.getByTestId("send"));
  await dialog();
  await user.type(screen.getByLabelText("NEAR"), "Basel");
  await user.click(screen.getByTestId("send-answers"));
  const production = await screen.findByRole("alertdialog", { name: "Send this to production?" });
  await user.click(within(production).getByRole("button", { name: "Send to production" }));
  const file = await screen.findByRole("alertdialog", { name: "Send this file?" });
  expect(within(file).getByTestId("confirm-file")).toHaveTextContent("/home/ada/books.json");
  expect(screen.queryByTestId("status")).toBeNull();
  await user.click(within(file).getByRole("button", { name: "Send the file" }));
  await screen.findByTestId("status");
  expect(send.mock.calls.map((call) => [call[3], call[5]["NEAR"], call[7]])).toEqual([
    ["unconfirmed", "Basel", false],
    ["confirmed", "Basel", false],
    ["confirmed", "Basel", true],
  ]);
});

it("sends no file from outside of the folder that nobody agreed to", async () => {
  const { user, platform } = await openOne(undefined, { body: "< ../books.json" });
  const send = vi.spyOn(platform, "requestSend");
  await user.click(screen.getByTestId("send"));
  await dialog();
  await user.type(screen.getByLabelText("NEAR"), "Basel");
  await user.click(screen.getByTestId("send-answers"));
  const file = await screen.findByRole("alertdialog", { name: "Send this file?" });
  await user.click(within(file).getByRole("button", { name: "Cancel" }));
  await waitFor(() => expect(screen.queryByRole("alertdialog")).toBeNull());
  expect(send).toHaveBeenCalledTimes(1);
  expect(screen.queryByTestId("status")).toBeNull();
});

it("shows beside the answer which checks failed, and what was taken out of it", async () => {
  const { user } = await openOne();
  await user.click(screen.getByTestId("send"));
  await dialog();
  await user.click(screen.getByTestId("send-answers"));
  const checks = await screen.findByTestId("answer-checks");
  const said = within(checks)
    .getAllByRole("listitem")
    .map((one) => one.textContent);
  expect(said).toEqual([
    "Failed: body $.name == Ada, it is Grace",
    "Failed: time < 1 ms, no whole answer came",
    "Passed: status 200",
    "POI_NAMEis Grace for the other requests of the file",
    "LOGIN_TOKENis a secret, and is not shown",
  ]);
});

it("shows the whole message before it is sent, and says where a part comes from", async () => {
  const { user, platform } = await openOne();
  const goingOut = vi.spyOn(platform, "requestGoingOut");
  await user.click(await tab("What goes out"));
  expect(await screen.findByTestId("going-out")).toHaveTextContent(/^GET https:\/\/api-places.*x-api-key:/);
  expect(goingOut.mock.lastCall?.[2]).toEqual({ address: "places/pois#One POI", origin: "own" });
  expect(screen.getByRole("list", { name: "How it is sent" })).toHaveTextContent("Cookies: none kept");
});

it("copies as code with the file's variables", async () => {
  const { user, platform } = await openOne();
  const written = vi.spyOn(platform, "requestWrittenAs");
  await user.click(screen.getByTestId("copy-as"));
  await user.click(await screen.findByRole("menuitem", { name: "HTTPie" }));
  await waitFor(() => expect(written).toHaveBeenCalled());
  expect(written.mock.lastCall?.[3]).toEqual({ address: "places/pois#One POI", origin: "own" });
});

it("duplicates a request of a file in its file, with what is typed in it", async () => {
  const { user, platform } = await openOne();
  const duplicate = vi.spyOn(platform, "requestDuplicate");
  await user.type(screen.getByTestId("url"), "&typed=1");
  await user.keyboard("{Control>}d{/Control}");
  await waitFor(() => expect(duplicate).toHaveBeenCalledWith("places/pois#One POI"));
  const to = (await duplicate.mock.results[0]?.value)?.address ?? "";
  expect(to).toMatch(/^places\/pois#/);
  const typed = `${POI}&typed=1`;
  await waitFor(() => expect(url()).toBe(typed));
  // It is a draft of the copy, which has the file's variables, prompts and all.
  await waitFor(async () => {
    const kept = (await platform.tabsList()).tabs.find((one) => one.tab.source?.address === to);
    expect(kept?.tab.draft?.url).toBe(typed);
  });
  await user.keyboard("{Control>}s{/Control}");
  await waitFor(async () => expect((await platform.requestGet(to, "own")).request.url).toBe(typed));
  expect((await platform.requestGet("places/pois#One POI", "own")).request.url).toBe(POI);
});
