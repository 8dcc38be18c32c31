import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, expect, it, vi } from "vitest";
import { Boundary } from "../src/shared/Boundary";

let isBroken = true;

function Page() {
  if (isBroken) throw new Error("no \u202Esuch chunk");
  return <p>The page</p>;
}

const drawn = (at: string, onAgain = () => {}) => (
  <>
    <p>The side bar</p>
    <Boundary at={at} what="This page" verb="Try again" onAgain={onAgain}>
      <Page />
    </Boundary>
  </>
);

beforeEach(() => {
  isBroken = true;
  // React tells of it too.
  vi.spyOn(console, "error").mockReturnValue();
});

it("says what cannot be drawn in its place, and leaves the rest as it is", () => {
  render(drawn("here"));
  expect(screen.getByRole("alert")).toHaveTextContent("This page cannot be drawn");
  expect(screen.getByRole("alert")).toHaveTextContent("Error: no \\u{202e}such chunk");
  expect(screen.getByText("The side bar")).toBeVisible();
});

it("draws it once more when somebody asks for it", async () => {
  const onAgain = vi.fn<() => void>();
  render(drawn("here", onAgain));
  isBroken = false;
  await userEvent.click(screen.getByRole("button", { name: "Try again" }));
  expect(screen.getByText("The page")).toBeVisible();
  expect(screen.queryByRole("alert")).toBeNull();
  expect(onAgain).toHaveBeenCalledOnce();
});

it("is not in the way of another page", () => {
  const { rerender } = render(drawn("here"));
  rerender(drawn("here"));
  expect(screen.getByRole("alert")).toBeVisible();
  isBroken = false;
  rerender(drawn("there"));
  expect(screen.getByText("The page")).toBeVisible();
});
