/*
 * An answer's body: rows, tree and table, what is found in it, what is copied and saved.
 */
import { act, screen, waitFor, within } from "@testing-library/react";
import { expect, it, vi } from "vitest";
import type { BodyView } from "../src/bindings/BodyView";
import { problem } from "../src/platform/fake/fixtures";
import { explained } from "../src/shared/explain";
import { fill, openWindow, tab, toast } from "./window";

async function openAnswer(url?: string) {
  const opened = await openWindow({ profiles: 1 });
  await opened.user.click(await tab("Requests"));
  if (url) await fill(opened.user, await screen.findByTestId("url"), url);
  await opened.user.click(await screen.findByTestId("send"));
  return { ...opened, body: await screen.findByTestId("answer-body") };
}

const MANY = "https://api-places.adobe.io/places/placesapi/v1/pois?limit=10000";

const rowsOf = (body: HTMLElement) => within(body).queryAllByRole("option");

it("draws the rows in view, and any other by keyboard", async () => {
  const { user, body } = await openAnswer(MANY);
  await waitFor(() => expect(rowsOf(body)[0]).toHaveTextContent(/[[{]/));
  expect(rowsOf(body).length).toBeLessThan(60);
  const count = Number(rowsOf(body)[0]?.getAttribute("aria-setsize"));
  expect(count).toBeGreaterThan(10_000);
  body.focus();
  await user.keyboard("{End}");
  const last = () => rowsOf(body).find((row) => row.getAttribute("aria-posinset") === String(count));
  await waitFor(() => expect(last()).toHaveTextContent(/[\]}]/));
  expect(last()).toHaveAttribute("aria-selected", "true");
  await user.keyboard("{PageUp}{ArrowUp}");
  expect(last()).not.toHaveAttribute("aria-selected", "true");
  await user.keyboard("{Home}");
  await waitFor(() => expect(rowsOf(body)[0]).toHaveAttribute("aria-posinset", "1"));
});

it("names a row that is still being read", async () => {
  const { user, platform } = await openWindow({ profiles: 1 });
  const rows = vi.spyOn(platform, "answerRows").mockReturnValue(new Promise(() => undefined));
  await user.click(await tab("Requests"));
  await user.click(await screen.findByTestId("send"));
  const body = await screen.findByTestId("answer-body");
  expect(within(body).getByRole("option", { name: "Row 2, being read" })).toBeVisible();
  expect(rows).toHaveBeenCalled();
});

it("goes from match to match, and marks them", async () => {
  const { user, platform, body } = await openAnswer(MANY);
  const find = vi.spyOn(platform, "answerFind");
  await user.keyboard("{Control>}f{/Control}");
  await user.type(await screen.findByRole("searchbox", { name: "Find in answer" }), "name");
  await waitFor(() => expect(screen.getByTestId("find-bar")).toHaveTextContent(/1 of \d+/));
  expect(find.mock.lastCall?.[2]).toMatchObject({ text: "name", is_expression: false });
  await waitFor(() => expect(body.querySelector(".row-found-here")).toHaveTextContent("name"));
  await user.click(screen.getByRole("button", { name: "Previous match" }));
  const bar = screen.getByTestId("find-bar");
  await waitFor(() => expect(bar.textContent).toMatch(/(\d+) of \1/));
  await user.click(screen.getByRole("button", { name: "Regular expression" }));
  await waitFor(() => expect(find.mock.lastCall?.[2]).toMatchObject({ is_expression: true }));
  await user.keyboard("{Escape}");
});

it("folds values of the tree", async () => {
  const { user } = await openAnswer();
  await user.click(await screen.findByRole("radio", { name: "Tree" }));
  const body = await screen.findByTestId("answer-body");
  await waitFor(() => expect(rowsOf(body).length).toBeGreaterThan(1));
  const before = rowsOf(body).length;
  body.focus();
  await user.keyboard("{ArrowDown}{ArrowRight}");
  await waitFor(() => expect(rowsOf(body).length).toBeGreaterThan(before));
  await user.keyboard("{ArrowLeft}");
  await waitFor(() => expect(rowsOf(body)).toHaveLength(before));
});

it("shows a table, and asks for it sorted and filtered", async () => {
  const { user, platform } = await openAnswer();
  const table = vi.spyOn(platform, "answerTable");
  await user.click(await screen.findByRole("radio", { name: "Table" }));
  await user.click(await screen.findByRole("button", { name: "Sort by name" }));
  await waitFor(() => expect(table.mock.lastCall?.[1]).toMatchObject({ descending: false }));
  await user.click(await screen.findByRole("button", { name: "Sort by name" }));
  await waitFor(() => expect(table.mock.lastCall?.[1]).toMatchObject({ descending: true }));
  await user.type(screen.getByRole("searchbox", { name: "Filter rows" }), "x");
  await waitFor(() => expect(table.mock.lastCall?.[1]).toMatchObject({ filter: "x" }));
});

it("copies all, and saves where the person wants it", async () => {
  const { user, platform } = await openAnswer();
  const text = vi.spyOn(platform, "answerText");
  const save = vi.spyOn(platform, "answerSave");
  await user.click(screen.getByTestId("copy-answer"));
  await user.click(await screen.findByRole("menuitem", { name: "Copy all" }));
  await toast(/Answer copied/);
  expect(text.mock.lastCall?.slice(1)).toEqual([0, expect.any(Number)]);
  await user.click(screen.getByTestId("save-answer"));
  await user.click(await screen.findByRole("menuitem", { name: "Save formatted…" }));
  await toast(/Saved to/);
  expect(save.mock.lastCall?.[1]).toEqual({ form: "formatted" });
});

