import { act, screen, waitFor, within } from "@testing-library/react";
import { readFileSync } from "node:fs";
import { describe, expect, it, vi } from "vitest";
import type { Field } from "../src/bindings/Field";
import type { Problem } from "../src/bindings/Problem";
import type { RemedyAction } from "../src/bindings/RemedyAction";
import { newJob } from "../src/platform";
import { createFake } from "../src/platform/fake";
import { problem } from "../src/platform/fake/fixtures";
import { blankDraft } from "../src/platform/fake/world";
import { fill, openWhole, openWindow, row, show, tab, toast } from "./window";

/** A refusal that the engine knows, with this to be done about it. */
const REFUSED = problem("wrong_secret", { profile: "", title: "" });
const WHAT_TO_DO = REFUSED.remedy?.text ?? "no remedy";

function told(action?: RemedyAction): Problem {
  return { ...REFUSED, remedy: { text: WHAT_TO_DO, ...(action && { action }) } };
}

// oxlint-disable-next-line prefer-promise-reject-errors -- problems cross as plain objects
const refuse = (why: Problem) => () => Promise.reject(why);

type Opened = Awaited<ReturnType<typeof openWindow>>;

/** Lets the profile on screen fail to get a token, with this to be done about it. */
async function fail({ user, platform }: Opened, action?: RemedyAction) {
  const get = vi.spyOn(platform, "tokenGet").mockImplementation(refuse(told(action)));
  await user.click(await screen.findByTestId("get-token"));
  const note = await screen.findByTestId("problem");
  expect(note).toHaveTextContent(`${REFUSED.message}${WHAT_TO_DO}`);
  return { get, button: within(note).queryByTestId("remedy") };
}

/** The profile without a token, whose page is open. */
async function openGlobex(open: typeof openWindow = openWindow) {
  const opened = await open({ profiles: 4 });
  await opened.user.click(await row(/Globex · Platform/));
  const id = (await opened.platform.profilesList())[3]?.id ?? "";
  return { ...opened, id };
}

async function press(opened: Opened, action: RemedyAction) {
  const { get, button } = await fail(opened, action);
  if (!button) throw new Error(`nothing to press for ${action.kind}`);
  await opened.user.click(button);
  return get;
}

const label = (text: string | RegExp) => () => screen.findByLabelText(text);

type Globex = Awaited<ReturnType<typeof openGlobex>>;

/** Waits until it has the keyboard. */
async function reached(find: () => Promise<HTMLElement>) {
  const target = await find();
  await waitFor(() => expect(target).toHaveFocus());
  return target;
}

/** Waits until what failed is tried once more. */
const triedAgain = (get: Awaited<ReturnType<typeof press>>) =>
  waitFor(() => expect(get).toHaveBeenCalledTimes(2));

/**
 * Where each kind of remedy leads, from the page of a profile or from an answer. A kind that the engine learns has to be
 * written down here before the pages compile.
 */
