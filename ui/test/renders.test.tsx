/*
 * Which parts of the window are drawn again by what.
 */
import { fireEvent, screen, waitFor } from "@testing-library/react";
import { createElement, type ComponentType } from "react";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { createFake } from "../src/platform/fake";
import { newJob } from "../src/platform";
import { waiting } from "../src/shared/async";
import { draw, openWhole, row, starting, tab } from "./window";

const drawn = vi.hoisted(() => new Map<string, number>());

/** The component, counted each time it is drawn. */
const counted = vi.hoisted(() => <P extends object>(name: string, part: ComponentType<P>) => (props: P) => {
  drawn.set(name, (drawn.get(name) ?? 0) + 1);
  return (part as (props: P) => ReturnType<typeof createElement>)(props);
});

vi.mock("../src/features/profiles/Sidebar", async (original) => {
  const real = await original<typeof import("../src/features/profiles/Sidebar")>();
  return { ...real, Sidebar: counted("side bar", real.Sidebar) };
});
vi.mock("../src/shared/TabBar", async (original) => {
  const real = await original<typeof import("../src/shared/TabBar")>();
  return { ...real, TabBar: counted("tab bar", real.TabBar) };
});
vi.mock("../src/features/tokens/TokenCard", async (original) => {
  const real = await original<typeof import("../src/features/tokens/TokenCard")>();
  return { ...real, TokenCard: counted("token card", real.TokenCard) };
});
vi.mock("../src/views/HistoryTab", async (original) => {
  const real = await original<typeof import("../src/views/HistoryTab")>();
  return { ...real, default: counted("history", real.default) };
});
vi.mock("../src/features/requests/Answer", async (original) => {
  const real = await original<typeof import("../src/features/requests/Answer")>();
  return { ...real, Answer: counted("answer", real.Answer) };
});
vi.mock("../src/features/requests/RequestEditor", async (original) => {
  const real = await original<typeof import("../src/features/requests/RequestEditor")>();
  const { memo } = await import("react");
  return { ...real, RequestEditor: memo(counted("editor", real.RequestEditor.type)) };
});
vi.mock("../src/features/requests/RequestRow", async (original) => {
  const real = await original<typeof import("../src/features/requests/RequestRow")>();
  const { memo } = await import("react");
  return { ...real, RequestRow: memo(counted("request row", real.RequestRow.type)) };
});

beforeEach(() => {
  drawn.clear();
  // What is drawn again as time goes by is not what is counted.
  vi.useFakeTimers({ toFake: ["setInterval"] });
  // The frames of jsdom are an interval, too.
  vi.stubGlobal("requestAnimationFrame", (frame: FrameRequestCallback) => Number(setTimeout(frame, 0)));
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

it("draws the window at once when the engine has answered", async () => {
  const platform = createFake({ profiles: 4 });
  const started = starting(platform);
  draw(platform, { first: await started, started });
  expect(screen.getByTestId("sidebar")).toBeTruthy();
  expect(drawn.get("side bar")).toBe(1);
});

it("says what it waits for when the engine takes long", async () => {
  const answer: (() => void)[] = [];
  const platform = createFake({ profiles: 4 });
  const late = new Promise<void>((resolve) => answer.push(resolve)).then(() => starting(platform));
  draw(platform, { first: waiting, started: late });
  expect(await screen.findByText("Opening your profiles…")).toBeTruthy();
  answer.forEach((now) => now());
  expect(await screen.findByTestId("sidebar")).toBeTruthy();
});

it("draws the request alone while one types in it", async () => {
  const { user } = await openWhole({ profiles: 4 });
  await user.click(await tab("Requests"));
  const url = await screen.findByTestId<HTMLInputElement>("url");
  await user.click(url);
  drawn.clear();
  await user.keyboard("?abc");
  await waitFor(() => expect(url.value).toContain("?abc"));
  expect(drawn.get("editor")).toBeGreaterThanOrEqual(4);
  expect([...drawn.keys()]).toEqual(["editor"]);
});

it("draws the exchange on screen no more when older ones come into the list beside it", async () => {
  const { user, platform } = await openWhole({ profiles: 4 });
  const [profile] = await platform.profilesList();
  const { request } = await platform.requestGet("Places/List libraries", "catalogue");
  await platform.requestSend(newJob(), profile?.id ?? "", request, "unconfirmed", null, {});
  const [one] = await platform.historyList({ profile: null, text: "", before: null, limit: 1 });
  if (!one) throw new Error("something was sent");
  vi.spyOn(platform, "historyList").mockImplementation(({ before, limit }) => {
    const from = before === null ? 0 : 1_001 - before;
    const ids = Array.from({ length: limit }, (_, n) => 1_000 - from - n);
    return Promise.resolve(ids.map((id) => Object.assign({}, one, { id, name: `Call ${id}` })));
  });
  vi.spyOn(platform, "historyGet").mockResolvedValue(await platform.historyGet(one.id));
  await user.click(await tab("History"));
  await screen.findByTestId("status");
  await screen.findByText("Call 1000");
  drawn.clear();
  const list = screen.getByTestId("history-list");
  list.scrollTop = 100 * 56;
  fireEvent.scroll(list);
  await screen.findByText("Call 900");
  expect(drawn.get("history")).toBeGreaterThan(0);
  expect(drawn.get("answer")).toBeUndefined();
});

it("draws the side bar again when another profile is chosen", async () => {
  const { user } = await openWhole({ profiles: 4 });
  drawn.clear();
  await user.click(await row(/Globex · Platform/));
  await waitFor(() => expect(drawn.get("side bar")).toBeGreaterThan(0));
});
