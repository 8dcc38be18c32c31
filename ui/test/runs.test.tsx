import { screen, waitFor, within } from "@testing-library/react";
import { expect, it, vi } from "vitest";
import { problem } from "../src/platform/fake/fixtures";
import { openWindow, tab, toast } from "./window";

type Opened = Awaited<ReturnType<typeof openWindow>>;

const tree = () => screen.getByTestId("request-list");
const dialog = () => screen.findByTestId("run-form");

/** The window with a folder of two requests. */
async function openFolder(options: Parameters<typeof openWindow>[0], method: "GET" | "POST" = "GET") {
  const opened = await openWindow(options);
  const { platform, user } = opened;
  const { request } = await platform.requestGet("Places/List libraries", "catalogue");
  await platform.requestSave("Night/All#First", { ...request, name: "First" }, null);
  await platform.requestSave("Night/All#Second", { ...request, method, name: "Second" }, null);
  await user.click(await tab("Requests"));
  await screen.findByTestId("request-editor");
  return opened;
}

/** Asks for the run of the folder by its menu. */
async function ask(user: Opened["user"]) {
  const row = await within(tree()).findByRole("treeitem", { name: /^Night$/ });
  await user.pointer({ keys: "[MouseRight]", target: row });
  await user.click(await screen.findByRole("menuitem", { name: /^Run/ }));
  return dialog();
}

/** Ticks the first profile that a name fits. */
async function choose(user: Opened["user"], name: RegExp) {
  const group = within(await dialog()).getByRole("group", { name: "Profiles to run with" });
  const [first] = within(group).getAllByRole("checkbox", { name });
  if (first) await user.click(first);
}

const run = async (user: Opened["user"]) => user.click(screen.getByTestId("run-confirm"));

it("asks for everything anew, runs the folder and shows what came of each call", async () => {
  const { user, platform } = await openFolder({ profiles: 4 });
  const begin = vi.spyOn(platform, "runBegin");
  await ask(user);
  expect(screen.getByTestId("run-confirm")).toBeDisabled();
  for (const box of within(await dialog()).getAllByRole("checkbox")) expect(box).not.toBeChecked();
  await choose(user, /Acme · Places/);
  await choose(user, /Globex · Platform/);
  await run(user);
  const panel = await screen.findByTestId("run-panel");
  await waitFor(() => expect(panel).toHaveAttribute("data-over", "true"));
  expect(screen.getByTestId("run-counts")).toHaveTextContent("4 of 4 calls · 2 passed · 2 error answer");
  await waitFor(() => expect(screen.getAllByTestId("run-row")).toHaveLength(4));
  expect(screen.getAllByTestId("run-row")[1]).toHaveTextContent("Second");
  const [settings] = begin.mock.calls.map(([, given]) => given);
  expect(begin.mock.lastCall?.[3], "there was nothing to agree to").toBe("unconfirmed");
  expect(settings).toMatchObject({
    what: { kind: "place", place: { path: "Night", is_folder: true } },
    parallel: 1,
    per_second: null,
    on_failure: "go_on",
  });
  await user.click(screen.getByRole("checkbox", { name: "Only failures" }));
  await waitFor(() => expect(screen.getAllByTestId("run-row")).toHaveLength(2));
});

it("finds a profile to run with as every search does, and says why there are no rows", async () => {
  const { user, platform } = await openFolder({ profiles: 9 });
  const gone = problem("no_files");
  vi.spyOn(platform, "runDataChoose").mockRejectedValue(gone);
  await ask(user);
  await user.type(screen.getByRole("searchbox", { name: "Find a profile to run with" }), "PLATFORM glob");
  const group = within(await dialog()).getByRole("group", { name: "Profiles to run with" });
  await waitFor(() => expect(within(group).getAllByRole("checkbox")).toHaveLength(1));
  expect(within(group).getByRole("checkbox", { name: /Globex · Platform/ })).toBeVisible();
  await user.click(within(await dialog()).getByRole("button", { name: /Rows from a file/ }));
  await toast(new RegExp(gone.message.slice(0, 20)));
});

it("asks once with the whole list before anything goes to production", async () => {
  const { user, platform } = await openFolder({ profiles: 4 }, "POST");
  const begin = vi.spyOn(platform, "runBegin");
  const first = (await platform.profilesList()).find(({ risk }) => risk === "production");
  await ask(user);
  await choose(user, /PRODUCTION/);
  await user.click(within(await dialog()).getByRole("button", { name: /Rows from a file/ }));
  expect(await within(await dialog()).findByText("/home/ada/rows.csv")).toBeVisible();
  await run(user);
  const asks = await screen.findByTestId("run-asks");
  expect(asks).toHaveTextContent("Mudbrick asks about 3 calls of 6:");
  expect(asks).toHaveTextContent(`${first?.title ?? "?"}: POST`);
  expect(begin).not.toHaveBeenCalled();
  await user.click(screen.getByRole("button", { name: "Cancel" }));
  await waitFor(() => expect(screen.queryByTestId("run-asks")).toBeNull());
  expect(begin).not.toHaveBeenCalled();
  await ask(user);
  await choose(user, /PRODUCTION/);
  await user.click(within(await dialog()).getByRole("button", { name: /Rows from a file/ }));
  await within(await dialog()).findByText("/home/ada/rows.csv");
  await run(user);
  await screen.findByTestId("run-asks");
  await user.click(screen.getByTestId("run-agree"));
  await screen.findByTestId("run-panel");
  expect(begin).toHaveBeenCalledWith(
    expect.any(String),
    expect.anything(),
    {},
    "confirmed",
    expect.any(Function),
  );
});

