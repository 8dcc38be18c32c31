import { Provider } from "@react-spectrum/s2/Provider";
import { render, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it, vi } from "vitest";
import type { Grant } from "../src/bindings/Grant";
import { ScopePicker } from "../src/features/profiles/ScopePicker";
import { found, hasOneOf, toggled, withAll } from "../src/features/profiles/scopes";
import { PlatformProvider } from "../src/platform";
import { createFake } from "../src/platform/fake";
import { problem, recorded } from "../src/platform/fake/fixtures";
import { openWindow, show, toast } from "./window";

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
  expect(screen.getByText("0 of 1 profile works.")).toBeVisible();
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
  const { user } = await openWindow({ profiles: 3 });
  await user.click(await screen.findByTestId("sandbox-list"));
  const dev = await screen.findByRole("button", { name: /^dev, .*development$/ });
  expect(screen.getByRole("button", { name: /^prod, .*production$/ })).toHaveTextContent("PRODUCTION");
  await user.click(dev);
  const fact = screen.getByTestId("fact-sandbox");
  await waitFor(() => expect(fact.querySelector("dd")).toHaveTextContent(/^dev/));
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

it("knows of which products a credential has one metascope of several", () => {
  const { products } = recorded.checkups;
  const several = (grant: Grant) =>
    products.filter((product) => hasOneOf(product, grant)).map(({ name }) => name);
  expect(several("jwt")).toContain("Tags (Launch)");
  expect(several("jwt")).not.toContain("Places");
  expect(several("oauth_server_to_server")).toEqual([]);
});

it("has no button that adds all of several metascopes", async () => {
  render(
    <Provider>
      <PlatformProvider value={createFake({ profiles: 1 })}>
        <ScopePicker grant="jwt" scopes="" onChange={() => undefined} />
      </PlatformProvider>
    </Provider>,
  );
  const user = userEvent.setup();
  await user.click(screen.getByTestId("scope-picker"));
  expect(await screen.findByRole("button", { name: "Add all of Places" })).toBeVisible();
  expect(screen.queryByRole("button", { name: "Add all of Tags (Launch)" })).toBeNull();
  expect(screen.getAllByText("A credential has one of these.").length).toBeGreaterThan(0);
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

/** Checks all of four profiles from the board. */
async function checkAll(change: (platform: ReturnType<typeof createFake>) => void = () => undefined) {
  const platform = createFake({ profiles: 4 });
  await platform.settingsSet({ ...(await platform.settingsGet()), last_place: "board" });
  const user = await show(platform);
  await screen.findAllByTestId("board-row");
  change(platform);
  await user.click(screen.getByTestId("board-more"));
  await user.click(await screen.findByRole("menuitem", { name: "Check…" }));
  return { platform, user };
}

it("asks more products of one profile beside the report, which stays", async () => {
  const { platform, user } = await checkAll();
  expect(await screen.findAllByTestId("checkup")).toHaveLength(4);
  const check = vi.spyOn(platform, "checkup");
  const [button] = screen.getAllByTestId("checkup-ask");
  const section = button?.closest("section");
  if (!button || !section) throw new Error("nothing to ask");
  const others = screen.getAllByTestId("checkup").filter((one) => one !== section);
  const before = others.map((one) => one.textContent);
  await user.click(button);
  const wish = check.mock.lastCall?.[1];
  const [chosen] = wish?.profiles ?? [];
  if (chosen === undefined) throw new Error("no profile is checked");
  const asked = wish?.also_of[chosen];
  expect(asked?.length).toBeGreaterThan(0);
  expect(screen.getAllByTestId("checkup")).toHaveLength(4);
  await waitFor(() => expect(screen.queryByTestId("checkup-stop")).toBeNull());
  expect(others.map((one) => one.textContent)).toEqual(before);
  await user.click(screen.getByTestId("check-again"));
  expect(check.mock.lastCall?.[1].profiles).toHaveLength(4);
  expect(check.mock.lastCall?.[1].also_of).toEqual({ [chosen]: asked });
  expect(await screen.findAllByTestId("checkup")).toHaveLength(4);
});

it("keeps what was found when a check of one is stopped in the list of jobs", async () => {
  const { platform, user } = await checkAll();
  const [section] = await screen.findAllByTestId("checkup");
  if (!section) throw new Error("no report");
  const before = within(section).getByTestId("checkup-verdict").textContent;
  const check = vi.spyOn(platform, "checkup");
  const whole = platform.checkup.bind(platform);
  check.mockImplementationOnce(async (...call) => {
    const report = await whole(...call);
    const profiles = report.profiles.map((one) => ({
      ...one,
      steps: [],
      verdict: "unknown" as const,
      stopped: true,
    }));
    return { ...report, profiles };
  });
  await user.click(within(section).getByTestId("checkup-ask"));
  await waitFor(() => expect(within(section).queryByTestId("checkup-stop")).toBeNull());
  expect(within(section).getByTestId("checkup-verdict")).toHaveTextContent(before ?? "");
  expect(within(section).getAllByTestId("checkup-step").length).toBeGreaterThan(0);
  await user.click(screen.getByTestId("check-again"));
  expect(check.mock.lastCall?.[1].also_of).toEqual({});
});

it("keeps what was found when a check of one is stopped or fails, and tries again", async () => {
  const { platform, user } = await checkAll();
  const [section] = await screen.findAllByTestId("checkup");
  if (!section) throw new Error("no report");
  const verdict = within(section).getByTestId("checkup-verdict").textContent;
  const check = vi.spyOn(platform, "checkup");
  check.mockReturnValueOnce(new Promise(() => undefined));
  await user.click(within(section).getByTestId("checkup-ask"));
  expect(screen.getByTestId("check-again")).toBeDisabled();
  const stop = vi.spyOn(platform, "jobStop");
  await user.click(within(section).getByTestId("checkup-stop"));
  expect(stop).toHaveBeenCalledWith(check.mock.lastCall?.[0]);
  const failure = problem("wrong_secret", { profile: "", title: "" });
  check.mockRejectedValueOnce(failure);
  await user.click(within(section).getByTestId("checkup-ask"));
  expect(await within(section).findByTestId("problem")).toHaveTextContent(failure.message);
  expect(within(section).getByTestId("checkup-verdict")).toHaveTextContent(verdict ?? "");
  await user.click(within(section).getByRole("button", { name: "Try again" }));
  const wish = check.mock.lastCall?.[1];
  expect(wish?.also_of[wish.profiles[0] ?? ""]?.length).toBeGreaterThan(0);
  await waitFor(() => expect(within(section).queryByTestId("problem")).toBeNull());
  expect(screen.getAllByTestId("checkup")).toHaveLength(4);
});

it("stops no check that is under way for another one, unless somebody says so", async () => {
  let check: ReturnType<typeof vi.spyOn> | undefined;
  const { platform, user } = await checkAll((fake) => {
    check = vi.spyOn(fake, "checkup").mockReturnValueOnce(new Promise(() => undefined));
  });
  const stop = vi.spyOn(platform, "jobStop");
  await user.click(await screen.findByTestId("check-back"));
  await user.click(screen.getByTestId("board-more"));
  await user.click(await screen.findByRole("menuitem", { name: "Check…" }));
  await toast(/^Another check is still under way/);
  expect(check).toHaveBeenCalledOnce();
  expect(stop).not.toHaveBeenCalled();
  await user.click(screen.getByRole("button", { name: "Stop it and check these" }));
  expect(stop).toHaveBeenCalledOnce();
  expect(await screen.findAllByTestId("checkup")).toHaveLength(4);
});
