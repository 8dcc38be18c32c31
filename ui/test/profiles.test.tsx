import { cleanup, screen, waitFor, within } from "@testing-library/react";
import { expect, it, vi } from "vitest";
import { fill, openWindow, row, show, tab, toast } from "./window";

it("makes an OAuth profile from what the Console shows", async () => {
  const { user, platform } = await openWindow({ profiles: 0 });

  await user.click(within(screen.getByTestId("welcome")).getByRole("button", { name: "New profile" }));
  await fill(user, await screen.findByLabelText(/^Client ID/), "0f0e0d0c0b0a09080706050403020100");
  await fill(user, screen.getByLabelText("Client secret"), "p8e-typed");
  await fill(user, screen.getByLabelText(/^Organization ID/), "0A1B2C@AdobeOrg");
  await fill(user, screen.getByLabelText("Scopes"), "openid, AdobeID");
  await fill(user, screen.getByLabelText(/^Name/), "Places");
  await fill(user, screen.getByLabelText("Organization"), "Acme");
  await user.click(screen.getByRole("radio", { name: "Production" }));
  await user.click(screen.getByRole("button", { name: "Create profile" }));

  expect(await screen.findByRole("heading", { name: "Acme · Places" })).toBeVisible();
  expect(screen.getByTestId("production")).toHaveTextContent("PRODUCTION");
  const [made] = await platform.profilesList();
  expect(made).toMatchObject({ title: "Acme · Places", risk: "production", grant: "oauth_server_to_server" });
  expect(await platform.secretReveal(made?.id ?? "", "client_secret")).toBe("p8e-typed");
});

it("says what is wrong with a field in the engine's words, and saves nothing", async () => {
  const { user, platform } = await openWindow({ profiles: 0 });
  await user.click(within(screen.getByTestId("welcome")).getByRole("button", { name: "New profile" }));

  await user.type(await screen.findByLabelText(/^Organization ID/), "0A1B");
  await user.tab();
  expect(await screen.findByText(/must end in @AdobeOrg/)).toBeVisible();
  expect(screen.queryByText(/^Client ID is empty\./)).toBeNull();

  await user.click(screen.getByRole("button", { name: "Create profile" }));
  expect(await screen.findByText(/^Client ID is empty\. Copy it/)).toBeVisible();
  expect(await platform.profilesList()).toHaveLength(0);
});

it("says that JWT is legacy and why, and asks for a technical account", async () => {
  const { user } = await openWindow({ profiles: 0 });
  await user.click(within(screen.getByTestId("welcome")).getByRole("button", { name: "New profile" }));
  await user.click(await screen.findByRole("radio", { name: "Service account (JWT)" }));
  expect(screen.getByText(/Legacy: .* after 1 March 2026/)).toBeVisible();
  expect(screen.getByLabelText("Metascopes")).toBeVisible();
});

it("fills the form in from a practice project", async () => {
  const { user } = await openWindow({ profiles: 1, practice: true });
  await user.click(screen.getByTestId("new-profile"));
  await user.click(await screen.findByRole("button", { name: /Fill in from the local Adobe/ }));
  await user.click(await screen.findByRole("option", { name: "Campaign Standard" }));
  expect(await screen.findByLabelText(/^Client ID/)).toHaveValue("aac3e00000000000000000000000a002");
  expect(screen.getByRole("radio", { name: "Service account (JWT)" })).toBeChecked();
  expect(screen.getByLabelText("Variable 1 name")).toHaveValue("ORGANIZATION");
});

it("tells practice projects of one name apart", async () => {
  const { user, platform } = await openWindow({ profiles: 1, practice: true });
  const projects = (await platform.practiceStart()).projects.filter(
    ({ title }) => title === "Experience Platform",
  );
  expect(projects.map(({ draft }) => draft.organization)).toEqual(["Acme", "Globex"]);
  await user.click(screen.getByTestId("new-profile"));
  await user.click(await screen.findByRole("button", { name: /Fill in from the local Adobe/ }));
  const options = await screen.findAllByRole("option", { name: "Experience Platform" });
  expect(options.map((one) => one.textContent)).toEqual([
    expect.stringContaining("Acme"),
    expect.stringContaining("Globex"),
  ]);
  if (options[1]) await user.click(options[1]);
  expect(await screen.findByLabelText(/^Client ID/)).toHaveValue(projects[1]?.draft.client_id);
});