const EVERY: Record<RemedyAction["kind"], (opened: Globex) => Promise<unknown>> = {
  open_field: async (opened) => {
    await press(opened, { kind: "open_field", field: "sandbox" });
    await reached(label("Sandbox"));
  },
  allow_host: async (opened) => {
    await press(opened, { kind: "allow_host", host: "api.acme.example" });
    expect(await reached(label("Allowed hosts"))).toHaveValue("api.acme.example");
  },
  set_variable: async (opened) => {
    await press(opened, { kind: "set_variable", name: "POI_ID" });
    await reached(label("Variable 1 value"));
    expect(screen.getByLabelText("Variable 1 name")).toHaveValue("POI_ID");
  },
  renew_token: async (opened) => {
    vi.spyOn(opened.platform, "tokenRenew").mockResolvedValue({ kind: "none" });
    await triedAgain(await press(opened, { kind: "renew_token" }));
    expect(opened.platform.tokenRenew).toHaveBeenCalledExactlyOnceWith(opened.id);
  },
  sign_in: async (opened) => {
    const { id } = await people(opened);
    await press(opened, { kind: "sign_in", profile: { id, title: "Initech · People" } });
    expect(await screen.findByRole("heading", { name: "Initech · People" })).toBeVisible();
    expect(await screen.findByTestId("sign-in")).toBeEnabled();
  },
  choose_key: async (opened) => {
    await press(opened, { kind: "choose_key" });
    expect(await screen.findByTestId("keys-tab")).toBeVisible();
  },
  try_again: async (opened) => triedAgain(await press(opened, { kind: "try_again" })),
  wait: async (opened) => triedAgain(await press(opened, { kind: "wait", seconds: 0 })),
  unlock: async (opened) => triedAgain(await press(opened, { kind: "unlock" })),
  restore_secret: async (opened) => {
    const owner = { kind: "profile", id: opened.id } as const;
    await press(opened, { kind: "restore_secret", owner });
    expect(await screen.findAllByTestId("version")).not.toHaveLength(0);
  },
  start_practice: async (opened) => {
    const start = vi.spyOn(opened.platform, "practiceStart");
    await triedAgain(await press(opened, { kind: "start_practice" }));
    expect(start).toHaveBeenCalledOnce();
  },
  open_console: async (opened) => {
    await press(opened, { kind: "open_console" });
    expect(await screen.findByTestId("ask-dialog")).toBeVisible();
  },
  edit_request: async (opened) => {
    await pressInAnswer(opened, { kind: "edit_request", part: "url" });
    await reached(() => screen.findByTestId("url"));
  },
  migrate: async (opened) => {
    await press(opened, { kind: "migrate" });
    expect(await screen.findByTestId("migrate-page")).toBeVisible();
  },
  rotate_secret: async (opened) => {
    await press(opened, { kind: "rotate_secret", way: "go_on" });
    expect(await screen.findByTestId("rotate-page")).toBeVisible();
    expect(await screen.findByTestId("rotation")).toHaveTextContent("Globex · Platform");
  },
  ask_administrator: async (opened) => {
    await press(opened, { kind: "ask_administrator" });
    expect(await screen.findByTestId("ask-dialog")).toBeVisible();
  },
};

/** A profile with which people sign in. */
async function people({ platform }: Pick<Opened, "platform">) {
  const draft = {
    ...blankDraft(),
    name: "People",
    organization: "Initech",
    org_id: "0A1B2C3D4E5F60718293A4B5@AdobeOrg",
    client_id: "0f0e0d0c0b0a09080706050403020100",
    grant: "oauth_user" as const,
    redirect_uri: "http://127.0.0.1:9191/callback",
    scopes: "openid, offline_access",
  };
  return (await act(() => platform.profileCreate(draft, "p8e-people", null))).summary;
}

describe("every remedy of the engine", () => {
  it.each(Object.entries(EVERY))("leads somewhere: %s", async (_, lead) => {
    await lead(await openGlobex(openWhole));
  });

  it("is among those, as the engine's own type has them", () => {
    const type = readFileSync("src/bindings/RemedyAction.ts", "utf8");
    const kinds = [...type.matchAll(/"kind": "(\w+)"/g)].map(([, kind]) => kind);
    expect(kinds.length).toBeGreaterThan(10);
    expect(Object.keys(EVERY).toSorted()).toEqual(kinds.toSorted());
  });
});

const FIELDS: Record<Exclude<Field, "private_key">, () => Promise<HTMLElement>> = {
  second_client_secret: label("Second client secret"),
  name: label(/^Name/),
  organization: label("Organization"),
  org_id: label(/^Organization ID/),
  client_id: label(/^Client ID/),
  client_secret: label("Client secret"),
  grant: label("OAuth Server-to-Server"),
  // Only a credential with which people sign in has these, and its type decides that.
  user_client: label("OAuth Server-to-Server"),
  redirect_uri: label("OAuth Server-to-Server"),
  scopes: label("Scopes"),
  technical_account_id: label(/^Technical account ID/),
  // This credential signs with none, and its type decides that.
  key: label("OAuth Server-to-Server"),
  adobe: () => screen.findByRole("button", { name: /Connects to/ }),
  risk: label("Development"),
  colour: label("Green"),
  sandbox: label("Sandbox"),
  variables: label("Variable 1 name"),
  allowed_hosts: label("Allowed hosts"),
  sending: label("Time limit in seconds"),
};

