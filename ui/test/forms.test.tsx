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
