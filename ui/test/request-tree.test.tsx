import { act, screen, waitFor, within } from "@testing-library/react";
import { expect, it, vi } from "vitest";
import { fill, openWindow, tab, toast } from "./window";

const list = () => screen.getByTestId("request-list");
const row = (name: RegExp) => within(list()).findByRole("treeitem", { name });
const url = () => screen.getByTestId<HTMLInputElement>("url").value;

/** The window with two requests of one's own in one file. */
async function openOwn() {
  const opened = await openWindow({ profiles: 4 });
  const { platform, user } = opened;
  const { request } = await platform.requestGet("Places/List libraries", "catalogue");
  const save = (address: string, name: string) =>
    platform.requestSave(address, { ...request, name, url: `https://mc.adobe.io/${name}` }, null);
  await save("Acme/All#First", "First");
  await save("Acme/All#Second", "Second");
  await user.click(await tab("Requests"));
  await screen.findByTestId("request-editor");
  await user.click(await row(/GET First/));
  await waitFor(() => expect(url()).toContain("First"));
  return opened;
}

const verb = async (user: Awaited<ReturnType<typeof openOwn>>["user"], name: RegExp, title: string) => {
  await user.hover(await row(name));
  await user.click(await within(await row(name)).findByRole("button", { name: /^More for/ }));
  await user.click(await screen.findByRole("menuitem", { name: new RegExp(title) }));
};

const undo = async (user: Awaited<ReturnType<typeof openOwn>>["user"], said: RegExp) =>
  user.click(within(await toast(said)).getByRole("button", { name: "Undo" }));

it("shows one's own requests in their folders, which open and close by keyboard", async () => {
  const { user } = await openOwn();
  expect(await row(/^Your requests$/)).toHaveAttribute("aria-level", "1");
  expect(await row(/^Acme$/)).toHaveAttribute("aria-level", "2");
  expect(await row(/^All$/)).toHaveAttribute("aria-level", "3");
  expect(await row(/GET First/)).toHaveAttribute("aria-level", "4");
  (await row(/GET First/)).focus();
  await user.keyboard("{ArrowLeft}{ArrowLeft}");
  expect(await row(/^All$/)).toHaveAttribute("aria-expanded", "false");
  expect(within(list()).queryByRole("treeitem", { name: /GET First/ })).toBeNull();
  // What is looked for is found whichever folders are closed.
  await user.type(screen.getByRole("searchbox", { name: "Find a request" }), "second");
  expect(await row(/GET Second/)).toBeVisible();
  await user.clear(screen.getByRole("searchbox", { name: "Find a request" }));
  await waitFor(() => expect(within(list()).queryByRole("treeitem", { name: /GET Second/ })).toBeNull());
  (await row(/^All$/)).focus();
  await user.keyboard("{ArrowRight}{ArrowDown}");
  await waitFor(() => expect(url()).toContain("First"));
});

it("renames a request, keeps what was typed in it, and undoes that", async () => {
  const { user, platform } = await openOwn();
  await user.type(screen.getByTestId("url"), "?draft=1");
  (await row(/GET First/)).focus();
  await user.keyboard("{F2}");
  await fill(user, await screen.findByRole("textbox", { name: /^Name/ }), "Later");
  await user.click(screen.getByTestId("rename-request-confirm"));
  await toast(/First is called Later now/);
  expect(await row(/GET Later/)).toHaveAttribute("aria-selected", "true");
  expect(url()).toContain("First?draft=1");
  expect((await platform.requestGet("Acme/All#Later", "own")).request.url).not.toContain("draft");
  await undo(user, /First is called Later now/);
  expect(await row(/GET First/)).toHaveAttribute("aria-selected", "true");
  expect(url()).toContain("First?draft=1");
  // It is saved where it is again, and not refused as changed.
  await user.click(screen.getByTestId("save-request"));
  await waitFor(async () =>
    expect((await platform.requestGet("Acme/All#First", "own")).request.url).toContain("draft"),
  );
});

it("refuses a name that another request of the file has", async () => {
  const { user } = await openOwn();
  await verb(user, /GET First/, "Rename");
  await fill(user, await screen.findByRole("textbox", { name: /^Name/ }), "Second");
  await user.click(screen.getByTestId("rename-request-confirm"));
  expect(await screen.findByTestId("problem")).toHaveTextContent(
    "There is a request called Acme/All#Second already.",
  );
});

it("says before a move what stays behind and what is replaced", async () => {
  const { user, platform } = await openOwn();
  const move = vi.spyOn(platform, "requestMove");
  const look = vi.spyOn(platform, "requestBeforeMoving");
  look.mockResolvedValue({
    to: "Other#First",
    stays_behind: ["LIMIT"],
    replaces: "Other#First",
    lost_files: ["body.json"],
  });
  await verb(user, /GET First/, "Move");
  await fill(user, await screen.findByRole("textbox", { name: /^Folder and file/ }), "Other");
  expect(await screen.findByTestId("stays-behind")).toHaveTextContent("what stays there: LIMIT.");
  expect(screen.getByTestId("replaces")).toHaveTextContent("Other#First");
  expect(move).not.toHaveBeenCalled();
  await user.click(screen.getByRole("button", { name: "Replace it" }));
  await toast(/First moved/);
  expect(move.mock.calls).toEqual([["Acme/All#First", "Other", true]]);
  expect(await row(/GET First/)).toHaveAttribute("data-request", "own Other#First");
  await undo(user, /First moved/);
  await waitFor(async () =>
    expect(await row(/GET First/)).toHaveAttribute("data-request", "own Acme/All#First"),
  );
});

