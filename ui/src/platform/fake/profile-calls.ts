/*
 * The fake's commands on profiles: read, check, make, change, delete and bring back.
 */
import type { Calls } from "../../bindings/Calls";
import type { Event } from "../../bindings/Event";
import type { ProfileView } from "../../bindings/ProfileView";
import { refuse } from "./fixtures";
import { checkDraft, refuseDraft } from "./profiles";
import { named } from "./requests";
import { nextId, type FakeProfile, type World } from "./world";

interface Parts {
  world: World;
  /** Answers after the fake's delay, with a copy. */
  call: <T>(work: () => T) => Promise<T>;
  find: (id: string) => FakeProfile;
  show: (profile: FakeProfile) => ProfileView;
  changed: (profile: FakeProfile) => ProfileView;
  /** Refuses when the vault is closed. */
  open: () => void;
  emit: (event: Event) => void;
}

type ProfileCalls = Pick<
  Calls,
  | "profileGet"
  | "profileCheck"
  | "profileCreate"
  | "profileUpdate"
  | "profileDuplicate"
  | "profileDelete"
  | "profileRestore"
>;

export function profileCalls({ world, call, find, show, changed, open, emit }: Parts): ProfileCalls {
  return {
    profileGet: ({ id }) => call(() => show(find(id))),
    profileCheck: ({ draft }) => call(() => checkDraft(draft)),
    profileCreate: ({ draft, clientSecret: secret, secondClientSecret: second }) =>
      call(() => {
        refuseDraft(draft);
        if (secret || second) open();
        const at = Date.now();
        const made: FakeProfile = {
          id: nextId(),
          draft,
          secret,
          second,
          token: { kind: "none" },
          revision: 0,
          createdAt: at,
          updatedAt: at,
        };
        world.profiles.push(made);
        return changed(made);
      }),
    profileUpdate: ({ id, revision, draft, clientSecret: secret, secondClientSecret: second }) =>
      call(() => {
        const profile = find(id);
        refuseDraft(draft);
        if (String(profile.revision) !== revision) {
          refuse("profile_conflict", { ...named(profile), fields: "Name" });
        }
        profile.draft = draft;
        if (secret !== null) profile.secret = secret;
        if (second !== null) profile.second = second;
        return changed(profile);
      }),
    profileDuplicate: ({ id }) =>
      call(() => {
        const from = find(id);
        const copy: FakeProfile = {
          ...structuredClone(from),
          id: nextId(),
          token: { kind: "none" },
          draft: { ...structuredClone(from.draft), name: `${from.draft.name} copy` },
        };
        world.profiles.push(copy);
        return changed(copy);
      }),
    profileDelete: ({ id }) =>
      call(() => {
        world.trash.push(find(id));
        world.profiles = world.profiles.filter((one) => one.id !== id);
        emit({ kind: "profiles_changed" });
      }),
    profileRestore: ({ id }) =>
      call(() => {
        const back = world.trash.find((one) => one.id === id) ?? refuse("no_such_profile", { id });
        world.profiles.push(back);
        return changed(back);
      }),
  };
}
