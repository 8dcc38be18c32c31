import { fireEvent, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, expect, it, vi } from "vitest";
import { createFake } from "../src/platform/fake";
import { problem } from "../src/platform/fake/fixtures";
import { openQuick } from "../src/quick/quick";

afterEach(() => document.body.replaceChildren());

async function open(options: Parameters<typeof createFake>[0] = {}) {
  const platform = createFake({ profiles: 7, ...options });
  const root = document.createElement("main");
  document.body.append(root);
  await openQuick(root, platform);
  return { platform, user: userEvent.setup({ delay: null }) };
}

const options = () => screen.getAllByRole("option").map((one) => one.textContent);

it("lists the profiles with what is left, and letters narrow them", async () => {
  const { user } = await open();
  expect(options()).toHaveLength(7);
  expect(options()[0]).toMatch(/^Acme · Placesproduction · 9 h/);
  await user.keyboard("glo pl");
  expect(options()[0]).toMatch(/^Globex · Platform/);
  await user.keyboard("zzz");
  expect(screen.getByRole("status")).toHaveTextContent("Nothing matches “glo plzzz”.");
});

it.each([
  ["{Enter}", "token"],
  ["{Shift>}{Enter}{/Shift}", "curl"],
  ["{Alt>}{Enter}{/Alt}", "header"],
])("copies with %s the %s", async (keys, form) => {
  const { platform, user } = await open();
  const copy = vi.spyOn(platform, "quickCopy");
  const [first] = await platform.quickList();
  await user.keyboard(keys);
  expect(copy).toHaveBeenCalledWith(first?.id, form);
});

it("lists more forms behind an arrow, and goes back", async () => {
  const { platform, user } = await open();
  const copy = vi.spyOn(platform, "quickCopy");
  await user.keyboard("{ArrowDown}{ArrowRight}power");
  expect(options()).toEqual(["Copy for PowerShell"]);
  await user.keyboard("{Escape}");
  expect(options()).toHaveLength(7);
  await user.keyboard("{ArrowDown}{ArrowRight}power{Enter}");
  await waitFor(() => expect(copy).toHaveBeenCalledWith(expect.any(String), "powershell"));
});

it("says why nothing was copied, stays, and leads to the large window", async () => {
  const { platform, user } = await open({ tokenFails: true });
  const hide = vi.spyOn(platform, "quickHide");
  const large = vi.spyOn(platform, "windowShow");
  await user.keyboard("globex platform{Enter}");
  const said = problem("wrong_secret", { profile: "", title: "" }).message;
  await waitFor(() => expect(screen.getByRole("status")).toHaveTextContent(said));
  expect(hide).not.toHaveBeenCalled();
  await user.click(screen.getByRole("button", { name: "Open Mudbrick" }));
  expect(large).toHaveBeenCalledOnce();
});

it("is empty again whenever it is shown, and Escape puts it away", async () => {
  const { platform, user } = await open();
  const hide = vi.spyOn(platform, "quickHide");
  await user.keyboard("glo");
  await platform.quickShow();
  expect(screen.getByRole("combobox")).toHaveValue("");
  await user.keyboard("{Escape}");
  expect(hide).toHaveBeenCalledOnce();
});

/** Copies that end when the test says so, in the order of their beginning. */
function heldCopies(platform: ReturnType<typeof createFake>) {
  const ends: Array<{ id: string; fail: (error: unknown) => void }> = [];
  vi.spyOn(platform, "quickCopy").mockImplementation(
    (id) => new Promise<void>((_, fail) => void ends.push({ id, fail })),
  );
  return ends;
}

const refused = problem("wrong_secret", { profile: "", title: "" });

it("copies what is chosen last, whatever was begun before and however that ends", async () => {
  const { platform, user } = await open();
  const begun = heldCopies(platform);
  await user.keyboard("{Enter}{Escape}");
  await platform.quickShow();
  await waitFor(() => expect(screen.getByRole("status")).toBeEmptyDOMElement());
  await user.keyboard("{ArrowDown}{Enter}");
  expect(begun).toHaveLength(2);
  expect(begun[1]?.id).not.toBe(begun[0]?.id);
  begun[0]?.fail(refused);
  await Promise.resolve();
  expect(screen.getByRole("status")).toHaveTextContent("Getting the token…");
  begun[1]?.fail(refused);
  await waitFor(() => expect(screen.getByRole("status")).toHaveTextContent(refused.message));
});

const markedOne = () => screen.queryByRole("option", { selected: true })?.textContent;

it("keeps the mark on its profile when the list changes, and copies no other one's token", async () => {
  const { platform, user } = await open();
  const begun = heldCopies(platform);
  const all = await platform.quickList();
  const change = async (to: typeof all) => {
    vi.spyOn(platform, "quickList").mockResolvedValue(to);
    await platform.lockFromOutside();
    await waitFor(() => expect(options()).toHaveLength(to.length));
  };
  await user.keyboard("{ArrowDown}");
  const [marked] = [markedOne()];
  await change(all.toReversed().slice(1));
  expect(markedOne()).toBe(marked);
  await change(all.filter((_, n) => n !== 1));
  expect(markedOne()).toBeUndefined();
  await user.keyboard("{Enter}");
  expect(screen.getByRole("status")).toHaveTextContent(/no longer listed/);
  await user.keyboard("{ArrowDown}{Enter}");
  expect(begun.map(({ id }) => id)).toEqual([all[0]?.id]);
});

it("marks nothing of the last time, and keys wait for the list that is being made", async () => {
  const { platform, user } = await open();
  const begun = heldCopies(platform);
  const all = await platform.quickList();
  const answers: Array<(list: typeof all) => void> = [];
  vi.spyOn(platform, "quickList").mockImplementation(() => new Promise((done) => void answers.push(done)));
  await platform.quickShow();
  await waitFor(() => expect(platform.quickList).toHaveBeenCalled());
  expect(markedOne()).toBeUndefined();
  await user.keyboard("{ArrowUp}{Enter}");
  expect(begun).toHaveLength(0);
  answers[0]?.(all.toReversed());
  await waitFor(() => expect(begun.map(({ id }) => id)).toEqual([all[0]?.id]));
});

it("leaves the keys to an input method that composes", async () => {
  const { platform } = await open();
  const begun = heldCopies(platform);
  const hide = vi.spyOn(platform, "quickHide");
  const input = screen.getByRole("combobox");
  fireEvent.keyDown(input, { key: "Enter", isComposing: true });
  fireEvent.keyDown(input, { key: "Escape", keyCode: 229 });
  expect(begun).toHaveLength(0);
  expect(hide).not.toHaveBeenCalled();
});
