import { screen, waitFor, within } from "@testing-library/react";
import { expect, it, onTestFinished, vi } from "vitest";
import { newJob } from "../src/platform";
import { recorded } from "../src/platform/fake/fixtures";
import { openWindow, tab, toast } from "./window";

const { differs } = recorded.comparisons;

/** Two answers to one request and one to another, and the history open. */
async function sendSome(options = {}) {
  const opened = await openWindow({ profiles: 4, ...options });
  const { user, platform } = opened;
  const [profile] = await platform.profilesList();
  const send = async (address: string) => {
    const { request } = await platform.requestGet(address, "catalogue");
    await platform.requestSend(newJob(), profile?.id ?? "", request, "unconfirmed", null, {});
  };
  for (const address of ["Places/List libraries", "Experience Platform/Sandboxes I can use"]) {
    // oxlint-disable-next-line no-await-in-loop -- their order counts
    await send(address);
  }
  await send("Places/List libraries");
  await user.click(await tab("History"));
  await screen.findAllByTestId("history-row");
  return opened;
}

type Opened = Awaited<ReturnType<typeof sendSome>>;

async function verb({ user }: Opened, at: number, name: string) {
  await user.pointer({
    keys: "[MouseRight]",
    target: screen.getAllByTestId("history-row")[at] as HTMLElement,
  });
  await user.click(await screen.findByRole("menuitem", { name }));
}

/** What differs between two answers that are not the same. */
async function open(options = {}) {
  const opened = await sendSome(options);
  const entries = screen.getAllByTestId("history-row");
  await opened.user.click(entries[0] as HTMLElement);
  await opened.user.keyboard("{Control>}");
  await opened.user.click(entries[1] as HTMLElement);
  await opened.user.keyboard("{/Control}");
  await opened.user.click(await screen.findByTestId("history-compare"));
  return opened;
}

const shown = () => screen.findByTestId("compare-rows");

const rows = () => Number(within(screen.getByTestId("compare-rows")).getAllByRole("option")[0]?.ariaSetSize);

it("compares an entry with the one before it, and leads back", async () => {
  const opened = await sendSome();
  const asked = vi.spyOn(opened.platform, "comparisonOpen");
  await verb(opened, 0, "Compare with the one before");
  expect(await screen.findByTestId("compare-said")).toHaveTextContent("The same");
  const [, at] = asked.mock.calls[0] ?? [];
  expect([at?.left, at?.right]).toEqual([
    { kind: "exchange", id: 1 },
    { kind: "exchange", id: 3 },
  ]);
  await opened.user.click(screen.getByTestId("compare-back"));
  expect(await screen.findAllByTestId("history-row")).toHaveLength(3);
});

it("says when there is none before it", async () => {
  const opened = await sendSome();
  await verb(opened, 2, "Compare with the one before");
  await toast(/No earlier answer to the same request is kept/);
  expect(screen.queryByTestId("comparison")).toBeNull();
});

it("compares an entry with a file that is chosen, and with nothing when none is", async () => {
  const opened = await sendSome();
  const choose = vi.spyOn(opened.platform, "comparisonFile").mockResolvedValueOnce(null);
  await verb(opened, 0, "Compare with a file…");
  await waitFor(() => expect(choose).toHaveBeenCalled());
  expect(screen.queryByTestId("comparison")).toBeNull();
  await verb(opened, 0, "Compare with a file…");
  expect(await screen.findByTestId("compare-said")).toHaveTextContent(/^\d+ differences:/);
});

