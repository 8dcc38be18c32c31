/*
 * Variables in a request: coloured, explained, completed, set.
 */
import { screen, waitFor, within } from "@testing-library/react";
import { expect, it } from "vitest";
import { fill, openWindow, tab } from "./window";

async function openRequests() {
  const opened = await openWindow({ profiles: 4 });
  await opened.user.click(await tab("Requests"));
  await screen.findByTestId("request-editor");
  return opened;
}

const URL = "https://api-places.adobe.io/{{NOWHERE}}/{{IMS_ORG}}?key={{API_KEY}}";

it("underlines a variable without a value, and no other", async () => {
  const { user } = await openRequests();
  await fill(user, screen.getByTestId("url"), URL);
  await waitFor(() => expect(document.querySelectorAll("[data-missing=true]")).toHaveLength(1));
  expect(document.querySelector("[data-missing=true]")).toHaveTextContent("{{NOWHERE}}");
});

it("says at the caret what a variable stands for and where that comes from", async () => {
  const { user } = await openRequests();
  const url = screen.getByTestId<HTMLInputElement>("url");
  await fill(user, url, URL);
  await screen.findByRole("tab", { name: "Variables (1 missing)" });
  url.setSelectionRange(URL.indexOf("IMS_ORG"), URL.indexOf("IMS_ORG"));
  await user.keyboard("{ArrowRight}");
  const card = await screen.findByTestId("variable-card");
  expect(card).toHaveTextContent(/IMS_ORG.*@AdobeOrg.*the profile’s credential/);
  await user.keyboard("{Escape}");
  expect(screen.queryByTestId("variable-card")).toBeNull();
});

it("never shows the token", async () => {
  const { user } = await openRequests();
  const header = await screen.findByDisplayValue<HTMLInputElement>("Bearer {{ACCESS_TOKEN}}");
  await screen.findByRole("tab", { name: "Variables" });
  await user.click(header);
  header.setSelectionRange(12, 12);
  await user.keyboard("{ArrowRight}");
  expect(await screen.findByTestId("variable-card")).toHaveTextContent("••••••••the profile’s token");
});

it("leads from a variable without a value to its field in Settings", async () => {
  const { user } = await openRequests();
  await fill(user, screen.getByTestId("url"), URL);
  await user.click(await screen.findByRole("button", { name: "Set NOWHERE…" }));
  const field = await screen.findByDisplayValue("NOWHERE");
  await waitFor(() => expect(document.querySelector("[data-pair=NOWHERE]")).toHaveFocus());
  expect(field).toBeVisible();
});

it("completes a variable behind its braces, by keyboard", async () => {
  const { user } = await openRequests();
  const url = screen.getByTestId("url");
  await screen.findByRole("tab", { name: "Variables" });
  await fill(user, url, "https://a.example/");
  await user.keyboard("{{{{ims");
  const list = await screen.findByTestId("completions");
  expect(
    within(list)
      .getAllByRole("option")
      .map((one) => one.textContent),
  ).toEqual(["IMS_ORG"]);
  await user.keyboard("{ArrowDown}{Enter}");
  expect(url).toHaveValue("https://a.example/{{IMS_ORG}}");
});

it("knows the headers of Adobe's APIs and their values", async () => {
  const { user } = await openRequests();
  const names = await screen.findAllByRole("combobox", { name: /Header \d+ name/ });
  const last = names.at(-1);
  if (!last) throw new Error("no row for another header");
  await user.click(last);
  await user.keyboard("sandbox-n");
  await user.click(await screen.findByRole("option", { name: "x-sandbox-name" }));
  expect(last).toHaveValue("x-sandbox-name");
  await user.click(screen.getByRole("combobox", { name: `Header ${names.length} value` }));
  await user.keyboard("{ArrowDown}{ArrowDown}{Enter}");
  expect(await screen.findByDisplayValue("{{SANDBOX_NAME}}")).toBeVisible();
});

it("keeps the URL and the table of its parameters in step", async () => {
  const { user } = await openRequests();
  const url = screen.getByTestId("url");
  await fill(user, url, "https://a.example/x?a=%20b&limit=5#f");
  await user.click(screen.getByRole("tab", { name: "Params (2)" }));
  const limit = await screen.findByRole("combobox", { name: "Parameter 2 value" });
  expect(limit).toHaveValue("5");
  await fill(user, limit, "7&8");
  expect(url).toHaveValue("https://a.example/x?a=%20b&limit=7%268#f");
  await user.click(screen.getByRole("button", { name: "Remove parameter a" }));
  expect(url).toHaveValue("https://a.example/x?limit=7%268#f");
  await fill(user, url, "https://a.example/x?other=1");
  expect(screen.getByRole("combobox", { name: "Parameter 1 name" })).toHaveValue("other");
});

it("lists what the request names, and then what it could", async () => {
  const { user } = await openRequests();
  await fill(user, screen.getByTestId("url"), URL);
  await user.click(await screen.findByRole("tab", { name: "Variables (1 missing)" }));
  const used = await screen.findByLabelText("Variables of the request");
  const names = within(used)
    .getAllByRole("term")
    .map((one) => one.textContent);
  expect(names).toEqual(["NOWHERE", "IMS_ORG", "API_KEY", "ACCESS_TOKEN"]);
  expect(screen.getByLabelText("Other variables")).toHaveTextContent("SANDBOX_NAME");
});