it("agrees to nothing for a person who is asked for a variable alone", async () => {
  const { user, platform } = await openFolder({ profiles: 1 });
  const real = platform.runPlan.bind(platform);
  const prompts = [{ name: "NEAR", description: null, is_secret: false }];
  vi.spyOn(platform, "runPlan").mockImplementation(async (settings) => ({
    ...(await real(settings)),
    prompts,
  }));
  const begin = vi.spyOn(platform, "runBegin");
  await ask(user);
  await choose(user, /./);
  await run(user);
  await user.type(await screen.findByLabelText("NEAR"), "Basel");
  await user.click(screen.getByTestId("run-agree"));
  await screen.findByTestId("run-panel");
  expect(begin.mock.lastCall?.slice(2, 4)).toEqual([{ NEAR: "Basel" }, "unconfirmed"]);
});

it("goes on while one is elsewhere, is stopped, and goes on where it was", async () => {
  const { user, platform } = await openFolder({ profiles: 1, stalls: true });
  const resume = vi.spyOn(platform, "runResume");
  await ask(user);
  await choose(user, /./);
  await run(user);
  await waitFor(() => expect(screen.getByTestId("run-counts")).toHaveTextContent("1 of 2 calls"));
  await user.click(screen.getByTestId("preferences"));
  await user.keyboard("{Control>}k{/Control}");
  await user.click(await screen.findByRole("option", { name: /^Runs/ }));
  expect(screen.getByTestId("run-counts")).toHaveTextContent("1 of 2 calls");
  await user.click(screen.getByTestId("run-stop"));
  expect(await screen.findByText(/You stopped it. 1 call left/)).toBeVisible();
  await user.click(screen.getByTestId("run-resume"));
  await waitFor(() => expect(screen.getByTestId("run-counts")).toHaveTextContent("2 of 2 calls"));
  expect(resume).toHaveBeenCalledTimes(1);
});

it("asks again, with the list, before it goes on with calls to production", async () => {
  const { user, platform } = await openFolder({ profiles: 4, stalls: true }, "POST");
  await ask(user);
  await choose(user, /PRODUCTION/);
  await run(user);
  await user.click(await screen.findByTestId("run-agree"));
  await waitFor(() => expect(screen.getByTestId("run-counts")).toHaveTextContent("1 of 2 calls"));
  await user.click(screen.getByTestId("run-stop"));
  await screen.findByText(/You stopped it. 1 call left/);
  const asks = problem("needs_confirmation", { title: "Acme", method: "POST" });
  const resume = vi.spyOn(platform, "runResume");
  resume.mockRejectedValueOnce({ ...asks, detail: "Acme: POST https://x.io/1\nAcme: POST https://x.io/2" });
  await user.click(screen.getByTestId("run-resume"));
  const question = await screen.findByRole("alertdialog", { name: "Send these calls?" });
  const listed = within(question).getByTestId("confirm-call").children;
  expect([...listed].map((one) => one.textContent)).toEqual([
    "Acme: POST https://x.io/1",
    "Acme: POST https://x.io/2",
  ]);
  expect(resume.mock.lastCall?.[3]).toBe("unconfirmed");
  await user.click(within(question).getByRole("button", { name: "Send them" }));
  await waitFor(() => expect(screen.getByTestId("run-counts")).toHaveTextContent("2 of 2 calls"));
  expect(resume.mock.lastCall?.[3]).toBe("confirmed");
});

it("scrolls twenty thousand results, and saves a report of them", async () => {
  const { user, platform } = await openFolder({ profiles: 1, rows: 10_000 });
  const report = vi.spyOn(platform, "runReportSave");
  await ask(user);
  await choose(user, /./);
  await user.click(within(await dialog()).getByRole("button", { name: /Rows from a file/ }));
  await within(await dialog()).findByText("/home/ada/rows.csv");
  await run(user);
  await waitFor(() => expect(screen.getByTestId("run-counts")).toHaveTextContent("20,000 of 20,000 calls"));
  await screen.findAllByTestId("run-row");
  expect(screen.getAllByTestId("run-row").length).toBeLessThan(100);
  const list = screen.getByTestId("run-results");
  list.focus();
  await user.keyboard("{End}");
  await waitFor(() => expect(list).toHaveTextContent("row 10000"));
  await user.click(screen.getByTestId("report-junit"));
  await waitFor(() => expect(report).toHaveBeenCalledWith(expect.any(String), "junit"));
});
