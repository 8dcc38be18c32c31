/*
 * The fake's profiles that leave JWT: what is known, a try, and the steps. What a try finds is what was recorded.
 */
import type { Calls } from "../../bindings/Calls";
import type { Event } from "../../bindings/Event";
import type { MigrationView } from "../../bindings/MigrationView";
import type { ProfileId } from "../../bindings/ProfileId";
import type { ProfileView } from "../../bindings/ProfileView";
import type { TrialOutcome } from "../../bindings/TrialOutcome";
import type { TrialWish } from "../../bindings/TrialWish";
import { fill, recorded, refuse } from "./fixtures";
import { named, title } from "./requests";
import { DAY, nextId, underWay, type FakeProfile, type Jobs, type World } from "./world";

type MigrationCalls = Pick<Calls, Extract<keyof Calls, `migration${string}`> | "consoleOpen">;

interface Parts {
  world: World;
  call: <T>(work: () => T) => Promise<T>;
  find: (id: string) => FakeProfile;
  changed: (profile: FakeProfile) => ProfileView;
  open: () => void;
  emit: (event: Event) => void;
  jobs: Jobs;
  tokenFails: boolean;
}

interface Way {
  trial: ProfileId;
  isOurs: boolean;
  before: FakeProfile["draft"];
  outcome: TrialOutcome | null;
}

const isJwt = ({ draft }: FakeProfile) => draft.grant === "jwt";

export function migrationCalls(parts: Parts): MigrationCalls {
  const { world, call, find, changed, open, emit, jobs, tokenFails } = parts;
  const ways = new Map<ProfileId, Way>();
  const wayOf = (profile: FakeProfile) =>
    ways.get(profile.id) ?? refuse("migration_not_begun", named(profile));
  const sibling = ({ id, draft }: FakeProfile) =>
    world.profiles.find(
      (one) =>
        one.id !== id &&
        one.draft.client_id === draft.client_id &&
        one.draft.grant === "oauth_server_to_server",
    );

  const status = (profile: FakeProfile): MigrationView => {
    const { not_begun, trying, switched, done, aem } = recorded.migrations;
    const way = ways.get(profile.id);
    if (!way && isJwt(profile) && profile.draft.scopes.includes("ent_aem")) return fill(aem, named(profile));
    const said = way ? (isJwt(profile) ? trying : switched) : isJwt(profile) ? not_begun : done;
    const beside = isJwt(profile) ? sibling(profile) : undefined;
    const now = Date.now();
    return {
      ...fill(said, named(profile)),
      trial: way ? { id: way.trial, title: title(find(way.trial)) } : null,
      is_own_trial: way?.isOurs ?? false,
      needs: !isJwt(profile) ? "nothing" : !beside ? "credential" : way?.isOurs ? "correction" : "nothing",
      scopes: beside?.draft.scopes ?? said.scopes,
      last_jwt_at: said.last_jwt_at === null ? null : now,
      console_allows_from: said.console_allows_from === null ? null : now + DAY,
      outcome: way?.outcome ?? null,
    };
  };

  const begin = (profile: FakeProfile, { scopes }: TrialWish, secret: string | null): Way => {
    const known = ways.get(profile.id);
    const beside = sibling(profile);
    if (!beside && (secret === null || scopes.trim() === "")) {
      return refuse("migration_credential_missing", named(profile));
    }
    open();
    const way = known ?? { trial: "", isOurs: !beside, before: profile.draft, outcome: null };
    const draft = { ...profile.draft, name: `${profile.draft.name} (OAuth)`, key: null };
    const trial: FakeProfile = beside ?? {
      ...profile,
      id: nextId(),
      draft: { ...draft, grant: "oauth_server_to_server", scopes },
      token: { kind: "none" },
    };
    if (!beside) world.profiles.push(trial);
    if (way.isOurs && scopes.trim() !== "") trial.draft = { ...trial.draft, scopes };
    if (way.isOurs && secret !== null) trial.secret = secret;
    way.trial = trial.id;
    ways.set(profile.id, way);
    changed(trial);
    if (tokenFails) refuse("wrong_secret", named(trial));
    return way;
  };

  const end = ({ id }: FakeProfile) => {
    const way = ways.get(id);
    if (way?.isOurs) world.profiles.splice(world.profiles.indexOf(find(way.trial)), 1);
    ways.delete(id);
    emit({ kind: "profiles_changed" });
  };

  return {
    migrationsList: () => call(() => [...ways.keys()]),
    migrationStatus: ({ id }) => call(() => status(find(id))),
    migrationTry: async ({ job, id, wish, clientSecret, progress }) => {
      const profile = find(id);
      const way = await call(() => begin(profile, wish, clientSecret)).then(() => wayOf(profile));
      const { comparison } =
        profile.draft.key === null ? recorded.migrations.over : recorded.migrations.tried;
      const of = comparison.requests.length;
      const how = await underWay(jobs, emit, job, "migration", (over) => {
        progress({ done: 0, of });
        setTimeout(() => {
          progress({ done: of, of });
          over("over");
        }, 1);
      });
      if (how === "stopped") refuse("migration_stopped");
      const same = comparison.requests.filter((one) => one.is_same).length;
      const differ = of - same;
      way.outcome = { at: Date.now(), claims: comparison.claims.length, same, differ, not_compared: 0 };
      return { migration: status(profile), comparison: fill(comparison, named(profile)) };
    },
    migrationSwitch: ({ id }) =>
      call(() => {
        const profile = find(id);
        const trial = find(wayOf(profile).trial);
        const { name } = profile.draft;
        profile.draft = { ...trial.draft, name };
        profile.secret = trial.secret;
        changed(profile);
        return status(profile);
      }),
    migrationUndo: ({ id }) =>
      call(() => {
        const profile = find(id);
        const { before } = wayOf(profile);
        if (isJwt(profile)) end(profile);
        else {
          profile.draft = before;
          changed(profile);
        }
        return status(profile);
      }),
    migrationRetire: ({ id }) =>
      call(() => {
        const profile = find(id);
        wayOf(profile);
        end(profile);
        return status(profile);
      }),
    consoleOpen: () => call(() => undefined),
  };
}
