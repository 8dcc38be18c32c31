/*
 * The one button that mends a problem: made of what the engine says can be done about it, and of nothing else.
 */
import { useCallback } from "react";
import type { Problem } from "../bindings/Problem";
import type { ProfileId } from "../bindings/ProfileId";
import type { ProfileSummary } from "../bindings/ProfileSummary";
import type { RemedyAction } from "../bindings/RemedyAction";
import type { SecretOwner } from "../bindings/SecretOwner";
import type { VaultView } from "../bindings/VaultView";
import type { Goal } from "../features/profiles/goal";
import type { Seek } from "../features/requests/seek";
import { WAYS } from "../features/rotation/ways";
import { usePlatform, type Platform } from "../platform";
import type { Retry } from "../shared/remedies";
import type { RemedyButton } from "../shared/RemedyVerb";
import { attempt, tell } from "../shared/toast";
import type { DialogRequest } from "./place";
import { migrate } from "./migrate";
import { openRotations } from "./rotating";
import type { WindowState } from "./WindowState";
import { useProfiles, useVaultView, useWindowState } from "./useWindowState";
import { useVault } from "./useVault";

/** The dialog with the earlier versions of a profile's secrets. */
export function versions({ id, title }: { id: ProfileId; title: string }): DialogRequest {
  return { kind: "versions", owner: { kind: "profile", id }, title };
}

/** Leads to the part of the request that has to be corrected. */
export type Correct = (seek: Seek) => void;

/**
 * Makes the buttons for problems that are shown on the page of `profile`, null where that is none. `retry` does again
 * what failed; null where the person starts it once more anyway. `correct` is there where a request is.
 */
export function useRemedy(profile: ProfileId | null, correct: Correct | null = null) {
  const platform = usePlatform();
  const window = useWindowState();
  const profiles = useProfiles();
  const shown = useVaultView();
  const { look, unlock } = useVault();
  return useCallback(
    (problem: Problem, retry: Retry): RemedyButton | undefined => {
      const action = problem.remedy?.action;
      return (
        action &&
        buttonOf(action, {
          window,
          profiles,
          platform,
          vault: { look, unlock },
          shown,
          profile,
          retry,
          problem,
          correct,
        })
      );
    },
    [window, profiles, platform, look, unlock, shown, profile, correct],
  );
}

interface Around {
  window: WindowState;
  profiles: ProfileSummary[];
  platform: Platform;
  vault: Pick<ReturnType<typeof useVault>, "look" | "unlock">;
  /** What is known of the vault. */
  shown: VaultView | null;
  profile: ProfileId | null;
  retry: Retry;
  problem: Problem;
  correct: Correct | null;
}

function buttonOf(action: RemedyAction, around: Around): RemedyButton | undefined {
  const { window, profiles, retry } = around;
  switch (action.kind) {
    case "try_again":
      return retry ? { label: "Try again", run: retry } : undefined;
    case "wait":
      return retry ? { label: "Try again", wait: action.seconds, run: retry } : undefined;
    case "unlock":
      return { label: unlockLabel(around.shown, retry), run: () => attempt(unlocking(around)) };
    case "start_practice":
      return { label: "Start the local Adobe", run: () => attempt(startingPractice(around)) };
    case "restore_secret":
      return {
        label: "Earlier versions…",
        leads: true,
        run: () => window.show(earlier(profiles, action.owner, action.number)),
      };
    case "open_console":
      return asking("console", action, around);
    case "ask_administrator":
      return asking("administrator", action, around);
    case "edit_request":
      return correcting(action, around.correct);
    case "open_field":
    case "allow_host":
    case "set_variable":
    case "renew_token":
    case "sign_in":
    case "choose_key":
    case "migrate":
    case "rotate_secret":
      return ofProfile(action, around, action.profile?.id ?? around.profile);
  }
}

