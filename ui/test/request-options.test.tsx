/*
 * How a request is sent, as fields of its editor: typed, kept, sent, saved, and what each says while it is empty.
 */
import { cleanup, screen, waitFor, within } from "@testing-library/react";
import { expect, it, vi } from "vitest";
import { draftOf } from "../src/features/profiles/draft";
import { recorded } from "../src/platform/fake/fixtures";
import { fill, openWindow, show, tab } from "./window";

type User = Awaited<ReturnType<typeof openWindow>>["user"];

const optionsTab = (said: number) => tab(said > 0 ? `Options (${said})` : "Options");
const field = (name: string) => screen.findByRole<HTMLInputElement>("textbox", { name });

async function openOptions(said = 0) {
  const opened = await openWindow({ profiles: 4 });
  await opened.user.click(await tab("Requests"));
  await opened.user.click(await optionsTab(said));
  return opened;
}

async function choose(user: User, name: RegExp, choice: string | RegExp) {
  await user.click(await screen.findByRole("button", { name }));
  await user.click(await screen.findByRole("option", { name: choice }));
}

const problemOf = (option: string) => {
  const problem = recorded.options.wrong.find((one) => one.option === option)?.problem;
  if (!problem) throw new Error(`nothing is recorded of ${option}`);
  return problem;
};

it("says in an empty field what counts and who says so", async () => {
  const { user, platform } = await openWindow({ profiles: 1 });
  const id = (await platform.profilesList())[0]?.id ?? "";
  const now = await platform.profileGet(id);
  const limited = { ...draftOf(now), sending: { total_seconds: 30 } };
  await platform.profileUpdate(id, now.revision, limited, null, null);
  await user.click(await tab("Requests"));
  await user.click(await optionsTab(0));
  await waitFor(async () => expect((await field("Time limit")).placeholder).toBe("30 s, from the profile"));
  expect((await field("Limit for all tries")).placeholder).toBe("120 s, as usual");
  expect(await screen.findByRole("button", { name: /Redirects/ })).toHaveTextContent(
    "followed, at most 10, as usual",
  );
});

it("sends and saves a request as its fields say", async () => {
  const { user, platform } = await openOptions();
  await fill(user, await field("Time limit"), "2 m");
  await choose(user, /Redirects/, "Shown as the answer");
  await choose(user, /HTTP version/, "HTTP/2 and no other");
  await choose(user, /History/, "Not kept");
  await optionsTab(4);
  const send = vi.spyOn(platform, "requestSend");
  await user.keyboard("{Control>}{Enter}{/Control}");
  const said = { timeout: "2 m", no_redirect: true, http_version: "HTTP/2", no_log: true };
  await waitFor(() => expect(send.mock.calls[0]?.[2].options).toEqual(said));
  await user.keyboard("{Control>}s{/Control}");
  const dialog = await screen.findByRole("dialog");
  await fill(user, within(dialog).getByRole("textbox"), "Acme/Mine");
  await user.click(within(dialog).getByRole("button", { name: "Save" }));
  await waitFor(async () =>
    expect((await platform.requestGet("Acme/Mine", "own")).request.options).toEqual(said),
  );
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  await user.click(await optionsTab(4));
  // What is not said any more is as the others have it.
  await choose(user, /Redirects/, /^followed/);
  await user.clear(await field("Time limit"));
  await optionsTab(2);
  await user.keyboard("{Control>}s{/Control}");
  await waitFor(async () =>
    expect((await platform.requestGet("Acme/Mine", "own")).request.options).toEqual({
      http_version: "HTTP/2",
      no_log: true,
    }),
  );
});

it("says at the field what is wrong, in the engine's words, and keeps it as it was typed", async () => {
  const { user, platform } = await openOptions();
  await fill(user, await field("Time limit"), "soon");
  await fill(user, await field("Further tries"), "often");
  await waitFor(async () => expect(await field("Time limit")).toBeInvalid());
  expect(await field("Time limit")).toHaveAccessibleDescription(problemOf("timeout"));
  expect(await field("Further tries")).toHaveAccessibleDescription(problemOf("retry"));
  await waitFor(async () =>
    expect((await platform.tabsList()).tabs.map(({ tab: kept }) => kept.draft?.options)).toContainEqual({
      timeout: "soon",
      retry: "often",
    }),
  );
  cleanup();
  const again = await show(platform);
  await again.click(await tab("Requests"));
  await again.click(await optionsTab(2));
  expect(await field("Time limit")).toHaveValue("soon");
  await fill(again, await field("Time limit"), "30");
  await waitFor(async () => expect(await field("Time limit")).toBeValid());
});

it("shows what a file says that cannot be chosen", async () => {
  const { user, platform } = await openWindow({ profiles: 4 });
  const { request } = await platform.requestGet("Places/List libraries", "catalogue");
  const options = { http_version: "HTTP/3", retry_methods: "POST" };
  await platform.requestSave("Acme/Odd", { ...request, name: "Odd", options }, null);
  await user.click(await tab("Requests"));
  await user.click(await within(screen.getByTestId("request-list")).findByRole("treeitem", { name: /Odd/ }));
  await user.click(await optionsTab(2));
  expect(await screen.findByRole("button", { name: /HTTP\/3.*HTTP version/ })).toBeVisible();
  expect(await screen.findByText(problemOf("http_version"))).toBeVisible();
  expect(await screen.findByText(problemOf("retry_methods"))).toBeVisible();
});