describe("a field", () => {
  it("gets the keyboard, is scrolled to and marked, whichever it is", async () => {
    const opened = await openGlobex();
    const scrolled = vi.spyOn(Element.prototype, "scrollIntoView");
    for (const [field, find] of Object.entries(FIELDS)) {
      scrolled.mockClear();
      // One after the other, in one form that stays.
      // oxlint-disable-next-line no-await-in-loop
      await press(opened, { kind: "open_field", field: field as Field });
      // oxlint-disable-next-line no-await-in-loop
      const target = await find();
      // oxlint-disable-next-line no-await-in-loop
      await waitFor(() => expect(target, field).toHaveFocus());
      const marked = document.querySelectorAll("[data-sought]");
      expect(marked, field).toHaveLength(1);
      expect(scrolled.mock.contexts, field).toEqual([marked[0]]);
      expect(marked[0]).toContainElement(target);
    }
    await opened.user.tab({ shift: true });
    expect(document.querySelector("[data-sought]")).toBeNull();
  });

  it("is that of the profile that the remedy names", async () => {
    const opened = await openGlobex();
    const [acme] = await opened.platform.profilesList();
    if (!acme) throw new Error("no profile");
    await press(opened, { kind: "open_field", profile: acme, field: "client_id" });
    expect(await screen.findByRole("heading", { name: "Acme · Places" })).toBeVisible();
    await waitFor(() => expect(screen.getByLabelText(/^Client ID/)).toHaveFocus());
  });

  it.each([
    ["user_client", () => screen.findByRole("radio", { name: "Web App" })],
    ["redirect_uri", label(/^Redirect URI/)],
  ] as Array<[Field, () => Promise<HTMLElement>]>)(
    "is %s of a credential for people",
    async (field, find) => {
      const platform = createFake({ profiles: 1 });
      await people({ platform });
      const opened = { platform, user: await show(platform) };
      await opened.user.click(await row(/Initech · People/));
      vi.spyOn(platform, "signIn").mockImplementation(refuse(told({ kind: "open_field", field })));
      await opened.user.click(await screen.findByTestId("sign-in"));
      await opened.user.click(await screen.findByTestId("remedy"));
      await reached(find);
    },
  );

  it("is the key pair of a credential that signs", async () => {
    const opened = await openWindow({ profiles: 2, keys: 2 });
    const { platform, user } = opened;
    const jwt = (await platform.profilesList())[1];
    vi.spyOn(platform, "tokenRenew").mockImplementation(refuse(told({ kind: "open_field", field: "key" })));
    await user.click(await row(new RegExp(jwt?.title ?? "")));
    await user.click(screen.getByTestId("renew-token"));
    await user.click(await screen.findByTestId("remedy"));
    await waitFor(() => expect(screen.getByRole("button", { name: /Key pair/ })).toHaveFocus());
  });

  it("is on the keys' tab where it is a private key", async () => {
    await press(await openGlobex(), { kind: "open_field", field: "private_key" });
    expect(await screen.findByTestId("keys-tab")).toBeVisible();
  });
});

