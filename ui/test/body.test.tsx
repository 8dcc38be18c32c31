/*
 * The body of a request in its editor, which lies in a shadow root.
 */
import { EditorView } from "@codemirror/view";
import { act, fireEvent, screen, waitFor } from "@testing-library/react";
import { expect, it, vi } from "vitest";
import "../src/shared/editor/LoadedEditor";
import { LONGEST } from "../src/shared/editor/wrapping";
import { openWindow, tab } from "./window";

async function openBody() {
  const opened = await openWindow({ profiles: 4 });
  await opened.user.click(await tab("Requests"));
  await opened.user.click(await screen.findByRole("tab", { name: /^Body/ }));
  return { ...opened, editor: await theEditor() };
}

const theEditor = () =>
  waitFor(() => {
    const root = document.querySelector("[data-editor=body]")?.shadowRoot;
    const content = root?.querySelector<HTMLElement>(".cm-content");
    const view = content ? EditorView.findFromDOM(content) : null;
    if (!view) throw new Error("no editor yet");
    return view;
  });

/** Types a text in the place of all that is there. */
const put = (editor: EditorView, insert: string) =>
  act(() =>
    editor.dispatch({ changes: { from: 0, to: editor.state.doc.length, insert }, userEvent: "input" }),
  );

async function sentBody({ user, platform }: Awaited<ReturnType<typeof openBody>>) {
  const send = vi.spyOn(platform, "requestSend");
  await user.keyboard("{Control>}{Enter}{/Control}");
  await waitFor(() => expect(send).toHaveBeenCalled());
  const [, , request, , , , bodyOf] = send.mock.calls[0] ?? [];
  // A long one does not cross: the engine takes it from the draft.
  if (!bodyOf) return request?.body;
  expect(request?.body).toBeNull();
  return (await platform.tabsList()).tabs.find((one) => one.tab.id === bodyOf)?.tab.draft?.body;
}

it("sends what is typed, carriage returns and all", async () => {
  const opened = await openBody();
  put(opened.editor, "a\r\nb {{IMS_ORG}}");
  expect(await sentBody(opened)).toBe("a\r\nb {{IMS_ORG}}");
});

it("sends a long text as it is at the moment of sending, though it goes on later while one types", async () => {
  const opened = await openBody();
  const long = `["${"x".repeat(100_000)}"]`;
  put(opened.editor, long);
  expect(await sentBody(opened)).toBe(long);
});

it("sends no body when all of it is taken out", async () => {
  const opened = await openBody();
  put(opened.editor, "{}");
  put(opened.editor, "");
  expect(await sentBody(opened)).toBeNull();
});

it("puts JSON in form, and can be undone", async () => {
  const { editor, user } = await openBody();
  put(editor, '{"id":12345678901234567890.10,"v":{{V}}}');
  await user.click(await screen.findByTestId("format"));
  expect(editor.state.doc.toString()).toBe('{\n  "id": 12345678901234567890.10,\n  "v": {{V}}\n}');
  act(() => editor.focus());
  await user.keyboard("{Control>}z{/Control}");
  expect(editor.state.doc.toString()).toBe('{"id":12345678901234567890.10,"v":{{V}}}');
});

it("wraps lines until one takes longer to be laid out than a key may, and those of another text again", async () => {
  const { editor, user } = await openBody();
  const wraps = () => editor.contentDOM.classList.contains("cm-lineWrapping");
  put(editor, `[${"1,".repeat(LONGEST / 2 - 2)}1]`);
  expect(wraps()).toBe(true);
  act(() => editor.dispatch({ changes: { from: 1, insert: "10000," } }));
  expect(wraps()).toBe(false);
  act(() => editor.dispatch({ changes: { from: 1, to: 7 } }));
  expect(wraps()).toBe(false);
  await user.click(await screen.findByTestId("format"));
  expect(wraps()).toBe(true);
});

it("takes what was changed in a short text to the engine, too", async () => {
  const { editor, platform } = await openBody();
  const kept = async () => (await platform.tabsList()).tabs[0]?.tab.draft?.body;
  put(editor, "one");
  await waitFor(async () => expect(await kept()).toBe("one"));
  const keep = vi.spyOn(platform, "tabKeep");
  const edit = vi.spyOn(platform, "tabEdit");
  act(() => editor.dispatch({ changes: { from: 3, insert: " two" } }));
  await waitFor(async () => expect(await kept()).toBe("one two"));
  expect(keep).not.toHaveBeenCalled();
  expect(edit.mock.calls.map(([edited, base, edits]) => [edited.draft?.body, base, edits])).toEqual([
    [null, "draft", [{ was: 3, changes: [{ from: 3, to: 3, insert: " two" }] }]],
  ]);
});

it("says where JSON is wrong, and leads there", async () => {
  const { editor, user } = await openBody();
  put(editor, '{\n  "a": 1,\n}');
  await waitFor(() => expect(screen.getByTestId("json-fault")).toHaveTextContent("Line 3, column 1: A name"));
  expect(editor.dom.querySelector(".cm-fault")).toHaveTextContent("}");
  await user.click(screen.getByRole("button", { name: "Go there" }));
  expect(editor.state.selection.main.head).toBe(12);
  put(editor, '{"a": 1}');
  await waitFor(() => expect(screen.getByTestId("json-fault")).toBeEmptyDOMElement());
});

it("underlines a variable without a value", async () => {
  const { editor } = await openBody();
  put(editor, '["{{IMS_ORG}}", "{{NOWHERE}}"]');
  await waitFor(() => expect(editor.dom.querySelectorAll(".cm-missing")).toHaveLength(1));
  expect(editor.dom.querySelector(".cm-missing")).toHaveTextContent("{{NOWHERE}}");
  expect(editor.dom.querySelectorAll(".cm-variable")).toHaveLength(2);
});

