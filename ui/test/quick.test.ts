import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, expect, it, vi } from "vitest";
import { createFake } from "../src/platform/fake";
import { problem } from "../src/platform/fake/fixtures";
import { openQuick } from "../src/quick/quick";

afterEach(() => document.body.replaceChildren());

async function open(options: Parameters<typeof createFake>[0] = {}) {
  const platform = createFake({ profiles: 7, ...options });
  const root = document.createElement("main");
  document.body.append(root);
  await openQuick(root, platform);
  return { platform, user: userEvent.setup({ delay: null }) };
}

const options = () => screen.getAllByRole("option").map((one) => one.textContent);

it("lists the profiles with what is left, and letters narrow them", async () => {
  const { user } = await open();
  expect(options()).toHaveLength(7);
  expect(options()[0]).toMatch(/^Acme · Placesproduction · 9 h/);
  await user.keyboard("glo pl");
  expect(options()[0]).toMatch(/^Globex · Platform/);
  await user.keyboard("zzz");
  expect(screen.getByRole("status")).toHaveTextContent("Nothing matches “glo plzzz”.");
});

it.each([
  ["{Enter}", "token"],
  ["{Shift>}{Enter}{/Shift}", "curl"],
  ["{Alt>}{Enter}{/Alt}", "header"],
])("copies with %s the %s, and goes", async (keys, form) => {
  const { platform, user } = await open();
  const copy = vi.spyOn(platform, "tokenCopy");
  const hide = vi.spyOn(platform, "quickHide");
  const [first] = await platform.quickList();
  await user.keyboard(keys);
  await waitFor(() => expect(hide).toHaveBeenCalledOnce());
  expect(copy).toHaveBeenCalledWith(first?.id, form);
});

it("lists more forms behind an arrow, and goes back", async () => {
  const { platform, user } = await open();
  const copy = vi.spyOn(platform, "tokenCopy");
  await user.keyboard("{ArrowDown}{ArrowRight}power");
  expect(options()).toEqual(["Copy for PowerShell"]);
  await user.keyboard("{Escape}");
  expect(options()).toHaveLength(7);
  await user.keyboard("{ArrowDown}{ArrowRight}power{Enter}");
  await waitFor(() => expect(copy).toHaveBeenCalledWith(expect.any(String), "powershell"));
});

it("says why nothing was copied, stays, and leads to the large window", async () => {
  const { platform, user } = await open({ tokenFails: true });
  const hide = vi.spyOn(platform, "quickHide");
  const large = vi.spyOn(platform, "windowShow");
  await user.keyboard("globex platform{Enter}");
  expect(await screen.findByRole("status")).toHaveTextContent(
    problem("wrong_secret", { profile: "", title: "" }).message,
  );
  expect(hide).not.toHaveBeenCalled();
  await user.click(screen.getByRole("button", { name: "Open Mudbrick" }));
  expect(large).toHaveBeenCalledOnce();
});

it("is empty again whenever it is shown, and Escape puts it away", async () => {
  const { platform, user } = await open();
  const hide = vi.spyOn(platform, "quickHide");
  await user.keyboard("glo");
  await platform.quickShow();
  expect(screen.getByRole("combobox")).toHaveValue("");
  await user.keyboard("{Escape}");
  expect(hide).toHaveBeenCalledOnce();
});
