import { Provider } from "@react-spectrum/s2/Provider";
import { render, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it, vi } from "vitest";
import { LazyMenu } from "../src/shared/LazyMenu";

/** Lets the menu's code come. */
const coming = vi.hoisted(() => {
  const waiting: (() => void)[] = [];
  const promise = new Promise<void>((done) => waiting.push(done));
  return { promise, resolve: () => waiting.forEach((done) => done()) };
});
vi.mock("../src/shared/LoadedMenu", async (original) => {
  await coming.promise;
  return await original<object>();
});

it("opens once its code is there, where it was pressed before, and nowhere else", async () => {
  const user = userEvent.setup({ delay: null });
  const entries = [{ id: "copy", title: "Copy", run: vi.fn() }];
  render(
    <Provider>
      <LazyMenu label="Pressed" icon="more" entries={entries} />
      <LazyMenu label="Left alone" icon="more" entries={entries} />
    </Provider>,
  );
  await user.click(screen.getByRole("button", { name: "Pressed" }));
  expect(screen.queryByRole("menu")).toBeNull();
  coming.resolve();
  expect(await screen.findByRole("menu", { name: "Pressed" })).toBeVisible();
  expect(screen.getAllByRole("menu")).toHaveLength(1);
  await user.keyboard("{Escape}");
  expect(screen.queryByRole("menu")).toBeNull();
  await waitFor(() => expect(screen.getByRole("button", { name: "Pressed" })).toHaveFocus());
  await user.click(screen.getByRole("button", { name: "Left alone" }));
  await user.click(await screen.findByRole("menuitem", { name: "Copy" }));
  expect(entries[0]?.run).toHaveBeenCalledOnce();
});
