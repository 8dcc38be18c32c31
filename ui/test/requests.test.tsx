import { screen, waitFor, within } from "@testing-library/react";
import { expect, it, vi } from "vitest";
import type { RequestSummary } from "../src/bindings/RequestSummary";
import { problem, recorded } from "../src/platform/fake/fixtures";
import { fill, openWindow, row, tab, toast } from "./window";

const request = (name: RegExp) => within(screen.getByTestId("request-list")).findByRole("treeitem", { name });

/** In a folder of a product's services, which is closed at first. */
async function schemas(user: { click: (element: Element) => Promise<void> }) {
  const list = within(screen.getByTestId("request-list"));
  if (!list.queryByRole("treeitem", { name: /List schemas/ }))
    await user.click(await request(/Schema Registry/));
  return request(/List schemas/);
}

const url = () => screen.getByTestId<HTMLInputElement>("url").value;

async function openRequests(options: Parameters<typeof openWindow>[0]) {
  const opened = await openWindow(options);
  await opened.user.click(await tab("Requests"));
  await screen.findByTestId("request-editor");
  return opened;
}

it("sends by keyboard and shows status, headers and what was sent", async () => {
  const { user } = await openRequests({ profiles: 1 });
  await user.keyboard("{Control>}{Enter}{/Control}");
  expect(await screen.findByTestId("status")).toHaveTextContent("200 OK");
  await user.click(screen.getByRole("tab", { name: "Sent" }));
  expect(screen.getByLabelText("Headers that were sent")).toHaveTextContent("Bearer ••••••••");
});

it("says what a request of the catalogue does", async () => {
  await openRequests({ profiles: 1 });
  const description = recorded.requests[0]?.summary.description ?? "";
  expect(description).toContain("libraries");
  expect(screen.getByTestId("request-editor")).toHaveTextContent(description);
});

it("leaves out what the credential cannot send until somebody asks", async () => {
  const { user, platform } = await openWindow({ profiles: 1 });
  const real = platform.requestsList.bind(platform);
  const why = "The credential does not have the scope campaign_sdk.";
  const lacks = (one: RequestSummary): RequestSummary =>
    one.path.startsWith("Campaign") ? { ...one, usable: false, why_not: why } : one;
  vi.spyOn(platform, "requestsList").mockImplementation(async (profile) => (await real(profile)).map(lacks));
  await user.click(await tab("Requests"));
  await request(/List libraries/);
  const list = within(screen.getByTestId("request-list"));
  expect(list.queryByRole("treeitem", { name: /List five profiles/ })).toBeNull();
  await user.click(screen.getByTestId("show-all-requests"));
  const shown = await request(/List five profiles/);
  expect(within(shown).getByTitle(why)).toBeInTheDocument();
  expect(screen.queryByTestId("show-all-requests")).toBeNull();
});

it("begins with a request of the product the profile is for", async () => {
  const { user } = await openWindow({ profiles: 4 });
  await user.click(await row(/Globex · Platform/));
  await user.click(await tab("Requests"));
  expect(await screen.findByTestId("url")).toHaveValue(
    "https://platform.adobe.io/data/foundation/schemaregistry/tenant/schemas?limit=50&orderby=title",
  );
});

it("names variables without a value before anything is sent", async () => {
  const { user } = await openRequests({ profiles: 4 });
  await user.click(await request(/Delete a POI/));
  expect(await screen.findByTestId("check-warning")).toHaveTextContent(
    "POI_ID has no value in this profile.",
  );
  await user.click(screen.getByTestId("send"));
  expect(await screen.findByTestId("problem")).toHaveTextContent(
    problem("variable_missing", { profile: "", title: "", variables: "{{POI_ID}}", variable: "POI_ID" })
      .message,
  );
});

it("warns of a header that Adobe would refuse", async () => {
  const { user } = await openRequests({ profiles: 4 });
  await user.click(await schemas(user));
  const accept = await screen.findByDisplayValue("application/vnd.adobe.xed-id+json");
  await fill(user, accept, "application/json");
  expect(await screen.findByText(recorded.listWarnings[0] ?? "no warning")).toBeVisible();
});