it("saves an edit, and keeps the stored secret when none is typed", async () => {
  const { user, platform } = await openWindow({ profiles: 1 });
  const [profile] = await platform.profilesList();
  await user.click(await tab("Settings"));
  const name = await screen.findByLabelText(/^Name/);
  await fill(user, name, "Places EU");
  await user.click(screen.getByRole("button", { name: "Save" }));
  expect(await screen.findByRole("heading", { name: "Acme · Places EU" })).toBeVisible();
  expect(await platform.secretReveal(profile?.id ?? "", "client_secret")).toBe(
    "p8e-made-up-secret-of-the-fake",
  );
});

it("keeps how requests are sent, and forgets what is emptied", async () => {
  const { user, platform } = await openWindow({ profiles: 1 });
  await user.click(await tab("Settings"));
  const id = (await platform.profilesList())[0]?.id ?? "";
  await fill(user, await screen.findByLabelText("Time limit in seconds"), "90");
  await fill(user, screen.getByLabelText("Further tries"), "2");
  await user.clear(screen.getByLabelText("Further tries"));
  await fill(user, screen.getByLabelText("Redirects followed"), "0");
  await user.tab();
  await user.click(screen.getByRole("button", { name: "Save" }));
  await waitFor(async () =>
    expect((await platform.profileGet(id)).sending).toEqual({ total_seconds: 90, redirects: 0 }),
  );
});

it("keeps the way to the servers, and takes no proxy with a password", async () => {
  const { user, platform } = await openWindow({ profiles: 1, keys: 1 });
  await user.click(await tab("Settings"));
  const id = (await platform.profilesList())[0]?.id ?? "";
  await fill(user, await screen.findByLabelText("Limit for connecting, in seconds"), "5");
  await user.click(screen.getByRole("button", { name: /Proxy/ }));
  await user.click(await screen.findByRole("option", { name: "This one" }));
  const address = await screen.findByLabelText("Address of the proxy");
  await fill(user, address, "http://me:secret@proxy:8080");
  expect(address).toBeInvalid();
  await fill(user, address, "http://proxy:8080");
  expect(address).toBeValid();
  await user.type(screen.getByLabelText("Further root certificates"), "company.pem\n\n /etc/other.pem ");
  await user.click(screen.getByRole("button", { name: /Calls that are tried again/ }));
  await user.click(await screen.findByRole("option", { name: "PUT and DELETE too" }));
  await user.tab();
  await user.click(screen.getByRole("button", { name: "Save" }));
  await waitFor(async () =>
    expect((await platform.profileGet(id)).sending).toEqual({
      connect_seconds: 5,
      proxy: "http://proxy:8080",
      roots: ["company.pem", "/etc/other.pem"],
      retry_methods: "idempotent",
    }),
  );
});

it("does not overwrite a change made elsewhere meanwhile", async () => {
  const { user, platform } = await openWindow({ profiles: 1 });
  await user.click(await tab("Settings"));
  const name = await screen.findByLabelText(/^Name/);
  const [profile] = await platform.profilesList();
  const now = await platform.profileGet(profile?.id ?? "");
  const other = {
    ...now.summary,
    user_client: "web" as const,
    redirect_uri: "",
    scopes: "",
    technical_account_id: "",
    key: null,
    sandbox: "",
    variables: {},
    allowed_hosts: [],
    sending: {},
  };
  await platform.profileUpdate(now.summary.id, now.revision, { ...other, name: "Elsewhere" }, null, null);

  await user.type(name, "!");
  await user.click(screen.getByRole("button", { name: "Save" }));
  expect(await screen.findByTestId("problem")).toHaveTextContent("changed elsewhere");
  await user.click(screen.getByRole("button", { name: "Load again" }));
  await waitFor(() => expect(screen.getByLabelText(/^Name/)).toHaveValue("Elsewhere"));
});

