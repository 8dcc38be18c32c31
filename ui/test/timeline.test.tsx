/*
 * Where the time of an exchange went, drawn as bars that are a table too; the pages and links of an answer; how its body is read.
 */
import { screen, waitFor, within } from "@testing-library/react";
import { expect, it, vi } from "vitest";
import type { TimelineLeg } from "../src/bindings/TimelineLeg";
import { stagesOf } from "../src/features/requests/stages";
import { explained } from "../src/shared/explain";
import { openWindow, tab, toast } from "./window";

type Opened = Awaited<ReturnType<typeof openWindow>>;

async function openAnswer(change?: (opened: Opened) => void) {
  const opened = await openWindow({ profiles: 1 });
  change?.(opened);
  await opened.user.click(await tab("Requests"));
  await opened.user.click(await screen.findByTestId("send"));
  await screen.findByTestId("answer-body");
  return opened;
}

/** Has the answer lead somewhere. */
function linking({ platform }: Opened) {
  const send = platform.requestSend;
  vi.spyOn(platform, "requestSend").mockImplementation(async (...call) => {
    const links = [
      { rel: "next", url: "https://api-places.adobe.io/places?page=2", is_same_server: true },
      { rel: "self", url: "https://elsewhere.example/", is_same_server: false },
    ];
    return { ...(await send(...call)), links };
  });
}

it("draws a bar for each stage, and tells them as a table", async () => {
  const { user } = await openAnswer();
  await user.click(await tab("Timeline"));
  const timeline = await screen.findByTestId("timeline");
  const table = within(timeline).getAllByRole("table")[0] as HTMLElement;
  expect(table).toHaveAccessibleName(/GET /);
  const row = within(table).getByRole("row", { name: /Send and wait/ });
  expect(within(row).getByRole("img")).toHaveAccessibleName(/ms to .*ms/);
  expect(timeline).toHaveTextContent(/HTTP\/(1\.1|2), TLS 1\.3/);
  expect(timeline).toHaveTextContent(/signed by .*CN=/);
  const origins = within(timeline).getByLabelText("Where the headers come from");
  expect(origins).toHaveTextContent(/user-agent.*added by Mudbrick/);
});

it("says of an old entry that it was not measured", async () => {
  const { user } = await openAnswer(({ platform }) => {
    const send = platform.requestSend;
    vi.spyOn(platform, "requestSend").mockImplementation(async (...call) => ({
      ...(await send(...call)),
      timeline: null,
    }));
  });
  await user.click(await tab("Timeline"));
  expect(await screen.findByText(/Not measured/)).toBeVisible();
});

const LEG: TimelineLeg = {
  method: "GET",
  host: "mc.adobe.io",
  begin_ms: 2,
  reused: true,
  resolve: null,
  connect: null,
  tls: null,
  sent_ms: null,
  headers_ms: null,
  address: null,
  protocol: null,
  tls_version: null,
  certificate: null,
  redirect: null,
};

it("draws no stage that was not measured", () => {
  expect(stagesOf(LEG, null)).toEqual([]);
  const titles = (leg: Partial<TimelineLeg>, last: number | null) =>
    stagesOf({ ...LEG, ...leg }, last).map(({ title, from, to }) => [title, from, to]);
  expect(titles({ headers_ms: 9 }, 12)).toEqual([
    ["Send and wait", 2, 9],
    ["Receive the body", 9, 12],
  ]);
  const tls = { from_ms: 3, to_ms: 5 };
  expect(titles({ tls, sent_ms: 7, headers_ms: 9 }, null)).toEqual([
    ["TLS", 3, 5],
    ["Send the body", 5, 7],
    ["Wait", 7, 9],
  ]);
});

it("opens the next page and a link in tabs of their own", async () => {
  const { user } = await openAnswer(linking);
  const links = await screen.findByTestId("answer-links");
  await user.click(within(links).getByRole("button", { name: "Next page" }));
  await waitFor(() =>
    expect(screen.getByTestId("url")).toHaveValue("https://api-places.adobe.io/places?page=2"),
  );
});

it("offers the other links by their names, with nothing hidden in them, and sends none by itself", async () => {
  const { user, platform } = await openAnswer(({ platform: engine }) => {
    const send = engine.requestSend;
    vi.spyOn(engine, "requestSend").mockImplementation(async (...call) => {
      const links = [{ rel: "a\u202eb", url: "https://elsewhere.example/", is_same_server: false }];
      return { ...(await send(...call)), links };
    });
  });
  vi.mocked(platform.requestSend).mockClear();
  await user.click(await screen.findByRole("button", { name: "Links" }));
  await user.click(await screen.findByRole("menuitem", { name: "a\\u{202e}b (another server)" }));
  await waitFor(() => expect(screen.getByTestId("url")).toHaveValue("https://elsewhere.example/"));
  expect(platform.requestSend).not.toHaveBeenCalled();
});

it("fetches all pages as one job", async () => {
  const { user, platform } = await openAnswer(linking);
  const pages = vi.spyOn(platform, "answerPages");
  pages.mockResolvedValueOnce({
    pages: [1],
    ended: { kind: "another_server", url: "https://evil.example/" },
    problem: null,
  });
  await user.click(await screen.findByRole("button", { name: "All pages" }));
  expect(pages).toHaveBeenCalledWith(expect.any(String), 1, 100);
  expect(await screen.findByText(/1 page\. The next one is on another server/)).toBeVisible();
});

it("reads the body in the character set that one chooses", async () => {
  const { user, platform } = await openAnswer();
  const look = vi.spyOn(platform, "answerLook");
  await user.click(await screen.findByRole("button", { name: "Character set: UTF-8" }));
  await user.click(await screen.findByRole("menuitem", { name: "windows-1252" }));
  await waitFor(() => expect(look.mock.lastCall?.[0]).toMatchObject({ charset: "windows-1252" }));
});

it("says in which language it asked", async () => {
  const { user } = await openAnswer();
  const field = await screen.findByRole("textbox", { name: "JSONPath or jq" });
  await user.type(field, "length{Enter}");
  await waitFor(() => expect(screen.getByTestId("body-remarks")).toHaveTextContent("jq: 0 results"));
  await user.clear(field);
  await user.type(field, "$.a{Enter}");
  await waitFor(() => expect(screen.getByTestId("body-remarks")).toHaveTextContent("JSONPath: 0 results"));
});

it("says which cells of a table were defused", async () => {
  const { user, platform } = await openAnswer();
  vi.spyOn(platform, "answerSave").mockResolvedValue({ path: "/tmp/a.csv", defused: 2 });
  await user.click(await screen.findByTestId("save-answer"));
  await user.click(await screen.findByRole("menuitem", { name: "Save table as CSV…" }));
  expect(await toast(/2 cells that a spreadsheet/)).toBeVisible();
});

it("explains times and ids, and nothing else", () => {
  expect(explained("1764374400")).toMatch(/seconds since 1970: .*2025/);
  expect(explained("1764374400123")).toMatch(/milliseconds since 1970/);
  expect(explained('"2026-03-01T12:00:00Z"')).toMatch(/2026/);
  expect(explained('"0123456789ABCDEF01234567@AdobeOrg"')).toBe("Organization ID");
  for (const other of ["17643744001", "9999999999", '"hello"', "true", '"2026-03-01"', "1764374400.5"]) {
    expect(explained(other)).toBeUndefined();
  }
});