it("asks before a writing call to production, and sends only when told so", async () => {
  const { user, platform } = await openRequests({ profiles: 1 });
  const send = vi.spyOn(platform, "requestSend");
  await user.click(await request(/Delete a POI/));
  await waitFor(() => expect(url()).toContain("POI_ID"));
  await fill(user, screen.getByTestId("url"), "https://api-places.adobe.io/places/placesapi/v1/pois/1");
  await user.click(screen.getByRole("button", { name: "Send to production" }));

  const dialog = await screen.findByRole("alertdialog", { name: "Send this to production?" });
  await user.click(within(dialog).getByRole("button", { name: "Cancel" }));
  await waitFor(() => expect(screen.queryByRole("alertdialog", { name: /production/ })).toBeNull());
  expect(screen.queryByTestId("answer")).toBeNull();

  await user.click(screen.getByRole("button", { name: "Send to production" }));
  const again = await screen.findByRole("alertdialog", { name: "Send this to production?" });
  await user.click(within(again).getByRole("button", { name: "Send to production" }));
  expect(await screen.findByTestId("status")).toHaveTextContent("204 No Content");
  expect(send.mock.calls.map((call) => call[3])).toEqual(["unconfirmed", "unconfirmed", "confirmed"]);
});

it("explains an error answer beside its body", async () => {
  const { user } = await openRequests({ profiles: 4 });
  const header = await screen.findByDisplayValue("x-api-key");
  await fill(user, header, "x-other");
  await user.click(screen.getByTestId("send"));
  expect(await screen.findByTestId("status")).toHaveTextContent("403 Forbidden");
  const { problem: explained } = recorded.answers.no_api_key;
  expect(await screen.findByTestId("problem")).toHaveTextContent(explained?.message ?? "no problem");
  await waitFor(() => expect(screen.getByTestId("answer-body")).toHaveTextContent("403000"));
});

it("says what a web page in place of an answer means, and shows it as it came", async () => {
  const { user } = await openRequests({ profiles: 4 });
  await fill(user, screen.getByTestId("url"), "https://api-places.adobe.io/places/placesapi/v1/nowhere");
  await user.click(screen.getByTestId("send"));
  expect(await screen.findByTestId("status")).toHaveTextContent("404 Not Found");
  await waitFor(() => expect(screen.getByTestId("answer-body")).toHaveTextContent("<h1>404 Not Found</h1>"));
  expect(screen.getByTestId("problem")).toHaveTextContent("Adobe has no API at this address.");
});

it("offers to stop a call after three seconds, and says that it was stopped", async () => {
  vi.useFakeTimers({ shouldAdvanceTime: true });
  try {
    const { user } = await openRequests({ profiles: 1, stalls: true });
    await user.click(screen.getByTestId("send"));
    expect(await screen.findByText("Waiting for api-places.adobe.io…")).toBeVisible();
    expect(screen.queryByRole("button", { name: "Cancel" })).toBeNull();
    await vi.advanceTimersByTimeAsync(3_000);
    await user.click(await screen.findByRole("button", { name: "Cancel" }));
    expect(await screen.findByTestId("problem")).toHaveTextContent(
      recorded.answers.stopped.problem?.message ?? "no problem",
    );
  } finally {
    vi.useRealTimers();
  }
});

it("keeps drafts and running calls while one is elsewhere", async () => {
  const { user } = await openRequests({ profiles: 4 });
  await user.type(screen.getByTestId("url"), "?draft=1");
  await user.click(await row(/Globex · Platform/));
  await waitFor(() => expect(url()).toContain("schemaregistry"));
  await user.click(await row(/Acme · Places/));
  await waitFor(() => expect(url()).toContain("?draft=1"));
});

it("keeps what was typed while another request is looked at", async () => {
  const { user } = await openRequests({ profiles: 4 });
  await user.type(screen.getByTestId("url"), "?draft=1");
  await user.click(await schemas(user));
  await waitFor(() => expect(url()).toContain("schemaregistry"));
  await user.click(await request(/List libraries/));
  await waitFor(() => expect(url()).toContain("?draft=1"));
});

