import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import { expect, it, vi } from "vitest";
import { targetOf, type Dragged } from "../src/features/requests/useDrag";
import type { Row } from "../src/features/requests/requestTree";
import { fill, openWindow, tab, toast } from "./window";

const list = () => screen.getByTestId("request-list");
const row = (name: RegExp) => within(list()).findByRole("treeitem", { name });
const gone = (name: RegExp) =>
  waitFor(() => expect(within(list()).queryByRole("treeitem", { name })).toBeNull());
const key = async (name: RegExp) => (await row(name)).dataset["request"];
const undo = async (user: Awaited<ReturnType<typeof openOwn>>["user"], said: RegExp) =>
  user.click(within(await toast(said)).getByRole("button", { name: "Undo" }));

/** This document has pointer events without buttons and places. */
const point = (kind: string, buttons: number, clientX: number) =>
  new MouseEvent(kind, { bubbles: true, button: 0, buttons, clientX });

/** The window with a file of two requests and one of one, the first request open. */
async function openOwn() {
  const opened = await openWindow({ profiles: 1 });
  const { platform, user } = opened;
  const { request } = await platform.requestGet("Places/List libraries", "catalogue");
  const save = (address: string, name: string) =>
    platform.requestSave(address, { ...request, name, url: `https://mc.adobe.io/${name}` }, null);
  await save("Acme/All#First", "First");
  await save("Acme/All#Second", "Second");
  await save("Globex/Alone", "Alone");
  await user.click(await tab("Requests"));
  await screen.findByTestId("request-editor");
  await user.click(await row(/GET First/));
  await waitFor(() => expect(screen.getByTestId<HTMLInputElement>("url").value).toContain("First"));
  return opened;
}

it("renames a folder by F2; what is open of it follows with its draft, and comes back", async () => {
  const { user } = await openOwn();
  await user.type(screen.getByTestId("url"), "?draft=1");
  (await row(/^Acme$/)).focus();
  await user.keyboard("{F2}");
  await fill(user, await screen.findByRole("textbox", { name: "Name" }), "Initech");
  await user.click(screen.getByTestId("name-place-confirm"));
  await toast(/Acme is called Initech now/);
  await gone(/^Acme$/);
  expect(await key(/GET First/)).toBe("own Initech/All#First");
  expect(await row(/GET First/)).toHaveAttribute("aria-selected", "true");
  expect(screen.getByTestId<HTMLInputElement>("url").value).toContain("First?draft=1");
  await undo(user, /Acme is called Initech now/);
  await waitFor(async () => expect(await key(/GET First/)).toBe("own Acme/All#First"));
  expect(screen.getByTestId<HTMLInputElement>("url").value).toContain("First?draft=1");
});

it("deletes a file by its key and brings it back", async () => {
  const { user } = await openOwn();
  (await row(/^All$/)).focus();
  await user.keyboard("{Delete}");
  await toast(/All deleted/);
  await gone(/GET Second/);
  await undo(user, /All deleted/);
  expect(await row(/GET Second/)).toBeVisible();
});

it("duplicates a folder, and takes the copy away", async () => {
  const { user } = await openOwn();
  (await row(/^Globex$/)).focus();
  await user.keyboard("{Control>}d{/Control}");
  await toast(/Globex duplicated/);
  expect(await row(/^Globex copy$/)).toBeVisible();
  await undo(user, /Globex duplicated/);
  await gone(/^Globex copy$/);
});

it("makes a folder, which is there while nothing is in it, and refuses one that is there", async () => {
  const { user } = await openOwn();
  await user.click(await screen.findByRole("button", { name: "More for requests" }));
  await user.click(await screen.findByRole("menuitem", { name: /^New folder/ }));
  await fill(user, await screen.findByRole("textbox", { name: "Name" }), "Acme");
  await user.click(screen.getByTestId("name-place-confirm"));
  expect(await screen.findByTestId("problem")).toHaveTextContent("called Acme already");
  await fill(user, screen.getByRole("textbox", { name: "Name" }), "Empty");
  await user.click(screen.getByTestId("name-place-confirm"));
  expect(await row(/^Empty$/)).toHaveAttribute("aria-level", "2");
});

it("drags a request into a folder, and asks first when something would be lost", async () => {
  const { platform } = await openOwn();
  const move = vi.spyOn(platform, "requestMove");
  const drag = async (from: RegExp, to: RegExp) => {
    const [start, end] = [await row(from), await row(to)];
    fireEvent(start, point("pointerdown", 1, 0));
    fireEvent(end, point("pointermove", 1, 40));
    fireEvent(end, point("pointerup", 0, 40));
    fireEvent.click(end);
  };
  await drag(/GET Alone/, /^Acme$/);
  await toast(/Alone moved/);
  expect(move.mock.calls).toEqual([["Globex/Alone", "Acme/", false]]);
  // The press that ended the drag did not close the folder.
  expect(await row(/^Acme$/)).toHaveAttribute("aria-expanded", "true");
  vi.spyOn(platform, "placeBeforeMoving").mockResolvedValue({
    to: "All",
    is_taken: false,
    lost_files: [{ request: "Acme/All#First", file: "./body.json" }],
  });
  const moved = vi.spyOn(platform, "placeMove");
  await drag(/^All$/, /^Your requests$/);
  expect(await screen.findByTestId("lost-files")).toHaveTextContent("Acme/All#First (./body.json)");
  expect(moved).not.toHaveBeenCalled();
});

it("shows what another program did to the files, where one is", async () => {
  const { platform } = await openOwn();
  const { request } = await platform.requestGet("Acme/All#First", "own");
  await platform.requestSave("Acme/New", { ...request, name: "New" }, null);
  await platform.placeMake("Told", true);
  expect(await row(/GET New/)).toBeVisible();
  expect(await row(/GET First/)).toHaveAttribute("aria-selected", "true");
});

const place = (path: string, isFolder: boolean): Dragged => ({
  kind: "place",
  place: { path, is_folder: isFolder },
});
const folderRow = (path: string, isFolder = true): Row => ({
  kind: "folder",
  key: path,
  name: path,
  level: 2,
  isOpen: true,
  place: { path, is_folder: isFolder },
});

it.each([
  ["a folder into another", place("A/B", true), folderRow("C"), "C/"],
  ["a folder to the top", place("A/B", true), folderRow(""), "/"],
  ["a folder where it is", place("A/B", true), folderRow("A"), null],
  ["a folder into itself", place("A", true), folderRow("A"), null],
  ["a folder into one of its own", place("A", true), folderRow("A/B"), null],
  ["a folder into one that begins like it", place("A", true), folderRow("AB"), "AB/"],
  ["a file beside a file", place("A/F", false), folderRow("B/G", false), "B/"],
  ["what is at the top to the top", place("F", false), folderRow(""), null],
])("knows where %s goes", (_, dragged, over, expected) => {
  expect(targetOf(dragged, over)).toBe(expected);
});
