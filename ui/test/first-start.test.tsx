import { screen, waitFor } from "@testing-library/react";
import { expect, it, vi } from "vitest";
import { problem } from "../src/platform/fake/fixtures";
import { openWindow } from "./window";

it("gets from nothing to a 200 answer in two steps", async () => {
  const { user } = await openWindow({ profiles: 0 });

  await user.click(screen.getByRole("button", { name: "Try it with the local Adobe" }));
  await user.click(await screen.findByTestId("send"));

  expect(await screen.findByTestId("status")).toHaveTextContent("200 OK");
  await waitFor(() => expect(screen.getByTestId("answer-body")).toHaveTextContent("Morrow Coffee Iberia"));
});

it("makes the practice profile once, however often one starts there", async () => {
  const { user, platform } = await openWindow({ profiles: 0, delayMs: 50 });
  const create = vi.spyOn(platform, "profileCreate");
  const button = screen.getByRole("button", { name: "Try it with the local Adobe" });
  await user.tripleClick(button);
  await screen.findByTestId("requests-tab");
  expect(create).toHaveBeenCalledOnce();
  expect(await platform.profilesList()).toHaveLength(1);
});

it("says why the local Adobe did not start, and lets one try again", async () => {
  const { user, platform } = await openWindow({ profiles: 0 });
  const taken = problem("practice_not_started");
  platform.practiceStart = () =>
    // oxlint-disable-next-line prefer-promise-reject-errors -- problems cross as plain objects
    Promise.reject(taken);

  await user.click(screen.getByRole("button", { name: "Try it with the local Adobe" }));

  expect(await screen.findByTestId("problem")).toHaveTextContent(`${taken.message}${taken.remedy?.text}`);
  expect(screen.getByRole("button", { name: "Try again" })).toBeEnabled();
});

it("marks when the first view can be used", async () => {
  await openWindow({ profiles: 3 });
  await waitFor(() => expect(document.documentElement.dataset["usable"]).toMatch(/^\d/));
  expect(performance.mark).toHaveBeenCalledWith("mudbrick-usable");
});

it("shows what was found damaged", async () => {
  await openWindow({ profiles: 0, damaged: true });
  expect(await screen.findByTestId("problem")).toHaveTextContent("acme-places.toml cannot be understood");
});

it("shows a damaged profile among the others", async () => {
  await openWindow({ profiles: 2, damaged: true });
  expect(await screen.findByTestId("damaged-profile")).toHaveTextContent("acme-places: damaged file");
});
