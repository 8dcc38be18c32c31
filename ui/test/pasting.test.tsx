/*
 * A request out of what is pasted, dropped or copied: at once when nothing is in doubt, else after a look at the doubt.
 */
import { createEvent, fireEvent, screen, waitFor, within } from "@testing-library/react";
import { expect, it, vi } from "vitest";
import { problem, recorded } from "../src/platform/fake/fixtures";
import { openWhole, standingBy, tab } from "./window";

const { documented, doubtful, with_a_token: withToken } = recorded.pasted;

async function openRequests(options: Parameters<typeof openWhole>[0]) {
  const opened = await openWhole({ profiles: 4, ...options });
  await opened.user.click(await tab("Requests"));
  const field = await screen.findByTestId("url");
  await waitFor(() => expect(field).not.toHaveValue("https://"));
  return opened;
}

async function pasteIntoUrl(user: Awaited<ReturnType<typeof openRequests>>["user"], text: string) {
  await user.click(screen.getByTestId("url"));
  await user.paste(text);
}

const unsaved = () => within(screen.getByTestId("request-list")).queryAllByTestId("request-row");

it("makes a request of a command that is pasted into the URL", async () => {
  const { user } = await openRequests({});
  const before = unsaved().length;
  await pasteIntoUrl(user, documented.text);
  await waitFor(() => expect(screen.getByTestId("url")).toHaveValue(documented.read.request.url));
  expect(screen.getByDisplayValue("application/vnd.adobe.xed-id+json")).toBeVisible();
  expect(screen.getByDisplayValue("{{IMS_ORG}}")).toBeVisible();
  // Beside the request that was open, which stays as it is.
  expect(unsaved()).toHaveLength(before + 1);
  await waitFor(() => expect(screen.getByTestId("url")).toHaveFocus());
});

it("fills a new request in which nothing was typed, instead of leaving it behind", async () => {
  const { user } = await openRequests({});
  await user.click(screen.getByTestId("new-request"));
  const before = unsaved().length;
  await pasteIntoUrl(user, documented.text);
  await waitFor(() => expect(screen.getByTestId("url")).toHaveValue(documented.read.request.url));
  expect(unsaved()).toHaveLength(before);
});

it("leaves a part of a URL to the field", async () => {
  const { user, platform } = await openRequests({});
  const read = vi.spyOn(platform, "requestPasted");
  const field = screen.getByTestId<HTMLInputElement>("url");
  const before = field.value;
  await pasteIntoUrl(user, "&more=1");
  expect(field).toHaveValue(`${before}&more=1`);
  expect(read).not.toHaveBeenCalled();
});

