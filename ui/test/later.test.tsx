import { act, render, screen } from "@testing-library/react";
import { expect, it, vi } from "vitest";
import { Boundary } from "../src/shared/Boundary";
import { later } from "../src/shared/later";

const Page = ({ name }: { name: string }) => <p>Page of {name}</p>;
const meanwhile = ({ name }: { name: string }) => <p>Opening {name}…</p>;

it("draws a view at once whose code was fetched before", async () => {
  const Late = later(async () => ({ default: Page }), meanwhile);
  await Late.fetch();
  render(<Late name="Acme" />);
  expect(screen.getByText("Page of Acme")).toBeVisible();
});

it("shows what stands in for a view until its code is there, and no longer", async () => {
  const come: Array<() => void> = [];
  const load = () =>
    new Promise<{ default: typeof Page }>((resolve) => come.push(() => resolve({ default: Page })));
  const Late = later(load, meanwhile);
  render(<Late name="Acme" />);
  expect(screen.getByText("Opening Acme…")).toBeVisible();
  await act(async () => come.forEach((now) => now()));
  expect(screen.getByText("Page of Acme")).toBeVisible();
  expect(screen.queryByText("Opening Acme…")).toBeNull();
});

it("tells whoever catches errors above it that its code does not come", async () => {
  // React tells of it too.
  vi.spyOn(console, "error").mockReturnValue();
  const Late = later<{ name: string }>(() => Promise.reject(new Error("no such chunk")), meanwhile);
  render(
    <Boundary what="This page" verb="Try again">
      <Late name="Acme" />
    </Boundary>,
  );
  expect(await screen.findByText("Error: no such chunk")).toBeVisible();
});
