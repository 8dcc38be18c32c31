import { screen, waitFor, within } from "@testing-library/react";
import { expect, it, vi } from "vitest";
import { fill, openWhole, tab, toast } from "./window";

const list = () => screen.getByTestId("request-list");
const row = (name: RegExp) => within(list()).findByRole("treeitem", { name });
const gone = (name: RegExp) =>
  waitFor(() => expect(within(list()).queryByRole("treeitem", { name })).toBeNull());
const dialog = () => screen.findByTestId("import-requests");
const folder = async () => within(await dialog()).findByRole("textbox", { name: /^Into the folder/ });
const add = async (user: Awaited<ReturnType<typeof openWhole>>["user"]) => {
  const button = screen.getByTestId("import-requests-confirm");
  await waitFor(() => expect(button).toBeEnabled());
  await user.click(button);
};

it("leads a collection that is dropped anywhere to the requests, and shows them", async () => {
  const { user, platform } = await openWhole({ profiles: 4 });
  platform.drop("read", "collection");
  expect(await screen.findByTestId("import-requests-summary")).toHaveTextContent(
    "3 requests in 3 files, read from Platform.json (Postman collection). Nothing is saved yet.",
  );
  expect(screen.queryByTestId("import-page")).toBeNull();
  await add(user);
  await toast(/3 requests added in Platform/);
  expect(await screen.findByTestId("requests-tab")).toBeVisible();
  const first = await row(/GET Classes/);
  expect(first).toHaveAttribute("aria-selected", "true");
  expect(await row(/^Platform$/)).toHaveAttribute("aria-expanded", "true");
});

it("asks for the list once when requests were added, also where one is at it already", async () => {
  const { user, platform } = await openWhole({ profiles: 4 });
  const asking = vi.spyOn(platform, "requestsList");
  platform.drop("read", "collection");
  await folder();
  await add(user);
  await toast(/3 requests added in Platform/);
  expect(await row(/GET Classes/)).toHaveAttribute("aria-selected", "true");
  expect(asking).toHaveBeenCalledOnce();
  asking.mockClear();
  platform.drop("read", "collection");
  await folder();
  await add(user);
  await toast(/3 requests added in Platform 2/);
  await waitFor(() =>
    expect(within(list()).getByRole("treeitem", { selected: true }).dataset["request"]).toContain(
      "Platform 2",
    ),
  );
  expect(asking).toHaveBeenCalledOnce();
});

it("opens the first of what was added when the list comes before the word that it was added", async () => {
  const { user, platform } = await openWhole({ profiles: 1 });
  await user.click(await tab("Requests"));
  await row(/List libraries/);
  const real = platform.collectionsAdd;
  vi.spyOn(platform, "collectionsAdd").mockImplementation(async (...which) => {
    const added = await real(...which);
    await waitFor(() => expect(list().querySelector('[data-request="own/Platform"]')).not.toBeNull());
    return added;
  });
  platform.drop("read", "collection");
  await folder();
  await add(user);
  await waitFor(async () => expect(await row(/GET Classes/)).toHaveAttribute("aria-selected", "true"));
});

it("opens nothing of what was added and undone before it was listed", async () => {
  const { user, platform } = await openWhole({ profiles: 1 });
  await user.click(await tab("Requests"));
  await row(/List libraries/);
  const before = await platform.requestsList(null);
  const asking = vi.spyOn(platform, "requestsList").mockResolvedValue(before);
  platform.drop("read", "collection");
  await folder();
  await add(user);
  await user.click(within(await toast(/3 requests added/)).getByRole("button", { name: "Undo" }));
  await toast(/Undone/);
  asking.mockRestore();
  const { request } = await platform.requestGet("Places/List libraries", "catalogue");
  platform.saveOutside("Platform/Mine", { ...request, name: "Mine" });
  expect(await row(/GET Mine/)).toHaveAttribute("aria-selected", "false");
});

it("says what is not taken over, each kind once with its places", async () => {
  const { user, platform } = await openWhole({ profiles: 1 });
  platform.drop("read", "collection");
  await user.click(within(await screen.findByTestId("import-requests-left-out")).getByText(/not taken over/));
  const leftOut = screen.getByTestId("import-requests-left-out");
  expect(leftOut).toHaveTextContent("The script that runs before the request was not imported");
  expect(leftOut).toHaveTextContent("Schemas › Classes");
  expect(leftOut).toHaveTextContent("The variable TOKEN was not imported: the profile has its own value.");
});

