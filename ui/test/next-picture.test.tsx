import { act, render, screen } from "@testing-library/react";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { NextPicture } from "../src/shared/NextPicture";

const frames: FrameRequestCallback[] = [];
const draw = () => act(async () => frames.splice(0).forEach((frame) => frame(0)));

beforeEach(() => {
  vi.stubGlobal("requestAnimationFrame", (frame: FrameRequestCallback) => frames.push(frame));
  vi.stubGlobal("cancelAnimationFrame", (number: number) => delete frames[number - 1]);
});
afterEach(() => {
  vi.unstubAllGlobals();
  frames.length = 0;
});

it("draws at once what is there from the beginning", () => {
  render(<NextPicture>Editor</NextPicture>);
  expect(screen.getByText("Editor")).toBeVisible();
});

it("draws what comes later when the picture without it is on screen", async () => {
  const { rerender } = render(<NextPicture>{null}</NextPicture>);
  rerender(<NextPicture>Editor</NextPicture>);
  expect(screen.queryByText("Editor")).toBeNull();
  await draw();
  expect(await screen.findByText("Editor")).toBeVisible();
});

it("draws what comes after that picture at once", async () => {
  const { rerender } = render(<NextPicture>{null}</NextPicture>);
  await draw();
  await act(async () => new Promise((resolve) => setTimeout(resolve)));
  rerender(<NextPicture>Editor</NextPicture>);
  expect(screen.getByText("Editor")).toBeVisible();
});
