/*
 * A request copied as code.
 */
import { screen } from "@testing-library/react";
import { expect, it, vi } from "vitest";
import { recorded } from "../src/platform/fake/fixtures";
import { openWindow, tab, toast } from "./window";

async function openMenu() {
  const opened = await openWindow({ profiles: 4 });
  await opened.user.click(await tab("Requests"));
  await opened.user.click(await screen.findByTestId("copy-as"));
  await screen.findByRole("menu", { name: "Copy as" });
  return opened;
}

it("copies a request in each language, without a secret in it", async () => {
  const { user } = await openMenu();
  expect(screen.getAllByRole("menuitem")).toHaveLength(13);
  await user.click(screen.getByRole("menuitem", { name: "Python (requests)" }));
  await toast(/Python \(requests\) copied/);
  expect(await navigator.clipboard.readText()).toBe(recorded.code.python.text);
});

it("leaves a copy with the token in it to the engine, and says when it is taken off again", async () => {
  const { user, platform } = await openMenu();
  const copying = vi.spyOn(platform, "requestCopyWithSecrets");
  const writing = vi.spyOn(navigator.clipboard, "writeText");
  await user.click(screen.getByRole("menuitem", { name: "curl for bash, with the token" }));
  await toast(/copied.*clears in/);
  expect(copying.mock.calls[0]?.[2]).toBe("bash");
  expect(writing).not.toHaveBeenCalled();
});

it.each([
  ["curl for bash", "masked"],
  ["curl for bash, with the token", "with_token"],
])("saves the body that the code of %s reads from a file, %s", async (title, secrets) => {
  const { user, platform } = await openMenu();
  const plain = { ...recorded.code.bash, notes: ["Save the body."], body_file: "body.json" };
  vi.spyOn(platform, "requestWrittenAs").mockResolvedValue(plain);
  const copied = { ...recorded.copies.code, expires_at: null };
  vi.spyOn(platform, "requestCopyWithSecrets").mockResolvedValue({ copied, body_file: "body.json" });
  const save = vi.spyOn(platform, "requestSaveCodeBody");
  save.mockResolvedValueOnce(null);
  await user.click(screen.getByRole("menuitem", { name: title }));
  const button = await screen.findByRole("button", { name: "Save body.json…" });
  await user.click(button);
  expect([save.mock.lastCall?.[2], save.mock.lastCall?.[5]]).toEqual(["bash", secrets]);
  // The dialog was closed; the button is still there.
  await user.click(button);
  await toast(/Body saved to .*body\.json/);
  expect(save).toHaveBeenCalledTimes(2);
});

it("offers no file where the body stands in the code", async () => {
  const { user } = await openMenu();
  await user.click(screen.getByRole("menuitem", { name: "curl for bash" }));
  await toast(/curl for bash copied/);
  expect(screen.queryByRole("button", { name: /^Save body/ })).toBeNull();
});

it("copies what is on screen from the palette, too", async () => {
  const { user, platform } = await openWindow({ profiles: 4 });
  await user.click(await tab("Requests"));
  const url = await screen.findByTestId("url");
  await user.click(url);
  await user.keyboard("?typed=1");
  const writing = vi.spyOn(platform, "requestWrittenAs");
  await user.keyboard("{Control>}k{/Control}");
  await user.keyboard("copy as httpie{Enter}");
  await toast(/HTTPie copied/);
  expect(writing.mock.calls[0]?.[1].url).toContain("?typed=1");
});