describe("what is filled in", () => {
  it("is a host, beside those that are being typed, and is the person's to save", async () => {
    const opened = await openGlobex();
    const { user, platform, id } = opened;
    await user.click(await tab("Settings"));
    await fill(user, await screen.findByLabelText("Allowed hosts"), "mine.example");
    const allow: RemedyAction = { kind: "allow_host", host: "api.acme.example" };
    await press(opened, allow);
    const field = screen.getByLabelText("Allowed hosts");
    await waitFor(() => expect(field).toHaveFocus());
    expect(field).toHaveValue("mine.example, api.acme.example");
    await press(opened, allow);
    expect(field).toHaveValue("mine.example, api.acme.example");
    expect((await platform.profileGet(id)).allowed_hosts).toEqual([]);

    await user.click(screen.getByTestId("save-profile"));
    await toast(/Globex · Platform saved/);
    expect((await platform.profileGet(id)).allowed_hosts).toEqual(["mine.example", "api.acme.example"]);
  });

  it("is filled in once: what was reverted does not come back", async () => {
    const opened = await openGlobex();
    await press(opened, { kind: "allow_host", host: "api.acme.example" });
    await waitFor(() => expect(screen.getByLabelText("Allowed hosts")).toHaveValue("api.acme.example"));
    const field = screen.getByLabelText("Allowed hosts");
    const keys = vi.spyOn(opened.platform, "keysList");
    await opened.user.click(screen.getByRole("button", { name: "Revert" }));
    await waitFor(() => expect(field).not.toBeInTheDocument());
    // A form is filled in once the keys are read.
    await act(() => keys.mock.results[0]?.value);
    expect(screen.getByLabelText("Allowed hosts")).toHaveValue("");
    expect(screen.getByLabelText("Allowed hosts")).not.toHaveFocus();
  });

  it("is a variable, whose value is typed next", async () => {
    const opened = await openGlobex();
    const { user, platform, id } = opened;
    await press(opened, { kind: "set_variable", name: "POI_ID" });
    const value = await screen.findByLabelText("Variable 1 value");
    await waitFor(() => expect(value).toHaveFocus());
    expect(screen.getByLabelText("Variable 1 name")).toHaveValue("POI_ID");
    await user.keyboard("42");
    // The form is open now, with a row that is not saved.
    await press(opened, { kind: "set_variable", name: "TENANT" });
    await waitFor(() => expect(screen.getByLabelText("Variable 2 value")).toHaveFocus());
    await press(opened, { kind: "set_variable", name: "POI_ID" });
    await waitFor(() => expect(screen.getByLabelText("Variable 1 value")).toHaveFocus());
    expect(screen.queryByLabelText("Variable 4 name")).toBeNull();
    await user.click(screen.getByTestId("save-profile"));
    await toast(/Globex · Platform saved/);
    expect((await platform.profileGet(id)).variables).toEqual({ POI_ID: "42", TENANT: "" });
  });
});

describe("what is done at once", () => {
  it("tries again", async () => {
    const get = await press(await openGlobex(), { kind: "try_again" });
    await waitFor(() => expect(get).toHaveBeenCalledTimes(2));
  });

  it("renews the token, then tries again", async () => {
    const opened = await openGlobex();
    const renew = vi.spyOn(opened.platform, "tokenRenew").mockResolvedValue({ kind: "none" });
    const get = await press(opened, { kind: "renew_token" });
    await waitFor(() => expect(get).toHaveBeenCalledTimes(2));
    expect(renew).toHaveBeenCalledExactlyOnceWith(opened.id);
  });

  it("says why the token could not be renewed, and tries nothing", async () => {
    const opened = await openGlobex();
    const locked = problem("keyring_locked");
    vi.spyOn(opened.platform, "tokenRenew").mockResolvedValue({ kind: "failed", problem: locked });
    const get = await press(opened, { kind: "renew_token" });
    await toast(new RegExp(locked.message));
    expect(get).toHaveBeenCalledTimes(1);
  });

  it("starts the local Adobe, then tries again", async () => {
    const opened = await openGlobex();
    const start = vi.spyOn(opened.platform, "practiceStart");
    const get = await press(opened, { kind: "start_practice" });
    await waitFor(() => expect(get).toHaveBeenCalledTimes(2));
    expect(start).toHaveBeenCalledOnce();
  });

  it("leads to the earlier versions of whose secrets they are, at the good one", async () => {
    const opened = await openGlobex(openWhole);
    const ask = vi.spyOn(opened.platform, "secretGenerations");
    await press(opened, { kind: "restore_secret", owner: { kind: "key", id: "abc" }, number: 2 });
    const [, second] = await screen.findAllByTestId("version");
    expect(ask).toHaveBeenCalledWith({ kind: "key", id: "abc" });
    await waitFor(() => expect(within(second as HTMLElement).getByRole("button")).toHaveFocus());
  });
});