it("keeps what has the place, and says where the requests go instead", async () => {
  const { user, platform } = await openWhole({ profiles: 1 });
  platform.drop("read", "collection");
  await folder();
  await add(user);
  await toast(/3 requests added in Platform/);
  platform.drop("read", "collection");
  await waitFor(async () =>
    expect(await screen.findByTestId("import-requests-taken")).toHaveTextContent(
      "Platform is there already and stays as it is. These go to Platform 2.",
    ),
  );
  await fill(user, await folder(), "Adobe/Mine");
  await waitFor(() => expect(screen.queryByTestId("import-requests-taken")).toBeNull());
  await add(user);
  await toast(/3 requests added in Adobe\/Mine/);
  expect(await row(/^Mine$/)).toHaveAttribute("aria-level", "3");
});

it("undoes the import as a whole, and closes what was open of it", async () => {
  const { user, platform } = await openWhole({ profiles: 1 });
  platform.drop("read", "collection");
  await folder();
  await add(user);
  await user.click(within(await toast(/3 requests added in Platform/)).getByRole("button", { name: "Undo" }));
  await toast(/Undone/);
  await gone(/GET Classes/);
  await waitFor(() =>
    expect(
      screen.queryAllByTestId("request-tab").filter((one) => /Classes/.test(one.textContent ?? "")),
    ).toEqual([]),
  );
});

it("puts a collection's variables into the profile only when asked, and takes them back", async () => {
  const { user, platform } = await openWhole({ profiles: 1 });
  const [profile] = await platform.profilesList();
  const variables = async () => (await platform.profileGet(profile?.id ?? "")).variables;
  const before = await variables();
  const adding = vi.spyOn(platform, "collectionsAdd");
  platform.drop("read", "collection");
  await user.click(await screen.findByRole("checkbox", { name: /Keep its 1 variable in/ }));
  await add(user);
  const told = await toast(/3 requests added/);
  expect(adding.mock.calls[0]?.[2]).toBe("in_profile");
  expect(await variables()).toEqual({ ...before, LIMIT: "5" });
  await user.click(within(told).getByRole("button", { name: "Undo" }));
  await toast(/Undone/);
  expect(await variables()).toEqual(before);
});

it("leaves a profile's own value of a variable, and says so", async () => {
  const { user, platform } = await openWhole({ profiles: 1 });
  platform.drop("read", "collection");
  await user.click(await screen.findByRole("checkbox", { name: /Keep its 1 variable in/ }));
  await add(user);
  await toast(/3 requests added in Platform/);
  platform.drop("read", "collection");
  await user.click(await screen.findByRole("checkbox", { name: /Keep its 1 variable in/ }));
  await add(user);
  await toast(/3 requests added in Platform 2; 1 variable of the profile kept its own value/);
});

it("is chosen from the menu of the requests, and forgotten when the dialog is closed", async () => {
  const { user, platform } = await openWhole({ profiles: 1 });
  const discard = vi.spyOn(platform, "collectionsDiscard");
  await user.click(await tab("Requests"));
  await user.click(await screen.findByRole("button", { name: "More for requests" }));
  await user.click(await screen.findByRole("menuitem", { name: /^Import requests/ }));
  await dialog();
  await user.click(screen.getByRole("button", { name: "Cancel" }));
  await waitFor(() => expect(discard).toHaveBeenCalledOnce());
  expect((await platform.requestsList(null)).some(({ origin }) => origin === "own")).toBe(false);
});

it("tells of requests beside credentials, on the page of both", async () => {
  const { user, platform } = await openWhole({ profiles: 1 });
  const open = vi.spyOn(platform, "importOpen");
  const read = await platform.importOpen();
  const { collection } = (await platform.importClipboard()) ?? {};
  expect(collection).toBeNull();
  const found = await platform.collectionsOpen();
  open.mockResolvedValue(read && { ...read, collection: found });
  await user.keyboard("{Control>}o{/Control}");
  const told = await screen.findByTestId("import-collection");
  expect(told).toHaveTextContent("It also holds 3 requests of Platform.");
  await user.click(within(told).getByRole("button", { name: "Import requests…" }));
  expect(await screen.findByTestId("import-requests-besides")).toHaveTextContent(
    "The same file holds 1 profile",
  );
});

it("exports all requests, and says where they are", async () => {
  const { user, platform } = await openWhole({ profiles: 1 });
  const exporting = vi.spyOn(platform, "requestsExport");
  await user.click(await tab("Requests"));
  await user.click(await screen.findByRole("button", { name: "More for requests" }));
  await user.click(await screen.findByRole("menuitem", { name: /^Export all/ }));
  await user.click(await screen.findByRole("radio", { name: /^HAR/ }));
  await user.click(screen.getByTestId("export-requests-confirm"));
  await toast(/saved to \/home\/you\/requests, without secrets/);
  expect(exporting.mock.calls).toEqual([[[], "har"]]);
});
