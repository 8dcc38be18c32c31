import { act, screen, waitFor, within } from "@testing-library/react";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { problem } from "../src/platform/fake/fixtures";
import { notices, tell, tellProblem } from "../src/shared/toast";
import { openWindow, openWhole, toast } from "./window";

beforeEach(() => {
  vi.useFakeTimers({ shouldAdvanceTime: true, now: Date.now() });
  vi.mocked(notices.sweep).mockRestore();
});
afterEach(() => {
  act(() => notices.clear());
  vi.useRealTimers();
});

const pass = (seconds: number) => act(() => vi.advanceTimersByTimeAsync(seconds * 1000));
const shown = () => screen.queryAllByTestId("notice").map((one) => one.dataset["kind"]);

it("a message goes away by itself, and there is one of a kind", async () => {
  await openWindow({ profiles: 1 });
  act(() => {
    tell("Saved");
    tell("Saved again");
    tellProblem(problem("no_client_secret", { profile: "", title: "Acme" }));
    tellProblem(problem("draft_refused", { first: "No.", second: "" }));
  });
  expect(shown()).toEqual(["done", "problem"]);
  await toast(/Saved again/);
  await pass(6);
  expect(shown()).toEqual(["problem"]);
  await pass(7);
  expect(shown()).toEqual([]);
});

it("stays for as long as somebody is at it", async () => {
  const { user } = await openWindow({ profiles: 1 });
  act(() => tell("Deleted", { label: "Undo", run: () => undefined }));
  await pass(10);
  await user.hover(screen.getByTestId("notice"));
  await pass(4);
  expect(shown()).toEqual(["done"]);
  await pass(10);
  expect(shown()).toEqual([]);
});

it("counts down truly to the end of the copied secret, and is gone with it", async () => {
  const { user } = await openWindow({ profiles: 1 });
  await user.click(screen.getByRole("button", { name: "Copy token" }));
  await toast(/^Token for Acme · Places copied · until .+ · clears in 60 s/);
  await pass(15);
  const left = screen.getByTestId("clears-in");
  expect(left).toHaveTextContent(/clears in 4[0-5] s/);
  // Nobody wants to hear each second.
  expect(left.closest("[role=status], [role=alert], [aria-live]")).toBeNull();
  await pass(46);
  expect(shown()).toEqual([]);
});

it("counts no longer when something else was copied or the vault was locked", async () => {
  const { user, platform } = await openWhole({ profiles: 1 });
  await user.click(screen.getByRole("button", { name: "Copy token" }));
  await toast(/clears in 60 s/);
  await user.click(screen.getByRole("button", { name: "Copy Organization ID" }));
  await toast(/Organization ID copied/);
  expect(screen.queryByTestId("clears-in")).toBeNull();
  await user.click(screen.getByRole("button", { name: "Copy token" }));
  await toast(/clears in 60 s/);
  await act(() => platform.vaultLock());
  await screen.findByTestId("lock-screen");
  await waitFor(() => expect(screen.queryByTestId("clears-in")).toBeNull());
});

it("has a place of its own below the page, and lies over nothing", async () => {
  await openWindow({ profiles: 1 });
  act(() => tell("Saved"));
  const strip = await screen.findByTestId("notices");
  expect(strip.closest("main, nav, dialog, form")).toBeNull();
  expect(screen.getByRole("main").parentElement).toBe(strip.parentElement);
  for (let box: Element | null = strip; box; box = box.parentElement) {
    expect(getComputedStyle(box).position).not.toMatch(/fixed|absolute/);
  }
});

it("offers the button of a problem's remedy", async () => {
  const { user, platform } = await openWindow({ profiles: 1 });
  const [profile] = await platform.profilesList();
  act(() => tellProblem(problem("no_client_secret", { profile: profile?.id ?? "", title: "Acme · Places" })));
  const notice = await toast(/secret/i);
  await user.click(within(notice).getByTestId("remedy"));
  expect(await screen.findByTestId("profile-form")).toBeVisible();
  expect(shown()).toEqual([]);
});