it("leaves what is pasted into it to itself", async () => {
  const { editor, user, platform } = await openBody();
  const importing = vi.spyOn(platform, "importClipboard");
  act(() => editor.focus());
  await user.keyboard("{Control>}v{/Control}");
  expect(importing).not.toHaveBeenCalled();
});

it("takes what was changed in a long text to the engine, and neither for drafts nor for checks all of it", async () => {
  const opened = await openBody();
  const { editor, platform, user } = opened;
  const [keep, edit, check] = [
    vi.spyOn(platform, "tabKeep"),
    vi.spyOn(platform, "tabEdit"),
    vi.spyOn(platform, "requestCheck"),
  ];
  const kept = async () => (await platform.tabsList()).tabs[0]?.tab.draft?.body;
  // Longer than what is passed on by itself when typing pauses.
  const long = `["${"x".repeat(1_100_000)}"]`;
  put(editor, long);
  await waitFor(async () => expect(await kept()).toBe(long));
  await waitFor(() => expect(check).toHaveBeenCalled());
  for (const spy of [keep, edit, check]) spy.mockClear();
  const typed = "{{SIZE}} ü😀";
  for (const [n, letter] of [...typed].entries())
    act(() =>
      editor.dispatch({ changes: { from: 2 + [...typed].slice(0, n).join("").length, insert: letter } }),
    );
  const wanted = `["${typed}${"x".repeat(1_100_000)}"]`;
  await waitFor(async () => expect(await kept()).toBe(wanted));
  await waitFor(() => expect(check).toHaveBeenCalled());
  expect(await screen.findByText(/SIZE/)).toBeVisible();
  const crossed = JSON.stringify([keep.mock.calls, edit.mock.calls, check.mock.calls]);
  expect(crossed.length).toBeLessThan(10_000);
  // And what is sent is all of it, though it does not cross for that either.
  act(() => editor.dispatch({ changes: { from: 0, insert: " " } }));
  for (const spy of [keep, edit, check]) spy.mockClear();
  const [send, list] = [vi.spyOn(platform, "requestSend"), vi.spyOn(platform, "tabsList")];
  await user.click(screen.getByTestId("send"));
  await waitFor(() => expect(send).toHaveBeenCalled());
  const sent = JSON.stringify([keep.mock.calls, edit.mock.calls, check.mock.calls, send.mock.calls]);
  expect(sent.length).toBeLessThan(10_000);
  const [, , request, , , , bodyOf] = send.mock.calls[0] ?? [];
  expect([request?.body, bodyOf !== null]).toEqual([null, true]);
  expect(await kept()).toBe(` ${wanted}`);
  // Nor does it come back when the window looks for what others changed.
  list.mockClear();
  fireEvent(window, new Event("focus"));
  await waitFor(() => expect(list).toHaveBeenCalled());
  const listed = await Promise.all(list.mock.results.map(({ value }) => value));
  for (const one of listed) expect(JSON.stringify(one).length).toBeLessThan(10_000);
});

it("sends all of a long text when the engine has forgotten it", async () => {
  const opened = await openBody();
  const { editor, platform, user } = opened;
  const long = `["${"x".repeat(1_100_000)}"]`;
  put(editor, long);
  await waitFor(async () => expect((await platform.tabsList()).tabs[0]?.tab.draft?.body).toBe(long));
  const [view] = (await platform.tabsList()).tabs;
  if (!view) throw new Error("no tab");
  // As after the vault was locked.
  await platform.tabKeep({ ...view.tab, draft: null });
  await user.click(screen.getByTestId("send"));
  const newest = { profile: null, text: "", before: null, limit: 1 };
  await waitFor(async () => expect(await platform.historyList(newest)).toHaveLength(1));
  const [exchange] = await platform.historyList(newest);
  expect((await platform.historyGet(exchange?.id ?? 0)).request.body).toBe(long);
});

it("gives the engine all of a long text when that has another one", async () => {
  const { editor, platform } = await openBody();
  const kept = async () => (await platform.tabsList()).tabs[0]?.tab.draft?.body;
  const long = `["${"x".repeat(1_100_000)}"]`;
  put(editor, long);
  await waitFor(async () => expect(await kept()).toBe(long));
  // As after the vault was locked, which has the engine forget what was typed.
  const [view] = (await platform.tabsList()).tabs;
  if (!view?.tab.draft) throw new Error("no draft");
  await platform.tabKeep({ ...view.tab, draft: { ...view.tab.draft, body: "another" } });
  act(() => editor.dispatch({ changes: { from: 0, insert: "1" } }));
  await waitFor(async () => expect(await kept()).toBe(`1${long}`));
});

it("hands over what was typed last when the window is closed", async () => {
  const { editor, platform, user } = await openBody();
  const kept = async () => (await platform.tabsList()).tabs[0]?.tab.draft;
  const long = "x".repeat(100_000);
  put(editor, long);
  await waitFor(async () => expect((await kept())?.body).toBe(long));
  const over = vi.spyOn(platform, "tabsHandedOver");
  act(() => editor.dispatch({ changes: { from: 0, insert: "typed last " } }));
  platform.closeWindow();
  await waitFor(() => expect(over).toHaveBeenCalled());
  expect((await kept())?.body).toBe(`typed last ${long}`);
  await user.click(screen.getByTestId("url"));
  await user.keyboard("?and=here");
  platform.closeWindow();
  await waitFor(() => expect(over).toHaveBeenCalledTimes(2));
  expect((await kept())?.url).toContain("?and=here");
});
