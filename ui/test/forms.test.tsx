import { screen, waitFor } from "@testing-library/react";
import { expect, it, vi } from "vitest";
import { recorded } from "../src/platform/fake/fixtures";
import { fill, openWindow, tab } from "./window";

it("a refused profile scrolls to its first wrong field, puts the keyboard there and says what is right", async () => {
  const scroll = vi.spyOn(Element.prototype, "scrollIntoView");
  const { user } = await openWindow({ profiles: 1 });
  await user.click(await tab("Settings"));
  await screen.findByTestId("profile-form");
  await fill(user, screen.getByRole("textbox", { name: /^Scopes/ }), "openid;AdobeID");
  await fill(user, screen.getByRole("textbox", { name: "Variable 1 name" }), "POI ID");
  scroll.mockClear();
  await user.click(screen.getByRole("button", { name: "Save" }));
  await waitFor(() => expect(screen.getByRole("textbox", { name: /^Scopes/ })).toHaveFocus());
  expect(screen.getByText(recorded.checks.scopes_semicolon.message)).toBeVisible();
  expect(scroll).toHaveBeenCalled();

  await fill(user, screen.getByRole("textbox", { name: /^Scopes/ }), "openid, AdobeID");
  await user.click(screen.getByRole("button", { name: "Save" }));
  const name = screen.getByRole("textbox", { name: "Variable 1 name" });
  await waitFor(() => expect(name).toHaveFocus());
  expect(name).toBeInvalid();
  expect(name).toHaveAccessibleDescription(/"POI ID" cannot be the name of a variable\. Use letters/);
});

it("a new profile that is empty goes to its first field", async () => {
  const { user } = await openWindow({ profiles: 1 });
  await user.click(screen.getByTestId("new-profile"));
  await screen.findByTestId("profile-form");
  await user.click(screen.getByTestId("save-profile"));
  await waitFor(() => expect(screen.getByRole("textbox", { name: /^Client ID/ })).toHaveFocus());
});

const clientId = () => screen.getByRole("textbox", { name: /^Client ID/ });

/** Opens an empty form that was checked once. */
async function openForm() {
  const opened = await openWindow({ profiles: 1 });
  const check = vi.spyOn(opened.platform, "profileCheck");
  await opened.user.click(screen.getByTestId("new-profile"));
  await screen.findByTestId("profile-form");
  const checked = async (id: string) => {
    await waitFor(() => expect(check.mock.lastCall?.[0].client_id).toBe(id));
    await check.mock.results.at(-1)?.value;
  };
  await checked("");
  return { ...opened, checked };
}

it("a field that is right is not called wrong for the moment until it was checked", async () => {
  const { user, checked } = await openForm();
  const jumps: boolean[] = [];
  const watch = new MutationObserver(() => jumps.push(clientId().ariaInvalid === "true"));
  await fill(user, clientId(), "0f0e0d0c0b0a09080706050403020100");
  watch.observe(screen.getByTestId("profile-form"), { subtree: true, childList: true, attributes: true });
  await user.tab();
  expect(clientId()).not.toBeInvalid();
  await checked("0f0e0d0c0b0a09080706050403020100");
  await waitFor(() => expect(clientId()).toBeValid());
  watch.disconnect();
  expect(jumps).not.toContain(true);
});

it("what is wrong is said when the pointer is let go of, so that the button below stays under it", async () => {
  const { user, checked } = await openForm();
  await fill(user, clientId(), "0f0e 0d0c");
  await checked("0f0e 0d0c");
  const save = screen.getByTestId("save-profile");
  await user.pointer({ keys: "[MouseLeft>]", target: save });
  expect(save).toHaveFocus();
  expect(clientId()).not.toBeInvalid();
  await user.pointer({ keys: "[/MouseLeft]", target: save });
  await waitFor(() => expect(clientId()).toBeInvalid());
});

it("the form of a key pair says what is wrong with days that were emptied", async () => {
  const { user, platform } = await openWindow({ profiles: 1 });
  const check = vi.spyOn(platform, "keyCheck");
  await user.click(await tab("Keys & certificates"));
  await user.click(await screen.findByTestId("new-key"));
  await user.clear(screen.getByRole("textbox", { name: /^Valid for days/ }));
  await user.click(screen.getByTestId("generate-key"));
  const { message } = recorded.keyChecks.days_many;
  expect(await screen.findByText(message.replace("‹days›", "0"))).toBeVisible();
  expect(check.mock.lastCall?.[0].days).toBe(0);
});

it("the form of a key pair says all that is wrong at once and generates nothing", async () => {
  const { user, platform } = await openWindow({ profiles: 1 });
  const generate = vi.spyOn(platform, "keyGenerate");
  await user.click(await tab("Keys & certificates"));
  await user.click(await screen.findByTestId("new-key"));
  await fill(user, screen.getByRole("textbox", { name: /^Name/ }), "a b");
  await fill(user, screen.getByRole("textbox", { name: /^Valid for days/ }), "4000");
  await fill(user, screen.getByRole("textbox", { name: "Country" }), "USA");
  await user.click(screen.getByTestId("generate-key"));
  const said = recorded.keyChecks;
  expect(await screen.findByText(said.name_odd.message)).toBeVisible();
  expect(screen.getByText(said.days_many.message.replace("‹days›", "4000"))).toBeVisible();
  expect(screen.getByText(said.country_long.message.replace("‹country›", "USA"))).toBeVisible();
  expect(screen.getByText(said.common_name_empty.message)).toBeVisible();
  await waitFor(() => expect(screen.getByRole("textbox", { name: /^Name/ })).toHaveFocus());
  expect(generate).not.toHaveBeenCalled();

  await fill(user, screen.getByRole("textbox", { name: /^Name/ }), "good");
  expect(screen.queryByText(said.name_odd.message)).toBeNull();
  await fill(user, screen.getByRole("textbox", { name: /^Valid for days/ }), "365");
  await fill(user, screen.getByRole("textbox", { name: "Country" }), "DE");
  await fill(user, screen.getByRole("textbox", { name: /^Common name/ }), "acme.example");
  await user.click(screen.getByTestId("generate-key"));
  await waitFor(() => expect(generate).toHaveBeenCalledOnce());
});
