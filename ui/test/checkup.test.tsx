import { screen, within } from "@testing-library/react";
import { expect, it, vi } from "vitest";
import { found, toggled, withAll } from "../src/features/profiles/scopes";
import { createFake } from "../src/platform/fake";
import { recorded } from "../src/platform/fake/fixtures";
import { openWindow, show } from "./window";

const steps = () => screen.getAllByTestId("checkup-step");

it("checks a profile from its page, and its answers and the way back are one click away", async () => {
  const { user } = await openWindow({ profiles: 3 });
  await user.click(await screen.findByTestId("check-profile"));
  expect(await screen.findByTestId("check-page")).toBeVisible();
  expect(await screen.findByText("1 of 1 profile works.")).toBeVisible();
  expect(screen.getByTestId("checkup-verdict")).toHaveTextContent("Works");
  expect(steps().map((step) => step.dataset["grade"])).not.toContain("wrong");
  expect(screen.getByTestId("checkup-cannot")).toHaveTextContent("User Management (user_management_sdk)");
  await user.click(screen.getByTestId("check-back"));
  expect(await screen.findByTestId("check-profile")).toBeVisible();
});

it("leads to the place where what is wrong can be corrected", async () => {
  const { user } = await openWindow({ profiles: 3, tokenFails: true });
  await user.click(await screen.findByTestId("check-profile"));
  await screen.findByTestId("checkup");
  const line = steps().find((step) => step.dataset["grade"] === "wrong");
  if (!line) throw new Error("nothing is wrong");
  expect(line).toHaveTextContent("The client secret is not the one of this client ID.");
  await user.click(within(line).getByTestId("remedy"));
  expect(await screen.findByTestId("profile-form")).toBeVisible();
});

it("checks what is marked on the board, and gives the report away without secrets", async () => {
  const platform = createFake({ profiles: 4 });
  await platform.settingsSet({ ...(await platform.settingsGet()), last_place: "board" });
  const user = await show(platform);
  await screen.findAllByTestId("board-row");
  await user.click(screen.getByTestId("board-more"));
  await user.click(await screen.findByRole("menuitem", { name: "Check…" }));
  expect(await screen.findAllByTestId("checkup")).toHaveLength(4);
  const save = vi.spyOn(platform, "checkupSave");
  await user.click(screen.getByTestId("check-save"));
  expect(save).toHaveBeenCalledOnce();
});

it("lists the sandboxes with their types, and works in the one that is chosen", async () => {
  const { user, platform } = await openWindow({ profiles: 3 });
  await user.click(await screen.findByTestId("sandbox-list"));
  const dev = await screen.findByRole("button", { name: /^dev, .*development$/ });
  expect(screen.getByRole("button", { name: /^prod, .*production$/ })).toHaveTextContent("PRODUCTION");
  await user.click(dev);
  const fact = screen.getByTestId("fact-sandbox");
  await vi.waitFor(() => expect(fact.querySelector("dd")).toHaveTextContent(/^dev/));
  const [first] = await platform.profilesList();
  expect(first).toBeDefined();
});

it("finds scopes by product, name and what they open, and keeps what it does not know", () => {
  const { products } = recorded.checkups;
  const names = (text: string) =>
    found(products, "oauth_server_to_server", text).map(({ product }) => product.name);
  expect(names("campaign sta")).toEqual(["Campaign Standard"]);
  expect(names("user_management")).toEqual(["User Management"]);
  expect(names("nothing of the kind")).toEqual([]);
  expect(found(products, "jwt", "places")[0]?.scopes.map(({ name }) => name)).toEqual(["ent_places_sdk"]);
  expect(toggled("openid, my_own", "campaign_sdk")).toBe("openid,my_own,campaign_sdk");
  expect(toggled("openid,my_own", "openid")).toBe("my_own");
  expect(
    withAll("my_own openid", [
      { name: "openid", opens: null },
      { name: "x", opens: null },
    ]),
  ).toBe("my_own,openid,x");
});

it("takes scopes from the list into the form", async () => {
  const { user } = await openWindow({ profiles: 3 });
  await user.click(await screen.findByRole("tab", { name: "Settings" }));
  await user.click(await screen.findByTestId("scope-picker"));
  const group = await screen.findByRole("button", { name: "Add all of User Management" });
  await user.click(group);
  const field = screen.getByRole("textbox", { name: "Scopes" });
  expect((field as HTMLTextAreaElement).value).toContain("user_management_sdk");
  expect(group).toBeDisabled();
});