it("shows an answer under its own request, whichever is on screen when it comes", async () => {
  const { user, platform } = await openRequests({ profiles: 4 });
  const real = platform.requestSend.bind(platform);
  const answers: Array<() => void> = [];
  vi.spyOn(platform, "requestSend").mockImplementation(async (...call) => {
    await new Promise<void>((come) => answers.push(come));
    return real(...call);
  });
  await user.click(screen.getByTestId("send"));
  await user.click(await schemas(user));
  await waitFor(() => expect(url()).toContain("schemaregistry"));
  await user.click(screen.getByTestId("send"));
  expect(answers).toHaveLength(2);

  answers[0]?.();
  await waitFor(async () =>
    expect(await platform.historyList({ profile: null, text: "", before: null, limit: 9 })).toHaveLength(1),
  );
  expect(screen.queryByTestId("status")).toBeNull();
  await user.click(await request(/List libraries/));
  expect(await screen.findByTestId("status")).toHaveTextContent("200 OK");
  await user.click(await schemas(user));
  await waitFor(() => expect(screen.queryByTestId("status")).toBeNull());
  answers[1]?.();
  expect(await screen.findByTestId("status")).toHaveTextContent("200 OK");
});

it("stops the call of the request on screen and no other", async () => {
  vi.useFakeTimers({ shouldAdvanceTime: true });
  try {
    const { user, platform } = await openRequests({ profiles: 4, stalls: true });
    const stop = vi.spyOn(platform, "jobStop");
    const send = vi.spyOn(platform, "requestSend");
    await user.click(screen.getByTestId("send"));
    await user.click(await schemas(user));
    await waitFor(() => expect(url()).toContain("schemaregistry"));
    await user.click(screen.getByTestId("send"));
    await vi.advanceTimersByTimeAsync(3_000);
    await user.click(await screen.findByRole("button", { name: "Cancel" }));
    expect(await screen.findByTestId("problem")).toBeVisible();
    expect(stop.mock.calls).toEqual([[send.mock.calls[1]?.[0]]]);
    await user.click(await request(/List libraries/));
    expect(await screen.findByText("Waiting for api-places.adobe.io…")).toBeVisible();
  } finally {
    vi.useRealTimers();
  }
});

it("keeps a changed request among one's own", async () => {
  const { user, platform } = await openRequests({ profiles: 1 });
  await user.type(screen.getByTestId("url"), "?mine=1");
  await user.click(screen.getByRole("button", { name: "Save to your requests" }));
  const name = await screen.findByRole("textbox", { name: /^Name/ });
  await user.clear(name);
  await user.paste("Acme/My libraries");
  await user.click(screen.getByRole("button", { name: "Save" }));
  await toast(/Acme\/My libraries saved/);
  const mine = await platform.requestGet("Acme/My libraries", "own");
  expect(mine.request.name).toBe("My libraries");
  expect(await request(/My libraries/)).toHaveAttribute("aria-selected", "true");

  await user.type(screen.getByTestId("url"), "&more=1");
  // It has its name already.
  await user.keyboard("{Control>}s{/Control}");
  await waitFor(async () =>
    expect((await platform.requestGet("Acme/My libraries", "own")).request.url).toContain("mine=1&more=1"),
  );
});

it("replaces another request only when asked to", async () => {
  const { user, platform } = await openRequests({ profiles: 1 });
  const { request: sample } = await platform.requestGet("Places/List libraries", "catalogue");
  await platform.requestSave("Acme/Taken", { ...sample, url: "https://mc.adobe.io/first" }, null);
  await user.type(screen.getByTestId("url"), "?mine=1");
  await user.click(screen.getByRole("button", { name: "Save to your requests" }));
  const name = await screen.findByRole("textbox", { name: /^Name/ });
  await user.clear(name);
  await user.paste("Acme/Taken");
  await user.click(screen.getByRole("button", { name: "Save" }));
  expect(await screen.findByTestId("problem")).toHaveTextContent(
    "There is a request called Acme/Taken already.",
  );
  expect((await platform.requestGet("Acme/Taken", "own")).request.url).toBe("https://mc.adobe.io/first");

  await user.click(screen.getByRole("button", { name: "Replace it" }));
  await toast(/Acme\/Taken saved/);
  expect((await platform.requestGet("Acme/Taken", "own")).request.url).toBe(`${sample.url}?mine=1`);
});

it("finds text in the answer across colours", async () => {
  const { user } = await openRequests({ profiles: 1 });
  await user.click(screen.getByTestId("send"));
  await screen.findByTestId("answer-body");
  await user.keyboard("{Control>}f{/Control}");
  await user.type(await screen.findByRole("searchbox", { name: "Find in answer" }), 'name": "muse');
  await waitFor(() => expect(screen.getByTestId("find-bar")).toHaveTextContent("1 of 1"));
});
