/*
 * The whole window on the fake engine, as the tests meet it.
 */
import { render, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import type { ComponentProps } from "react";
import { expect } from "vitest";
import { PlatformProvider, type Platform } from "../src/platform";
import { createFake } from "../src/platform/fake";
import type { FakeOptions } from "../src/platform/fake/world";
import { settle, waiting } from "../src/shared/async";
import { CommandScope } from "../src/shared/commands";
import { LazyMenu } from "../src/shared/LazyMenu";
import { ProblemNote } from "../src/shared/ProblemNote";
import { App } from "../src/views/App";

// What the window fetches when it is needed: here beforehand, so that no test waits for the compiler.
import "../src/shared/LoadedMenu";
import "../src/shared/RowMenu";
import "../src/shared/LoadedProblem";
import "../src/views/BackgroundTasks";
import "../src/views/BoardPage";
import "../src/views/CheckPage";
import "../src/views/ComparePage";
import "../src/views/Dialogs";
import "../src/views/HistoryTab";
import "../src/views/ImportPage";
import "../src/views/InspectorPage";
import "../src/views/Jobs";
import "../src/views/KeysPage";
import "../src/views/KeysTab";
import "../src/views/LockView";
import "../src/views/MigratePage";
import "../src/views/NewProfile";
import "../src/views/Preferences";
import "../src/views/ReplayPage";
import "../src/views/RequestsTab";
import "../src/views/RotatePage";
import "../src/views/RunPage";
import "../src/views/SettingsTab";
import "../src/views/VaultBar";
import "../src/views/Welcome";

/** Opens the window and waits until it can be used. */
export async function openWindow(options: FakeOptions = {}) {
  const platform = createFake(options);
  return { platform, user: await show(platform) };
}

/** Opens the window and waits until what stands by does: drops, the vault, the commands that come late. */
export async function openWhole(options: FakeOptions = {}) {
  const opened = await openWindow(options);
  await standingBy();
  return opened;
}

export const standingBy = () =>
  waitFor(() => expect(document.documentElement.dataset["complete"]).toMatch(/^\d/));

/** Puts text into a field in one go: typing draws the window anew for each letter. */
export async function fill(user: ReturnType<typeof userEvent.setup>, field: HTMLElement, text: string) {
  await user.clear(field);
  await user.click(field);
  await user.paste(text);
}

/** Opens another window on an engine that is there already, as after a restart. */
export async function show(platform: Platform) {
  const user = userEvent.setup({ delay: null });
  // What stands in their place until their code is there goes away under whoever looks at it.
  await Promise.all([LazyMenu.fetch(), ProblemNote.fetch()]);
  draw(platform, { first: waiting, started: starting(platform) });
  await screen.findByTestId("sidebar");
  await waitFor(() => expect(screen.getByRole("main")).not.toBeEmptyDOMElement());
  return user;
}

/** Draws the window for the first time. */
export function draw(platform: Platform, start: ComponentProps<typeof App>) {
  render(
    <PlatformProvider value={platform}>
      <CommandScope>
        <App {...start} />
      </CommandScope>
    </PlatformProvider>,
  );
}

export const starting = (platform: Platform) =>
  settle(Promise.all([platform.start(), platform.settingsGet()]));

export const tab = (name: string) => screen.findByRole("tab", { name });
export const row = (name: RegExp) => within(screen.getByTestId("sidebar")).findByRole("option", { name });
/** What a notice says, in one piece with its count-down and its buttons. */
export const toast = (text: RegExp) =>
  waitFor(() => {
    const said = screen.queryAllByTestId("notice").find((one) => text.test(one.textContent));
    if (!said) throw new Error(`no notice says ${text}`);
    return said;
  });