describe("unlocking", () => {
  it("asks the keyring, then tries again", async () => {
    const opened = await openGlobex();
    const unlock = vi.spyOn(opened.platform, "vaultUnlock");
    const get = await press(opened, { kind: "unlock" });
    await waitFor(() => expect(get).toHaveBeenCalledTimes(2));
    expect(unlock).toHaveBeenCalledExactlyOnceWith(null);
  });

  it("shows the lock screen where a passphrase is needed", async () => {
    const opened = await openGlobex();
    const { platform } = opened;
    const unlock = vi.spyOn(platform, "vaultUnlock");
    await fail(opened, { kind: "unlock" });
    const state = { kind: "locked", problem: told({ kind: "unlock" }), by: "passphrase" } as const;
    vi.spyOn(platform, "vaultState").mockResolvedValue({ state, custody: "passphrase" });
    await opened.user.click(await screen.findByTestId("remedy"));
    expect(await screen.findByLabelText("Passphrase")).toBeVisible();
    expect(unlock).not.toHaveBeenCalled();
  });

  it("offers a passphrase where there is no keyring and nothing stored", async () => {
    const opened = await openGlobex(openWhole);
    const { platform } = opened;
    const state = { kind: "absent", problem: told({ kind: "unlock" }) } as const;
    vi.spyOn(platform, "vaultState").mockResolvedValue({ state, custody: null });
    await press(opened, { kind: "unlock" });
    expect(await screen.findByTestId("passphrase-form")).toBeVisible();
  });
});

const end = () => within(screen.getByTestId("problem")).getByRole("status");

it("counts down, goes on after a look elsewhere, is heard at its end alone, and tries again when pressed", async () => {
  const { user, platform } = await openGlobex();
  const send = vi
    .spyOn(platform, "requestSend")
    .mockImplementation(() => refuse(told({ kind: "wait", seconds: 70 }))());
  await user.click(await tab("Requests"));
  const verb = await screen.findByTestId("send");
  vi.useFakeTimers({ shouldAdvanceTime: true, toFake: ["setInterval", "clearInterval", "Date"] });
  try {
    await user.click(verb);
    const button = await screen.findByTestId("remedy");
    // A busy machine takes seconds to come here.
    expect(button).toHaveTextContent(/^Try again in (70|[56]\d) s$/);
    expect(button).toBeDisabled();
    // Nothing that changes is in a region that is read out.
    expect(button.closest("[aria-live]")).toHaveAttribute("aria-live", "off");
    expect(button.closest("[role=alert], [role=status]")).toBeNull();
    await vi.advanceTimersByTimeAsync(30_000);
    await waitFor(() => expect(button).toHaveTextContent(/^Try again in (40|[23]\d) s$/));

    await user.click(await tab("History"));
    await user.click(await tab("Requests"));
    const again = await screen.findByTestId("remedy");
    expect(again).toHaveTextContent(/^Try again in (40|[23]\d) s$/);
    expect(end()).toBeEmptyDOMElement();
    await vi.advanceTimersByTimeAsync(40_000);
    await waitFor(() => expect(again).toHaveTextContent(/^Try again$/));
    expect(end()).toHaveTextContent("Try again now");
    await user.click(again);
    await waitFor(() => expect(send).toHaveBeenCalledTimes(2));
    expect(await screen.findByText(/^Try again in (70|[56]\d) s$/)).toBeVisible();
  } finally {
    vi.useRealTimers();
  }
});

it("says minutes where the wait is long", async () => {
  const { platform, user } = await openGlobex();
  vi.spyOn(platform, "requestSend").mockImplementation(refuse(told({ kind: "wait", seconds: 3600 })));
  await user.click(await tab("Requests"));
  await user.click(await screen.findByTestId("send"));
  expect(await screen.findByTestId("remedy")).toHaveTextContent(/^Try again in (1 h|59 min)$/);
});