it("shows the answer again when what it was asked is cleared before it is there", async () => {
  const { user, platform } = await openAnswer();
  const look = vi.spyOn(platform, "answerLook");
  const late: (() => void)[] = [];
  vi.spyOn(platform, "answerQuery").mockImplementationOnce(
    () => new Promise((resolve) => late.push(() => resolve({ count: 1, is_cut: false, language: "jq" }))),
  );
  const field = screen.getByRole("textbox", { name: "JSONPath or jq" });
  await user.type(field, "length{Enter}");
  await user.clear(field);
  await act(async () => late.forEach((come) => come()));
  for (const [of] of look.mock.calls) expect(of.query).toBeNull();
  await user.type(field, "$.a{Enter}");
  await waitFor(() => expect(look.mock.lastCall?.[0].query).toBe("$.a"));
});

it("says why a picture cannot be shown", async () => {
  const opened = await openWindow({ profiles: 1 });
  const { user, platform } = opened;
  const real = platform.answerLook;
  vi.spyOn(platform, "answerLook").mockImplementation(async (of) => ({
    ...(await real(of)),
    kind: "picture",
    looks: ["picture"],
  }));
  const gone = problem("no_such_exchange");
  const picture = vi.spyOn(platform, "answerPicture").mockRejectedValue(gone);
  await user.click(await tab("Requests"));
  await user.click(await screen.findByTestId("send"));
  expect(await screen.findByText(gone.message)).toBeVisible();
  picture.mockResolvedValue(null);
  await user.click(screen.getByTestId("send"));
  expect(await screen.findByText(/The picture is too large/)).toBeVisible();
});

it("explains values of the tree and the table to whoever points at them", async () => {
  const { user, platform } = await openAnswer();
  const time = "1764374400123";
  const says = explained(time) ?? "?";
  const children = platform.answerChildren;
  vi.spyOn(platform, "answerChildren").mockImplementation(async (...call) => {
    const found = await children(...call);
    for (const node of found.nodes) Object.assign(node, { kind: "number", text: time, is_whole: true });
    return found;
  });
  const table = platform.answerTable;
  vi.spyOn(platform, "answerTable").mockImplementation(async (...call) => {
    const found = await table(...call);
    for (const one of found.rows.flatMap(({ cells }) => cells.flat())) one.text = time;
    return found;
  });
  await user.click(await screen.findByRole("radio", { name: "Tree" }));
  expect((await screen.findAllByTitle(says))[0]).toHaveTextContent(time);
  await user.click(await screen.findByRole("radio", { name: "Table" }));
  const cells = await screen.findAllByTitle((title) => title.includes(`${time} ${says}`));
  expect(cells[0]).toHaveTextContent(time);
});

it("follows a path, and tells what is wrong with the text", async () => {
  const { user, platform } = await openAnswer();
  const query = vi.spyOn(platform, "answerQuery");
  const field = screen.getByRole("textbox", { name: "JSONPath or jq" });
  const look = vi.spyOn(platform, "answerLook");
  const real = await platform.answerLook({ id: 1, charset: null, query: null, pages: [] });
  const broken: BodyView = {
    ...real,
    undecodable: 2,
    fault: { sentence: "A value has to be here", line: 3, column: 5, row: 2 },
  };
  look.mockResolvedValue(broken);
  await user.type(field, "$..name{Enter}".replace("$", "$"));
  await waitFor(() => expect(query).toHaveBeenCalled());
  expect(query.mock.lastCall?.[2]).toBe("$..name");
  expect(await screen.findByTestId("body-fault")).toHaveTextContent(
    "Not JSON from line 3, column 5 on. A value has to be here.",
  );
  expect(screen.getByTestId("body-remarks")).toHaveTextContent("no characters in UTF-8: 2");
});

it("stores a new client secret that came in an answer with a click", async () => {
  const { user, platform } = await openWindow({ profiles: 4 });
  const real = platform.requestSend.bind(platform);
  vi.spyOn(platform, "requestSend").mockImplementation(async (...call) => ({
    ...(await real(...call)),
    new_secret: { kind: "waiting" },
  }));
  const store = vi.spyOn(platform, "historyStoreSecret");
  await user.click(await tab("Requests"));
  await user.click(await screen.findByTestId("send"));
  const note = await screen.findByTestId("new-secret");
  expect(note).toHaveTextContent("Adobe tells it only once");
  const [profile] = await platform.profilesList();
  await user.click(within(note).getByTestId("store-secret"));
  await waitFor(() => expect(screen.getByTestId("new-secret")).toHaveTextContent("is stored in"));
  expect(store.mock.lastCall?.[1]).toBe(profile?.id);
  expect(screen.queryByTestId("store-secret")).toBeNull();
});

it("compares an answer from its own menu, and from the palette", async () => {
  const { user, platform } = await openAnswer();
  const before = vi.spyOn(platform, "comparisonBefore");
  await user.click(screen.getByTestId("compare-menu"));
  await user.click(await screen.findByRole("menuitem", { name: "Compare with the one before" }));
  await toast(/No earlier answer/);
  await user.click(screen.getByTestId("send"));
  await waitFor(async () =>
    expect(await platform.historyCount(null, "")).toEqual({ exchanges: 2, or_more: false }),
  );
  await user.keyboard("{Control>}k{/Control}");
  await screen.findByTestId("palette");
  await user.keyboard("Compare this answer with the one{Enter}");
  await waitFor(() => expect(before).toHaveBeenCalledTimes(2));
  expect(await screen.findByTestId("compare-page")).toBeVisible();
});
