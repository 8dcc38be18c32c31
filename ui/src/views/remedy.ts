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
import { usePlatform, type Platform } from "../platform";
import type { Retry } from "../shared/remedies";
import type { RemedyButton } from "../shared/RemedyVerb";
import { attempt, tell } from "../shared/toast";
import type { DialogRequest } from "./place";
import type { WindowState } from "./WindowState";
import { useProfiles, useVaultView, useWindowState } from "./useWindowState";
import { useVault } from "./useVault";

/** The dialog with the earlier versions of a profile's secrets. */
export function versions({ id, title }: { id: ProfileId; title: string }): DialogRequest {
  return { kind: "versions", owner: { kind: "profile", id }, title };
}

/**
 * Makes the buttons for problems that are shown on the page of `profile`, null where that is none. `retry` does again
 * what failed; null where the person starts it once more anyway.
 */
export function useRemedy(profile: ProfileId | null) {
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
        buttonOf(action, { window, profiles, platform, vault: { look, unlock }, shown, profile, retry })
      );
    },
    [window, profiles, platform, look, unlock, shown, profile],
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
      // The window has no way to open a page in the person's browser.
      return undefined;
    case "open_field":
    case "allow_host":
    case "set_variable":
    case "renew_token":
    case "choose_key":
    case "switch_grant":
      return ofProfile(action, around, action.profile?.id ?? around.profile);
  }
}

/** A keyring that is not there cannot be unlocked, only asked again, or a passphrase takes its place. */
function unlockLabel(vault: VaultView | null, retry: Retry): string {
  if (vault?.state.kind === "absent" && vault.custody === null) return "Use a passphrase instead…";
  if (vault?.state.kind === "absent") return "Ask the keyring again";
  return retry ? "Unlock and try again" : "Unlock";
}

type ProfileAction = Extract<RemedyAction, { profile?: unknown }>;

/** Null and profiles that are gone have no page to lead to. */
function ofProfile(
  action: ProfileAction,
  { profiles, window: { select }, platform, retry }: Around,
  id: ProfileId | null,
): RemedyButton | undefined {
  if (id === null || !profiles.some((one) => one.id === id)) return undefined;
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
    case "switch_grant":
      return settings("Change the credential type…", { kind: "grant", grant: action.grant });
    case "choose_key":
      return keys;
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