it("deletes with a way back", async () => {
  const { user, platform } = await openWindow({ profiles: 2 });
  await user.click(await screen.findByRole("button", { name: "Profile actions" }));
  await user.click(await screen.findByRole("menuitem", { name: "Delete" }));
  const notice = await toast(/Acme · Places deleted/);
  expect(await platform.profilesList()).toHaveLength(1);

  await user.click(within(notice).getByRole("button", { name: "Undo" }));
  await waitFor(async () => expect(await platform.profilesList()).toHaveLength(2));
  expect(await screen.findByRole("heading", { name: "Acme · Places" })).toBeVisible();
});

it("duplicates and opens the copy to be changed", async () => {
  const { user } = await openWindow({ profiles: 1 });
  await user.click(await screen.findByRole("button", { name: "Profile actions" }));
  await user.click(await screen.findByRole("menuitem", { name: "Duplicate" }));
  expect(await screen.findByRole("heading", { name: "Acme · Places copy" })).toBeVisible();
  expect(await screen.findByTestId("profile-form")).toBeVisible();
});

it("finds a profile by words of its organisation and name, and walks the list by arrow keys", async () => {
  const { user } = await openWindow({ profiles: 500 });
  await user.type(screen.getByLabelText("Find a profile"), "glo pla");
  await waitFor(() => expect(screen.queryByRole("option", { name: /^Acme/ })).toBeNull());
  await user.keyboard("{ArrowDown}{ArrowDown}");
  const shown = within(screen.getByTestId("sidebar")).getAllByRole("option");
  expect(shown[1]).toHaveFocus();
  expect(shown[1]).toHaveAttribute("aria-selected", "true");
});

it("draws only the profiles in view, and walks to the last one by keyboard", async () => {
  const { user } = await openWindow({ profiles: 500 });
  const side = within(screen.getByTestId("sidebar"));
  const drawn = () => side.getAllByRole("option");
  expect(drawn().length).toBeLessThan(60);
  await user.click(await row(/^Acme · Places, production/));
  await user.keyboard("{End}");
  const last = await side.findByRole("option", { selected: true });
  expect(last).toHaveFocus();
  expect(last).toHaveAttribute("aria-posinset", "500");
  expect(last).toHaveAttribute("aria-setsize", "500");
  expect(drawn().length).toBeLessThan(60);
  await user.keyboard("{Home}");
  expect(drawn()[0]).toHaveFocus();
});

it("tells a profile's state and production without colour", async () => {
  await openWindow({ profiles: 5 });
  expect(await row(/^Acme · Places, production, token for 9 h/)).toBeVisible();
  expect(await row(/^Globex · Platform, no token yet/)).toBeVisible();
  expect(await row(/^Globex · Places \(legacy\), last token call failed/)).toBeVisible();
});

it("opens the profile shown last", async () => {
  const { user, platform } = await openWindow({ profiles: 4 });
  await user.click(await row(/Globex · Platform/));
  cleanup();
  await show(platform);
  expect(await screen.findByRole("heading", { name: "Globex · Platform" })).toBeVisible();
});

it("reveals a secret for twenty seconds", async () => {
  vi.useFakeTimers({ shouldAdvanceTime: true });
  try {
    const { user } = await openWindow({ profiles: 1 });
    await user.click(await screen.findByRole("button", { name: "Reveal Client secret" }));
    expect(await screen.findByText("p8e-made-up-secret-of-the-fake")).toBeVisible();
    await vi.advanceTimersByTimeAsync(20_000);
    await waitFor(() => expect(screen.queryByText("p8e-made-up-secret-of-the-fake")).toBeNull());
  } finally {
    vi.useRealTimers();
  }
});
