/*
 * The words of a rotation: its steps, what each thing that was done means, which secret is which, and what its buttons say.
 */
import type { RotationProgress } from "../../bindings/RotationProgress";
import type { RotationStep } from "../../bindings/RotationStep";
import type { RotationWay } from "../../bindings/RotationWay";
import type { SecretRole } from "../../bindings/SecretRole";

/** The buttons. Those that ask first, or lead to a dialog, end with dots. */
export const WAYS: Record<RotationWay, string> = {
  go_on: "Rotate the secret…",
  give_place: "Enter the address…",
  replace_lost: "Replace the lost secret…",
  delete_old: "Delete the old secret…",
  delete_old_though_used: "Delete it although it is used…",
  delete_named: "Choose which to delete…",
  abandon: "Give up…",
};

/** In their order. */
export const STEPS = [
  { name: "Add", does: "Adobe adds a new client secret." },
  { name: "Store", does: "Mudbrick stores it in the vault." },
  { name: "Try", does: "Mudbrick gets a token with it." },
  { name: "Switch", does: "Mudbrick uses it from now on." },
  { name: "Wait", does: "Colleagues get the new one, until nobody uses the old one." },
  { name: "Delete", does: "Adobe and Mudbrick delete the old one." },
] as const;

/** How many of the steps are done; null where what Adobe has is not from this rotation. */
export const DONE: Record<RotationStep, number | null> = {
  not_begun: 0,
  begun: 0,
  lost: 1,
  unaccounted: null,
  stored: 2,
  watching: 4,
  old_deleted: 5,
  new_deleted: null,
  done: 6,
};

/** What is told while it goes on. */
export const DID: Record<RotationProgress, string> = {
  vault_written: "The vault can be written.",
  journal_written: "It is noted how far this is.",
  added: "Adobe added a secret.",
  stored: "The new secret is in the vault.",
  tried: "A token came with the secret.",
  put_first: "The secret is used from now on.",
  deleted: "Adobe deleted a secret.",
  forgotten: "A secret was removed from the vault.",
  ended: "The rotation is over.",
};

export const ROLES: Record<SecretRole, string> = {
  new: "New",
  old: "Old",
  lost: "New, its value was lost",
  first: "Used by the profile",
  second: "The profile’s second",
  unknown: "Not known which",
};

/** Where a rotation can be given up. */
const BEGUN: ReadonlySet<RotationStep> = new Set([
  "begun",
  "lost",
  "unaccounted",
  "stored",
  "watching",
  "new_deleted",
]);
export const canGiveUp = (step: RotationStep) => BEGUN.has(step);
