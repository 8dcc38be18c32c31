import { cleanup, fireEvent, screen, waitFor, within } from "@testing-library/react";
import { expect, it } from "vitest";
import { problem } from "../src/platform/fake/fixtures";
import { fill, openWindow, row, show, tab, toast } from "./window";

const strip = () => screen.findByRole("tablist", { name: /^Open requests of/ });
const tabs = async () => within(await strip()).getAllByRole("tab");
const titles = async () =>
  (await tabs()).map((one) => one.textContent?.replace(/^(GET|POST|DELETE) (GET|POST|DEL)/, ""));
const url = () => screen.getByTestId<HTMLInputElement>("url").value;
const listed = (name: RegExp) => within(screen.getByTestId("request-list")).findByRole("treeitem", { name });

async function openRequests(options: Parameters<typeof openWindow>[0] = { profiles: 4 }) {
  const opened = await openWindow(options);
  await opened.user.click(await tab("Requests"));
  await screen.findByTestId("request-editor");
  return opened;
}

async function type(user: Awaited<ReturnType<typeof openRequests>>["user"], text: string) {
  await user.keyboard("{Control>}t{/Control}");
  await waitFor(() => expect(url()).toBe("https://"));
  await fill(user, screen.getByTestId("url"), text);
}

it("brings three drafts back in another window, in their order and with the same in front", async () => {
  const { user, platform } = await openRequests();
  await type(user, "https://x.io/1");
  await type(user, "https://x.io/2");
  await type(user, "https://x.io/3");
  await user.keyboard("{Control>}{PageUp}{/Control}");
  await waitFor(() => expect(url()).toBe("https://x.io/2"));
  const before = await titles();
  await waitFor(async () => {
    const kept = await platform.tabsList();
    expect(kept.tabs.map((one) => one.tab.draft?.url).filter(Boolean)).toHaveLength(3);
    expect(kept.tabs.find((one) => kept.active.includes(one.tab.id))?.tab.draft?.url).toBe("https://x.io/2");
  });
  cleanup();
  const again = await show(platform);
  await again.click(await tab("Requests"));
  await screen.findByTestId("request-editor");
  expect(await titles()).toEqual(before);
  expect(url()).toBe("https://x.io/2");
});

it("shows again what was only looked at before a restart", async () => {
  const { user, platform } = await openRequests();
  await user.click(await listed(/List POIs/));
  await waitFor(() => expect(url()).toContain("/pois"));
  await waitFor(async () => expect((await platform.tabsList()).tabs[0]?.tab.title).toBe("List POIs"));
  cleanup();
  const again = await show(platform);
  await again.click(await tab("Requests"));
  await screen.findByTestId("request-editor");
  expect(url()).toContain("/pois");
});

it("looks at one request after the other in one tab, and keeps the one in which something was typed", async () => {
  const { user } = await openRequests();
  await user.click(await listed(/List POIs/));
  await waitFor(() => expect(url()).toContain("/pois"));
  expect(await tabs()).toHaveLength(1);
  await user.type(screen.getByTestId("url"), "&typed=1");
  await user.click(await listed(/List libraries/));
  await waitFor(() => expect(url()).toContain("/libraries"));
  expect(await tabs()).toHaveLength(2);
  await user.click((await tabs())[0] as HTMLElement);
  await waitFor(() => expect(url()).toContain("typed=1"));
});

it("closes by keys and by the middle button, and reopens with what was typed", async () => {
  const { user } = await openRequests();
  await type(user, "https://x.io/1");
  await type(user, "https://x.io/2");
  await user.keyboard("{Control>}w{/Control}");
  await waitFor(() => expect(url()).toBe("https://x.io/1"));
  await user.click(within(await toast(/closed/)).getByRole("button", { name: "Undo" }));
  await waitFor(() => expect(url()).toBe("https://x.io/2"));
  const [, first] = await tabs();
  fireEvent(first as HTMLElement, new MouseEvent("auxclick", { button: 1, bubbles: true }));
  await waitFor(async () => expect(await titles()).not.toContain("https://x.io/1, not saved"));
  await user.keyboard("{Control>}{Shift>}t{/Shift}{/Control}");
  await waitFor(() => expect(url()).toBe("https://x.io/1"));
});

it("walks and moves tabs by keyboard", async () => {
  const { user } = await openRequests();
  await type(user, "https://x.io/1");
  await type(user, "https://x.io/2");
  (await tabs())[2]?.focus();
  await user.keyboard("{ArrowLeft}");
  await waitFor(() => expect(url()).toBe("https://x.io/1"));
  const before = await titles();
  await user.keyboard("{Control>}{Shift>}{ArrowRight}{/Shift}{/Control}");
  expect(await titles()).toEqual([before[0], before[2], before[1]]);
  expect(url()).toBe("https://x.io/1");
});