it("compares two that are selected: older on the left, what differs first", async () => {
  const opened = await open();
  await shown();
  expect(rows()).toBe(differs.beside_only.rows.length);
  expect(await screen.findByTestId("compare-path")).toHaveTextContent(
    differs.beside_only.places[0]?.path ?? "",
  );
  expect(screen.getByTestId("comparison")).toHaveTextContent(/#2 Sandboxes I can use.*#3 List libraries/);
  await opened.user.click(screen.getByRole("button", { name: "Only differences" }));
  await waitFor(() => expect(rows()).toBe(differs.beside.rows.length));
});

it("goes from difference to difference by key, by button and by command", async () => {
  const { user } = await open();
  const places = differs.beside_only.places;
  const at = async (number: number) => {
    await screen.findByText(`${number + 1} of ${places.length}`);
    expect(screen.getByTestId("compare-path")).toHaveTextContent(places[number]?.path ?? "");
  };
  await at(0);
  (await shown()).focus();
  await user.keyboard("n");
  await at(1);
  await user.click(screen.getByTestId("next-difference"));
  await at(2);
  await user.keyboard("{Control>}g{/Control}");
  await at(3);
  await user.keyboard("{Control>}{Shift>}g{/Shift}{/Control}");
  await at(2);
  (await shown()).focus();
  await user.keyboard("p");
  await at(1);
});

it("ignores a difference and its likes by one key, and takes that back", async () => {
  const { user, platform } = await open();
  const asked = vi.spyOn(platform, "comparisonOpen");
  await screen.findByTestId("compare-path");
  (await shown()).focus();
  await user.keyboard("i");
  const path = differs.beside_only.places[0]?.ignorable ?? "";
  expect(await screen.findByTestId("ignored-path")).toHaveTextContent(path);
  await waitFor(() => expect(asked.mock.calls.at(-1)?.[1].counting.ignored).toEqual([path]));
  await user.click(screen.getByRole("button", { name: `Look at ${path} again` }));
  await waitFor(() => expect(asked.mock.calls.at(-1)?.[1].counting.ignored).toEqual([]));
});

it("ignores what is suggested by one click, and refuses what is no path", async () => {
  const { user } = await open();
  await screen.findByTestId("compare-path");
  await user.click(screen.getByRole("button", { name: "What counts" }));
  const [suggested] = differs.beside.view.suggestions;
  const offer = await screen.findByRole("button", {
    name: `Ignore ${suggested?.path}`,
    description: suggested?.why ?? "",
  });
  await user.click(offer);
  const fewer = recorded.comparisons.ignoring.beside.view.differences;
  await waitFor(() => expect(screen.getByTestId("compare-said")).toHaveTextContent(`${fewer} difference`));
  await user.type(screen.getByRole("textbox", { name: "JSONPath to ignore" }), "items{Enter}");
  expect(await screen.findByTestId("problem")).toBeVisible();
});

it("shows both sides in one column, by line, and their headers", async () => {
  const { user } = await open();
  await shown();
  await user.click(screen.getByRole("radio", { name: "Merged" }));
  await user.click(screen.getByRole("button", { name: "What counts" }));
  await user.click(await screen.findByRole("checkbox", { name: "Compare by line" }));
  await waitFor(() => expect(screen.getByTestId("compare-said")).toHaveTextContent(/lines (added|removed)/));
  await user.click(screen.getByRole("tab", { name: "Headers (0)" }));
  expect(await screen.findByText("No header differs")).toBeVisible();
});

it("copies what differs as text and as a JSON Patch", async () => {
  const { user } = await open();
  await shown();
  const write = vi.spyOn(navigator.clipboard, "writeText").mockResolvedValue();
  await user.click(screen.getByTestId("copy-comparison"));
  await user.click(await screen.findByRole("menuitem", { name: "JSON Patch" }));
  await toast(/JSON Patch copied/);
  expect(write).toHaveBeenCalledWith(differs.patch);
  await user.click(screen.getByTestId("copy-comparison"));
  await user.click(await screen.findByRole("menuitem", { name: "What differs, as text" }));
  await waitFor(() => expect(write).toHaveBeenCalledWith(differs.text));
});

it("can be stopped, and begun again", async () => {
  vi.useFakeTimers({ shouldAdvanceTime: true });
  onTestFinished(() => void vi.useRealTimers());
  const { user, platform } = await openWindow({ profiles: 1 });
  const [profile] = await platform.profilesList();
  const { request } = await platform.requestGet("Places/List libraries", "catalogue");
  for (let n = 0; n < 2; n += 1) {
    // oxlint-disable-next-line no-await-in-loop -- their order counts
    await platform.requestSend(newJob(), profile?.id ?? "", request, "unconfirmed", null, {});
  }
  const ending: { refuse?: (why: unknown) => void } = {};
  const asked = vi
    .spyOn(platform, "comparisonOpen")
    .mockImplementationOnce(() => new Promise((_, reject) => (ending.refuse = reject)));
  const stop = vi.spyOn(platform, "jobStop").mockImplementation(async () => {
    ending.refuse?.({ ...recorded.lockedByPassphrase, code: "cancelled" });
    return true;
  });
  await user.click(await tab("History"));
  await user.click(await screen.findByTestId("compare-menu"));
  await user.click(await screen.findByRole("menuitem", { name: "Compare with the one before" }));
  await vi.advanceTimersByTimeAsync(3500);
  await user.click(await screen.findByRole("button", { name: "Cancel" }));
  expect(stop).toHaveBeenCalledWith(asked.mock.calls[0]?.[0]);
  await user.click(await screen.findByRole("button", { name: "Compare" }));
  expect(await screen.findByTestId("compare-said")).toHaveTextContent("The same");
});
