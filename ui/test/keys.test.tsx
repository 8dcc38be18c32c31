import { screen, waitFor, within } from "@testing-library/react";
import { expect, it, vi } from "vitest";
import { problem } from "../src/platform/fake/fixtures";
import { fill, openWindow, row, tab, toast } from "./window";

async function openKeys(profile: RegExp, options: Parameters<typeof openWindow>[0]) {
  const opened = await openWindow(options);
  await opened.user.click(await row(profile));
  await opened.user.click(await tab("Keys & certificates"));
  await screen.findByTestId("keys-tab");
  return opened;
}

it("makes a key pair for a JWT profile; its first button saves the certificate", async () => {
  const { user, platform } = await openKeys(/Acme · Campaign/, { profiles: 2 });
  const save = vi.spyOn(platform, "keySavePrivate");
  await user.click(await screen.findByRole("button", { name: "New key pair" }));
  expect(await screen.findByLabelText(/^Name/)).toHaveValue("acme_campaign");
  await fill(user, screen.getByLabelText(/^Common name/), "places.com");
  await user.click(screen.getByRole("button", { name: "Generate" }));

  const card = await screen.findByTestId("key-card");
  const [first] = within(card).getAllByRole("button", { name: /^Save/ });
  expect(first).toHaveAccessibleName("Save certificate for Adobe");
  expect(card).toHaveTextContent("signs for this profile");
  await user.click(first as HTMLElement);
  await toast(/Certificate saved to .*acme_campaign_public\.crt/);
  expect(save).not.toHaveBeenCalled();
});

it("warns before the private key leaves the vault", async () => {
  const { user, platform } = await openKeys(/Acme · Campaign/, { profiles: 2 });
  const save = vi.spyOn(platform, "keySavePrivate");
  await user.click(await screen.findByRole("button", { name: "New key pair" }));
  await fill(user, await screen.findByLabelText(/^Common name/), "places.com");
  await user.click(screen.getByRole("button", { name: "Generate" }));
  await user.click(await screen.findByRole("button", { name: "More for acme_campaign" }));
  await user.click(await screen.findByRole("menuitem", { name: "Save private key…" }));

  const dialog = await screen.findByRole("alertdialog", { name: /Save the private key\?$/ });
  expect(save).not.toHaveBeenCalled();
  await user.click(within(dialog).getByRole("button", { name: "Save private key" }));
  await toast(/Private key saved to/);
});

it("registers a certificate with the local Adobe for a practice profile", async () => {
  const { user, platform } = await openWindow({ profiles: 0, practice: true });
  const { projects } = await platform.practiceStart();
  const project = projects.find((one) => one.draft.grant === "jwt");
  if (!project) throw new Error("the fake has no JWT project");
  await platform.profileCreate(project.draft, project.client_secret, null);
  await user.click(await row(new RegExp(`${project.draft.organization} · ${project.draft.name}`)));
  await user.click(await tab("Keys & certificates"));
  await user.click(await screen.findByRole("button", { name: "New key pair" }));
  await fill(user, await screen.findByLabelText(/^Common name/), "campaign.example");
  await user.click(screen.getByRole("button", { name: "Generate" }));
  const register = vi.spyOn(platform, "keyRegisterWithPractice");
  await user.click(await screen.findByRole("button", { name: "Register with the local Adobe" }));
  await toast(/The local Adobe now accepts/);
  expect(register).toHaveBeenCalledOnce();
  await user.click(screen.getByRole("button", { name: "Get token" }));
  expect(await screen.findByTestId("token-left")).toBeVisible();
});

it("keeps what was typed when making a key pair fails", async () => {
  const { user } = await openKeys(/Acme · Campaign/, { profiles: 2 });
  await user.click(await screen.findByRole("button", { name: "New key pair" }));
  await fill(user, await screen.findByLabelText("Locality"), "San José");
  await user.click(screen.getByRole("button", { name: "Generate" }));
  expect(await screen.findByText(problem("common_name_empty").message)).toBeVisible();
  expect(screen.getByLabelText("Locality")).toHaveValue("San José");
});

it("goes on while one is elsewhere", async () => {
  const { user } = await openKeys(/Acme · Campaign/, { profiles: 2, delayMs: 100 });
  await user.click(await screen.findByRole("button", { name: "New key pair" }));
  await fill(user, await screen.findByLabelText(/^Common name/), "places.com");
  await user.click(screen.getByRole("button", { name: "Generate" }));
  await user.click(await tab("Overview"));
  await user.click(await tab("Keys & certificates"));
  expect(await screen.findByTestId("key-card")).toBeVisible();
});

it("can be stopped after three seconds", async () => {
  const { user, platform } = await openKeys(/Acme · Campaign/, { profiles: 2 });
  let stop: ((why: unknown) => void) | undefined;
  platform.keyGenerate = () => new Promise((_, reject) => (stop = reject));
  platform.jobStop = async () => {
    stop?.(problem("key_stopped"));
    return true;
  };
  await user.click(await screen.findByRole("button", { name: "New key pair" }));
  await fill(user, await screen.findByLabelText(/^Common name/), "places.com");
  await user.click(screen.getByRole("button", { name: "Generate" }));
  const progress = await within(screen.getByTestId("key-form")).findByRole("status");
  expect(progress).toHaveTextContent("Generating the key");
  await user.click(await within(progress).findByRole("button", { name: "Cancel" }));
  await waitFor(() => expect(screen.getByRole("button", { name: "Generate" })).toBeEnabled());
  expect(screen.queryByTestId("problem")).toBeNull();
});

it("sends a JWT profile without a key pair to where one is made", async () => {
  const { user, platform } = await openWindow({ profiles: 2 });
  const campaign = (await platform.profilesList())[1];
  platform.tokenRenew = () =>
    // oxlint-disable-next-line prefer-promise-reject-errors -- problems cross as plain objects
    Promise.reject(problem("no_key_pair", { profile: campaign?.id ?? "", title: campaign?.title ?? "" }));
  await user.click(await row(new RegExp(campaign?.title ?? "")));
  await user.click(screen.getByRole("button", { name: "Renew" }));
  await user.click(await screen.findByRole("button", { name: "Open Keys & certificates" }));
  expect(await screen.findByTestId("keys-tab")).toBeVisible();
});