it("asks which version is meant when a request was changed elsewhere, and keeps both", async () => {
  const { user, platform } = await openRequests();
  const sample = (await platform.requestGet("Places/List libraries", "catalogue")).request;
  const saved = await platform.requestSave(
    "Acme/Mine",
    { ...sample, name: "Mine", url: "https://x.io/a" },
    null,
  );
  cleanup();
  const again = await show(platform);
  await again.click(await tab("Requests"));
  await again.click(await listed(/Mine/));
  await waitFor(() => expect(url()).toBe("https://x.io/a"));
  await again.type(screen.getByTestId("url"), "?typed=1");
  await platform.requestSave("Acme/Mine", { ...saved.request, url: "https://x.io/b" }, saved.revision);
  await again.keyboard("{Control>}s{/Control}");
  const asked = await screen.findByTestId("outside-note");
  await again.click(within(asked).getByRole("button", { name: "Keep both" }));
  await waitFor(() => expect(url()).toBe("https://x.io/b"));
  const kept = (await platform.tabsList()).tabs.map((one) => one.tab.draft?.url);
  expect(kept).toContain("https://x.io/a?typed=1");
  expect(screen.queryByTestId("outside-note")).toBeNull();
  expect(user).toBeDefined();
});

it("says when what is typed is not saved, and which draft is damaged", async () => {
  await openRequests({ profiles: 1, draftsRefused: true, damaged: true });
  const words = { home: "/home/ada/.local/share/mudbrick", file: "order.json" };
  expect(await screen.findByText(problem("drafts_not_kept", words).message)).toBeVisible();
  expect(await screen.findByText(/A draft cannot be read/)).toBeVisible();
});

it("leads to what is open of another profile, which it names", async () => {
  const { user } = await openRequests();
  await type(user, "https://x.io/1");
  await user.click(await row(/Globex · Platform/));
  await waitFor(() => expect(url()).toContain("schemaregistry"));
  await user.click(await screen.findByTestId("tabs-elsewhere"));
  await user.click(await screen.findByRole("menuitem", { name: /Acme · Places: GET https:\/\/x\.io\/1/ }));
  await waitFor(() => expect(url()).toBe("https://x.io/1"));
});

it("sees at once what another program does to a request, and asks about the draft of it", async () => {
  const { user, platform } = await openRequests();
  const sample = (await platform.requestGet("Places/List libraries", "catalogue")).request;
  const mine = { ...sample, name: "Mine", url: "https://x.io/a" };
  platform.saveOutside("Acme/Mine", mine);
  await user.click(await listed(/Mine/));
  await waitFor(() => expect(url()).toBe("https://x.io/a"));
  // Nothing was typed in it: it is as it is in its file.
  platform.saveOutside("Acme/Mine", { ...mine, url: "https://x.io/b" });
  await waitFor(() => expect(url()).toBe("https://x.io/b"));
  await user.type(screen.getByTestId("url"), "?typed=1");
  platform.saveOutside("Acme/Mine", { ...mine, url: "https://x.io/c" });
  const asked = await screen.findByTestId("outside-note");
  expect(url()).toBe("https://x.io/b?typed=1");
  await user.click(within(asked).getByRole("button", { name: "Take the file’s" }));
  await waitFor(() => expect(url()).toBe("https://x.io/c"));
});

it("closes what is open of a profile that is deleted, and brings it back with the profile", async () => {
  const { user, platform } = await openRequests();
  await type(user, "https://x.io/1");
  await type(user, "https://x.io/2");
  const gone = (await platform.profilesList()).find(({ name }) => name === "Places");
  if (!gone) throw new Error("no such profile");
  const kept = async () =>
    (await platform.tabsList()).tabs.filter(({ tab: one }) => one.profile === gone.id).length;
  await waitFor(async () => expect(await kept()).toBe(3));
  await platform.profileDelete(gone.id);
  await waitFor(async () => expect(await kept()).toBe(0));
  await platform.profileRestore(gone.id);
  await waitFor(async () => expect(await kept()).toBe(3));
  await user.click(await row(/Acme · Places/));
  await user.click(await tab("Requests"));
  expect(await titles()).toEqual(
    expect.arrayContaining(["https://x.io/1, not saved", "https://x.io/2, not saved"]),
  );
});