/** Sends a request whose answer says this, and presses the button. */
async function pressInAnswer(opened: Opened, action: RemedyAction) {
  const { user, platform } = opened;
  const real = platform.requestSend.bind(platform);
  const send = vi
    .spyOn(platform, "requestSend")
    .mockImplementation(async (...sent) => ({ ...(await real(...sent)), problem: told(action) }));
  await user.click(await tab("Requests"));
  await user.click(await screen.findByTestId("send"));
  await user.click(await screen.findByTestId("remedy"));
  send.mockRestore();
}

const CORRECTIONS: Array<[string, RemedyAction, () => Promise<HTMLElement>]> = [
  ["the URL", { kind: "edit_request", part: "url" }, () => screen.findByTestId("url")],
  ["the headers", { kind: "edit_request", part: "headers" }, label("Header 1 name")],
  [
    "a header that is missing",
    { kind: "edit_request", part: "headers", header: { name: "x-sandbox-name", value: "dev" } },
    async () => (await screen.findAllByDisplayValue("dev"))[0] as HTMLElement,
  ],
  [
    "a header that is there with another value",
    { kind: "edit_request", part: "headers", header: { name: "X-Api-Key", value: "mine" } },
    async () => (await screen.findAllByDisplayValue("mine"))[0] as HTMLElement,
  ],
];

describe("a part of the request", () => {
  it.each(CORRECTIONS)("gets the keyboard: %s", async (_, action, find) => {
    const opened = await openGlobex();
    await pressInAnswer(opened, action);
    const target = await find();
    await waitFor(() => expect(target).toHaveFocus());
  });

  it("is the body, whose part is opened", async () => {
    const opened = await openGlobex();
    await pressInAnswer(opened, { kind: "edit_request", part: "body" });
    const editor = screen.getByTestId("request-editor");
    const part = () => within(editor).getByRole("tab", { name: /^Body/, selected: true });
    await waitFor(() => expect(part()).toBeVisible());
    await waitFor(() => expect(editor.querySelector("[data-part=body]")).toContainElement(focused()));
  });

  it("is set once, in the place of the one that is there", async () => {
    const opened = await openGlobex();
    const header = { name: "X-API-KEY", value: "mine" };
    await pressInAnswer(opened, { kind: "edit_request", part: "headers", header });
    await screen.findAllByDisplayValue("mine");
    const names = screen.getAllByLabelText(/^Header \d+ name$/).map((one) => (one as HTMLInputElement).value);
    expect(names.filter((name) => name.toLowerCase() === "x-api-key")).toHaveLength(1);
  });

  it("of an old exchange is opened as a request", async () => {
    const { user, platform, id } = await openGlobex();
    const { request } = await platform.requestGet("Places/List libraries", "catalogue");
    const sent = await platform.requestSend(newJob(), id, request, "unconfirmed", null, {});
    const header = { name: "x-sandbox-name", value: "dev" };
    const wrong = told({ kind: "edit_request", part: "headers", header });
    vi.spyOn(platform, "historyGet").mockResolvedValue({ ...sent, problem: wrong });
    await user.click(await tab("History"));
    await user.click(within(await screen.findByTestId("problem")).getByTestId("remedy"));
    await waitFor(() => expect(screen.getAllByDisplayValue("dev")[0]).toHaveFocus());
  });
});

function focused(): HTMLElement {
  return document.activeElement as HTMLElement;
}