/** What has to be looked up or changed at Adobe, where the window cannot go itself. */
function asking(
  whom: "console" | "administrator",
  action: Extract<RemedyAction, { kind: "open_console" | "ask_administrator" }>,
  { window, profiles, profile: here, problem }: Around,
): RemedyButton {
  const id = action.profile?.id ?? here;
  const profile = profiles.some((one) => one.id === id) ? id : null;
  return {
    label: whom === "console" ? "What to look for in the Console…" : "What to ask for…",
    leads: true,
    run: () => window.show({ kind: "ask", whom, problem, profile }),
  };
}

const PARTS = { url: "Edit the URL", headers: "Edit the headers", body: "Edit the body" };

function correcting(
  { part, header }: Extract<RemedyAction, { kind: "edit_request" }>,
  correct: Correct | null,
): RemedyButton | undefined {
  if (!correct) return undefined;
  const label = header ? `Set the header ${header.name}` : PARTS[part];
  return { label, leads: true, run: () => correct({ part, header }) };
}

/** A keyring that is not there cannot be unlocked, only asked again, or a passphrase takes its place. */
function unlockLabel(vault: VaultView | null, retry: Retry): string {
  if (vault?.state.kind === "absent" && vault.custody === null) return "Use a passphrase instead…";
  if (vault?.state.kind === "absent") return "Ask the keyring again";
  return retry ? "Unlock and try again" : "Unlock";
}

type ProfileAction = Exclude<
  Extract<RemedyAction, { profile?: unknown }>,
  { kind: "open_console" | "ask_administrator" }
>;

/** Null and profiles that are gone have no page to lead to. */
function ofProfile(
  action: ProfileAction,
  { profiles, window, platform, retry }: Around,
  id: ProfileId | null,
): RemedyButton | undefined {
  if (id === null || !profiles.some((one) => one.id === id)) return undefined;
  const { select } = window;
  const settings = (label: string, goal: Goal) => ({
    label,
    leads: true,
    run: () => select(id, { tab: "settings", goal }),
  });
  const keys = { label: "Open Keys & certificates", leads: true, run: () => select(id, { tab: "keys" }) };
  switch (action.kind) {
    case "open_field":
      // The form has no field for a private key: it comes with a key pair.
      return action.field === "private_key"
        ? keys
        : settings("Open Settings", { kind: "field", field: action.field });
    case "allow_host":
      return settings("Add to allowed hosts…", { kind: "host", host: action.host });
    case "set_variable":
      return settings("Set the variable…", { kind: "variable", name: action.name });
    case "choose_key":
      return keys;
    case "migrate":
      return { label: "Leave JWT…", leads: true, run: () => migrate(window, id) };
    case "rotate_secret":
      return { label: WAYS[action.way], leads: true, run: () => openRotations(window, [id], action.way) };
    case "sign_in":
      // The card of the profile's token, which is on each of its pages, has the button and what there is to do meanwhile.
      return { label: "Sign in…", leads: true, run: () => select(id, { tab: "overview" }) };
    case "renew_token":
      return {
        label: retry ? "Renew the token and try again" : "Renew the token",
        run: () => attempt(renewing(platform, id, retry)),
      };
  }
}

function earlier(profiles: ProfileSummary[], owner: SecretOwner, number: number | undefined): DialogRequest {
  const title = profiles.find((one) => owner.kind === "profile" && one.id === owner.id)?.title;
  const unnamed = owner.kind === "key" ? "this key pair" : "this profile";
  return { kind: "versions", owner, title: title ?? unnamed, good: number };
}

async function startingPractice({ window, retry }: Around) {
  await window.startPractice();
  await retry?.();
}

async function renewing(platform: Platform, id: ProfileId, retry: Retry) {
  const token = await platform.tokenRenew(id);
  if (token.kind === "failed") throw token.problem;
  if (retry) await retry();
  else await tell("Token renewed");
}

/** The ways in are those of the lock screen and of the line above the page. */
async function unlocking({ window, vault: { look, unlock }, retry }: Around) {
  const { state, custody } = await look();
  if (state.kind === "locked" && state.by === "passphrase") return window.shut.set(true);
  if (state.kind === "absent" && custody === null) return window.show({ kind: "passphrase", change: "new" });
  await unlock(null);
  await retry?.();
}