it("duplicates and deletes by keyboard, each with its way back", async () => {
  const { user } = await openOwn();
  (await row(/GET First/)).focus();
  await user.keyboard("{Control>}d{/Control}");
  await toast(/First duplicated/);
  expect(await row(/GET First copy/)).toHaveAttribute("aria-selected", "true");
  await undo(user, /First duplicated/);
  await waitFor(() => expect(within(list()).queryByRole("treeitem", { name: /copy/ })).toBeNull());

  await user.click(await row(/GET Second/));
  (await row(/GET Second/)).focus();
  await user.keyboard("{Delete}");
  await toast(/Second deleted/);
  await waitFor(() => expect(within(list()).queryByRole("treeitem", { name: /Second/ })).toBeNull());
  await undo(user, /Second deleted/);
  expect(await row(/GET Second/)).toHaveAttribute("aria-selected", "true");
});

it("keeps what was typed in a request that is deleted", async () => {
  const { user } = await openOwn();
  await user.type(screen.getByTestId("url"), "?draft=1");
  await verb(user, /GET First/, "Delete");
  await toast(/First deleted/);
  expect(url()).toContain("First?draft=1");
  expect(await row(/^Not saved$/)).toBeVisible();
});

it("has new requests in its list until they are saved or discarded", async () => {
  const { user } = await openOwn();
  await user.click(screen.getByTestId("new-request"));
  await fill(user, screen.getByTestId("url"), "https://one.example/");
  await user.click(screen.getByTestId("new-request"));
  await fill(user, screen.getByTestId("url"), "https://two.example/");
  await user.click(await row(/GET Second/));
  await waitFor(() => expect(url()).toContain("Second"));
  await user.click(await row(/GET https:\/\/one.example/));
  await waitFor(() => expect(url()).toBe("https://one.example/"));
  (await row(/GET https:\/\/one.example/)).focus();
  await user.keyboard("{Delete}");
  await toast(/Draft discarded/);
  expect(within(list()).queryByRole("treeitem", { name: /one.example/ })).toBeNull();
  await undo(user, /Draft discarded/);
  // It comes back as a tab, from where tabs are kept.
  await waitFor(() => expect(url()).toBe("https://one.example/"));

  await user.click(await row(/GET https:\/\/two.example/));
  await verb(user, /GET https:\/\/two.example/, "Save");
  await fill(user, await screen.findByRole("textbox", { name: /^Name/ }), "Two");
  await user.click(screen.getByTestId("save-request-confirm"));
  await toast(/Two saved/);
  expect(await row(/GET Two/)).toHaveAttribute("aria-selected", "true");
  expect(within(list()).queryByRole("treeitem", { name: /two.example/ })).toBeNull();
});

it("draws the rows in view of thousands of requests, walks to any, and finds any of them", async () => {
  const opened = await openWindow({ profiles: 4 });
  const { platform, user } = opened;
  const known = await platform.requestsList(null);
  const one = known[0];
  if (!one) throw new Error("no request");
  const many = Array.from({ length: 2000 }, (_, n) => {
    const path = `Team ${n % 20}/Request ${n}`;
    return { ...one, origin: "own" as const, address: path, path, name: `Request ${n}` };
  });
  vi.spyOn(platform, "requestsList").mockResolvedValue([...many, ...known]);
  await user.click(await tab("Requests"));
  const drawn = () => list().querySelectorAll<HTMLElement>("[role=treeitem]");
  await waitFor(() => expect(drawn().length).toBeGreaterThan(10));
  expect(drawn().length).toBeLessThan(50);
  expect(Number(drawn()[0]?.getAttribute("aria-setsize"))).toBeGreaterThan(2000);
  // The view is where the request on screen is, near the end. By keyboard to the first row and to the last.
  act(() => drawn()[0]?.focus());
  await user.keyboard("{Home}");
  await waitFor(() => expect(document.activeElement).toHaveAttribute("aria-posinset", "1"));
  await user.keyboard("{End}");
  await waitFor(() => {
    const last = document.activeElement;
    expect(last).toHaveAttribute("aria-posinset", last?.getAttribute("aria-setsize"));
  });
  await user.click(screen.getByLabelText("Find a request"));
  await user.paste("request 1999");
  await waitFor(() => expect(list().querySelectorAll("[role=treeitem]").length).toBeLessThan(10));
  expect(list()).toHaveTextContent("Request 1999");
});