describe("what only Adobe or an administrator can change", () => {
  it.each([
    ["open_console", "What to look for in the Developer Console"],
    ["ask_administrator", "What to ask for"],
  ] as const)("%s says it with the ids, to be copied", async (kind, title) => {
    const opened = await openGlobex(openWhole);
    const { user, platform, id } = opened;
    await press(opened, { kind });
    const dialog = await screen.findByRole("dialog", { name: title });
    const { summary } = await platform.profileGet(id);
    expect(within(dialog).getByText(REFUSED.message)).toBeVisible();
    expect(within(dialog).getByText(summary.client_id)).toBeVisible();
    await user.click(within(dialog).getByTestId("copy-message"));
    await toast(/Message copied/);
    const message = await navigator.clipboard.readText();
    expect(message).toContain(REFUSED.message);
    expect(message).toContain(`Client ID: ${summary.client_id}`);
    expect(message).toContain(`Organization ID: ${summary.org_id}`);
    await user.click(within(dialog).getByRole("button", { name: "Close" }));
    await waitFor(() => expect(screen.queryByTestId("ask-dialog")).toBeNull());
  });

  it("leads to what the token was granted, where there is one", async () => {
    const opened = await openGlobex(openWhole);
    const { user, platform, id } = opened;
    await press(opened, { kind: "ask_administrator" });
    await screen.findByTestId("ask-dialog");
    expect(screen.queryByTestId("ask-inspect")).toBeNull();
    await act(() => platform.tokenRenew(id));
    await user.click(await screen.findByTestId("ask-inspect"));
    expect(await screen.findByTestId("inspected-whose")).toHaveTextContent("A token of Globex · Platform.");
    await waitFor(() => expect(screen.queryByTestId("ask-dialog")).toBeNull());
  });

  it("names no ids of a profile that is gone", async () => {
    const opened = await openGlobex(openWhole);
    await press(opened, {
      kind: "ask_administrator",
      profile: { id: "0".repeat(32), title: "Gone" },
    });
    const dialog = await screen.findByTestId("ask-dialog");
    expect(within(dialog).queryByText("Client ID")).toBeNull();
  });
});

it("goes before another try where a list cannot be read, and that is there for want of one", async () => {
  const { platform, user } = await openGlobex(openWhole);
  const keys = vi.spyOn(platform, "keysList").mockImplementation(refuse(told({ kind: "unlock" })));
  await user.click(await screen.findByTestId("all-keys"));
  const unlocks = await screen.findByRole("button", { name: "Unlock and try again" });
  keys.mockImplementation(refuse(told()));
  await user.click(unlocks);
  const again = await screen.findByRole("button", { name: "Try again" });
  keys.mockRestore();
  await user.click(again);
  await waitFor(() => expect(screen.queryByTestId("problem")).toBeNull());
});

describe("no button", () => {
  it.each([
    ["a sentence alone", undefined],
    ["a part of a request where no request is", { kind: "edit_request", part: "url" }],
    [
      "a profile that is gone",
      { kind: "open_field", profile: { id: "0".repeat(32), title: "Gone" }, field: "name" },
    ],
  ] as Array<[string, RemedyAction | undefined]>)("for %s", async (_, action) => {
    expect((await fail(await openGlobex(), action)).button).toBeNull();
  });

  it("for an old exchange that had to wait", async () => {
    const { user, platform, id } = await openGlobex();
    const { request } = await platform.requestGet("Places/List libraries", "catalogue");
    const sent = await platform.requestSend(newJob(), id, request, "unconfirmed", null, {});
    const waits = told({ kind: "wait", seconds: 10 });
    vi.spyOn(platform, "historyGet").mockResolvedValue({ ...sent, problem: waits });
    await user.click(await tab("History"));
    expect(within(await screen.findByTestId("problem")).queryByTestId("remedy")).toBeNull();
  });
});

it("is there for what an answer says as well", async () => {
  const { user, platform, id } = await openGlobex();
  const real = platform.requestSend.bind(platform);
  const send = vi.spyOn(platform, "requestSend").mockImplementation(async (...sent) => ({
    ...(await real(...sent)),
    problem: told({ kind: "renew_token" }),
  }));
  const renew = vi.spyOn(platform, "tokenRenew");
  await user.click(await tab("Requests"));
  await user.click(await screen.findByTestId("send"));
  await user.click(await screen.findByRole("button", { name: "Renew the token and try again" }));
  await waitFor(() => expect(send).toHaveBeenCalledTimes(2));
  expect(renew).toHaveBeenCalledExactlyOnceWith(id);
});