it("keeps a token that is pasted out of the page, and says so", async () => {
  const { user } = await openRequests({});
  await pasteIntoUrl(user, withToken.text);
  expect(await screen.findByTestId("paste-notes")).toHaveTextContent(withToken.read.notes[0] ?? "no note");
  const token = /Bearer ([^']+)'/.exec(withToken.text)?.[1] ?? "no token";
  const fields = [...document.querySelectorAll("input, textarea")].map(
    (one) => (one as HTMLInputElement).value,
  );
  expect([document.body.textContent, ...fields].join("\n")).not.toContain(token);
  await user.click(screen.getByRole("button", { name: "Hide these notes" }));
  expect(screen.queryByTestId("paste-notes")).toBeNull();
});

it("shows a doubt with its place, and makes no request before it is taken", async () => {
  const { user, platform } = await openRequests({});
  const send = vi.spyOn(platform, "requestSend");
  const before = screen.getByTestId<HTMLInputElement>("url").value;
  await pasteIntoUrl(user, doubtful.text);
  const dialog = await screen.findByRole("dialog", { name: "Is this what you mean?" });
  const [doubt] = doubtful.read.doubts;
  expect(await within(dialog).findByTestId("doubt")).toHaveTextContent(
    `Line ${doubt?.line}, column ${doubt?.column}${doubt?.excerpt}${doubt?.text}`,
  );
  expect(within(dialog).getByTestId("doubtful")).toHaveTextContent(doubt?.excerpt ?? "no excerpt");
  expect(screen.getByTestId("url")).toHaveValue(before);
  await user.keyboard("{Control>}{Enter}{/Control}");
  expect(screen.getByTestId("url")).toHaveValue(before);

  await user.click(within(dialog).getByTestId("take-request"));
  await waitFor(() => expect(screen.getByTestId("url")).toHaveValue(doubtful.read.request.url));
  // What was in doubt stays in sight.
  expect(screen.getByTestId("paste-notes")).toHaveTextContent(doubt?.text ?? "no doubt");
  for (const [, , sent] of send.mock.calls) expect(sent.url).toBe(before);
});

it("leads to the doubtful place, and reads the corrected text", async () => {
  const { user } = await openRequests({});
  await pasteIntoUrl(user, doubtful.text);
  const dialog = await screen.findByRole("dialog", { name: "Is this what you mean?" });
  await user.click(await within(dialog).findByTestId("correct-text"));
  const text = within(dialog).getByTestId<HTMLTextAreaElement>("pasted-text");
  expect(text).toHaveFocus();
  const [doubt] = doubtful.read.doubts;
  expect(text.value.slice(text.selectionStart)).toMatch(doubt?.excerpt ?? "no excerpt");
  await user.clear(text);
  await user.paste(documented.text);
  await waitFor(() => expect(screen.getByTestId("take-request")).toBeEnabled());
  expect(screen.getByTestId("take-request")).toHaveTextContent("Open the request");
  await user.click(screen.getByTestId("take-request"));
  await waitFor(() => expect(screen.getByTestId("url")).toHaveValue(documented.read.request.url));
});

it("says why a text is no request, and opens nothing of it", async () => {
  const { user } = await openRequests({});
  await pasteIntoUrl(user, "some words\nof no request");
  const dialog = await screen.findByRole("dialog", { name: "Paste a request" });
  expect(await within(dialog).findByTestId("problem")).toHaveTextContent(problem("not_a_request").message);
  expect(within(dialog).getByTestId("take-request")).toBeDisabled();
});

it("reads the clipboard when that is chosen in the palette, wherever one is", async () => {
  const { user } = await openWhole({ profiles: 4, clipboard: documented.text });
  await user.keyboard("{Control>}k{/Control}");
  await user.keyboard("paste a request{Enter}");
  expect(await screen.findByTestId("url")).toHaveValue(documented.read.request.url);
});

it("asks for the text when the clipboard has no request", async () => {
  const { user } = await openWhole({ profiles: 4 });
  await user.keyboard("{Control>}{Shift>}v{/Shift}{/Control}");
  const dialog = await screen.findByRole("dialog", { name: "Paste a request" });
  await user.click(within(dialog).getByTestId("pasted-text"));
  await user.paste(documented.text);
  await waitFor(() => expect(screen.getByTestId("take-request")).toBeEnabled());
  await user.click(screen.getByTestId("take-request"));
  expect(await screen.findByTestId("url")).toHaveValue(documented.read.request.url);
});

/** A text dropped somewhere; whether the page took it. */
function drop(target: Element, text: string): boolean {
  const dataTransfer = { types: ["text/plain"], getData: () => text };
  const event = createEvent.drop(target, { dataTransfer });
  fireEvent(target, event);
  return event.defaultPrevented;
}

it("takes a text that is dropped on the window, and leaves to a field what is dropped into it", async () => {
  await openWhole({ profiles: 4 });
  await standingBy();
  expect(drop(screen.getByTestId("sidebar"), documented.text)).toBe(true);
  const url = await screen.findByTestId("url");
  await waitFor(() => expect(url).toHaveValue(documented.read.request.url));
  expect(drop(url, "more")).toBe(false);
});

it("offers no request to paste where there is no profile to open it on", async () => {
  const { user } = await openWhole({ profiles: 0 });
  await user.keyboard("{Control>}k{/Control}");
  await user.keyboard("paste a request");
  expect(screen.queryByRole("option", { name: /Paste a request/ })).toBeNull();
});
