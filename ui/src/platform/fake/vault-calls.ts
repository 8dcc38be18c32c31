/*
 * The fake's vault: its four states, who keeps its key, and the earlier states of what is in it.
 */
import type { Event } from "../../bindings/Event";
import type { GenerationView } from "../../bindings/GenerationView";
import type { SecretOwner } from "../../bindings/SecretOwner";
import type { VaultState } from "../../bindings/VaultState";
import type { VaultView } from "../../bindings/VaultView";
import type { Calls } from "../../bindings/Calls";
import { problem, recorded, refuse } from "./fixtures";
import { DAY, type FakeOptions, type World } from "./world";

/** What opens the fake's vault where a passphrase keeps it. */
export const PASSPHRASE = "correct horse battery staple";

const CLOSED = {
  locked: problem("keyring_locked"),
  absent: problem("keyring_absent"),
  denied: problem("keyring_denied"),
};

function firstState(options: FakeOptions): VaultView {
  const kind = options.vault ?? "open";
  if (kind === "open") {
    const excess = options.excessMemory;
    const view: VaultView = { state: { kind: "open" }, custody: options.custody ?? "keyring" };
    return excess === undefined ? view : { ...view, excess_memory_mib: excess };
  }
  if (kind === "passphrase") {
    return {
      state: { kind: "locked", problem: problem("passphrase_needed"), by: "passphrase" },
      custody: "passphrase",
    };
  }
  const why = CLOSED[kind];
  const state: VaultState =
    kind === "locked"
      ? { kind, problem: why, by: "keyring" }
      : kind === "absent"
        ? { kind, problem: why }
        : { kind, problem: why };
  // Absent is a machine without a keyring where nothing was stored yet.
  return { state, custody: kind === "absent" ? null : "keyring" };
}

export interface FakeVault {
  /** Refuses when the vault is closed. */
  open: () => void;
  /** What somebody's idle minutes or another window would do. */
  lock: () => void;
  calls: Pick<
    Calls,
    | "vaultState"
    | "vaultUnlock"
    | "vaultLock"
    | "vaultUsePassphrase"
    | "vaultChangePassphrase"
    | "vaultUseKeyring"
    | "secretGenerations"
    | "secretRestore"
    | "activity"
  >;
}

interface Parts {
  options: FakeOptions;
  world: World;
  call: <T>(work: () => T) => Promise<T>;
  emit: (event: Event) => void;
  now: number;
}

export function fakeVault({ options, world, call, emit, now }: Parts): FakeVault {
  let view = firstState(options);
  let passphrase = PASSPHRASE;
  const kept = new Map<string, GenerationView[]>();
  const change = (next: Partial<VaultView>) => {
    view = { ...view, ...next };
    emit({ kind: "vault_changed" });
    return view;
  };
  const open = () => {
    if ("problem" in view.state) throw view.state.problem;
  };
  const generationsOf = ({ kind, id }: SecretOwner) => {
    const key = `${kind} ${id}`;
    const made = kept.get(key) ?? [
      { number: 3, replaced_at: now - 2 * DAY, readable: true },
      { number: 2, replaced_at: now - 40 * DAY, readable: true },
      { number: 1, replaced_at: now - 200 * DAY, readable: false },
    ];
    kept.set(key, made);
    return made;
  };
  const lock = () =>
    change({
      state: {
        kind: "locked",
        problem: view.custody === "passphrase" ? recorded.lockedByPassphrase : problem("locked_by_person"),
        by: view.custody === "passphrase" ? "passphrase" : "keyring",
      },
    });
  return {
    open,
    lock,
    calls: {
      vaultState: () => call(() => view),
      vaultUnlock: ({ passphrase: typed }) =>
        call(() => {
          const { state } = view;
          if (state.kind === "absent" || state.kind === "denied") throw state.problem;
          if (state.kind === "locked" && state.by === "passphrase" && typed !== passphrase)
            refuse("wrong_passphrase");
          // A keyring that was locked at the start stays so, however often it is asked.
          if (state.kind === "locked" && state.problem === CLOSED.locked) throw state.problem;
          return change({ state: { kind: "open" } });
        }),
      vaultLock: () => call(() => void lock()),
      vaultUsePassphrase: ({ passphrase: chosen }) =>
        call(() => {
          if (!chosen) refuse("passphrase_empty");
          if (view.state.kind !== "absent") open();
          passphrase = chosen;
          return change({ state: { kind: "open" }, custody: "passphrase" });
        }),
      vaultChangePassphrase: ({ current, passphrase: chosen }) =>
        call(() => {
          if (current !== passphrase) refuse("wrong_passphrase");
          passphrase = chosen;
          const { state, custody } = view;
          view = { state, custody };
          return change({});
        }),
      vaultUseKeyring: () =>
        call(() => {
          open();
          return change({ custody: "keyring" });
        }),
      secretGenerations: ({ owner }) =>
        call(() => (options.generations === false ? [] : generationsOf(owner))),
      secretRestore: ({ owner, number }) =>
        call(() => {
          open();
          const all = generationsOf(owner);
          const newest = Math.max(...all.map((one) => one.number));
          all.unshift({ number: newest + 1, replaced_at: Date.now(), readable: true });
          const profile = world.profiles.find((one) => one.id === owner.id);
          if (profile) profile.secret = `p8e-made-up-secret-number-${number}`;
        }),
      activity: () => call(() => undefined),
    },
  };
}
