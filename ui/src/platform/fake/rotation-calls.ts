/*
 * The fake's rotations of client secrets: where each stands is one of the outcomes that the real engine gave.
 */
import type { Calls } from "../../bindings/Calls";
import type { Event } from "../../bindings/Event";
import type { PlannedRotation } from "../../bindings/PlannedRotation";
import type { ProfileId } from "../../bindings/ProfileId";
import type { RotationDeed } from "../../bindings/RotationDeed";
import type { RotationOutcome } from "../../bindings/RotationOutcome";
import type { RotationProgress } from "../../bindings/RotationProgress";
import { fill, recorded, refuse } from "./fixtures";
import { named } from "./requests";
import { DAY, underWay, type FakeOptions, type FakeProfile, type Jobs, type World } from "./world";

type RotationCalls = Pick<Calls, Extract<keyof Calls, `rotation${string}`>>;

interface Parts {
  options: FakeOptions;
  world: World;
  call: <T>(work: () => T) => Promise<T>;
  find: (id: string) => FakeProfile;
  open: () => void;
  emit: (event: Event) => void;
  jobs: Jobs;
}

/** How Adobe and the vault stand. */
type Stand = "not_begun" | "two_secrets" | "watching" | "used";

const STEPS: RotationProgress[] = ["added", "stored", "tried", "put_first"];
const UUIDS = {
  "secret 1": "11f0aaaabbbbccccddddeeeeffff0001",
  "secret 2": "11f0aaaabbbbccccddddeeeeffff0002",
  "secret 3": "11f0aaaabbbbccccddddeeeeffff0003",
  "secret 4": "11f0aaaabbbbccccddddeeeeffff0004",
};

export function rotationCalls({ options, world, call, find, open, emit, jobs }: Parts): RotationCalls {
  const { rotations } = recorded;
  const stands = new Map<ProfileId, Stand>();
  const placed = new Set<ProfileId>();
  const begin = options.rotation ?? "not_begun";
  const standOf = (id: ProfileId): Stand => stands.get(id) ?? (begin === "unplaced" ? "not_begun" : begin);
  const isPlaced = (id: ProfileId) => begin !== "unplaced" || placed.has(id);
  const isUnderWay = (id: ProfileId) => ["watching", "used"].includes(standOf(id));

  const planned = (profile: FakeProfile): PlannedRotation => {
    const { id, draft } = profile;
    const plan = isUnderWay(id)
      ? rotations.plan_under_way
      : isPlaced(id)
        ? rotations.plan_ready
        : rotations.plan_without_place;
    const begun = plan.begun_at === null ? null : Date.now() - DAY;
    return { ...fill(plan, words(profile)), production: draft.risk === "production", begun_at: begun };
  };

  /** What the engine said where it went from there by this, and where it stands behind that. */
  const came = (stand: Stand, deed: RotationDeed): [RotationOutcome, Stand] => {
    switch (deed.kind) {
      case "look":
        return [rotations[stand], stand];
      case "go_on":
        if (stand === "two_secrets") return [rotations.two_secrets_refused, stand];
        return stand === "not_begun" ? [rotations.watching, "watching"] : [rotations[stand], stand];
      case "delete_old":
        return stand === "used" && deed.still_used === "kept"
          ? [rotations.still_used, stand]
          : [rotations.done, "not_begun"];
      case "delete_named":
        return [rotations.not_begun, "not_begun"];
      case "abandon":
        return [rotations.abandoned, "not_begun"];
    }
  };

  const outcome = (profile: FakeProfile, deed: RotationDeed): RotationOutcome => {
    const [said, stand] = isPlaced(profile.id)
      ? came(standOf(profile.id), deed)
      : [
          { profile: rotations.done.profile, error: rotations.plan_without_place.obstacle },
          standOf(profile.id),
        ];
    stands.set(profile.id, stand);
    return dated(fill(said as RotationOutcome, words(profile)));
  };

  return {
    rotationPlan: ({ ids }) => call(() => ids.map(find).map(planned)),
    rotationUnderWay: () => call(() => world.profiles.map(({ id }) => id).filter(isUnderWay)),
    rotationSetPlace: ({ id, address }) =>
      call(() => {
        if (!address.includes("/credentials/")) refuse("no_console_address");
        placed.add(id);
      }),
    rotationCarryOut: async ({ job, wish, progress }) => {
      open();
      const left = wish.profiles.map(find);
      const done: RotationOutcome[] = [];
      let timer: ReturnType<typeof setInterval> | undefined;
      await underWay(jobs, emit, job, "rotation", (end) => {
        timer = setInterval(() => {
          if (options.stalls) return;
          const next = left.shift();
          if (next) {
            const adds = wish.deed.kind === "go_on" && standOf(next.id) === "not_begun";
            for (const what of adds ? STEPS : []) progress({ kind: "did", profile: next.id, what });
            const came_of = outcome(next, wish.deed);
            done.push(came_of);
            progress({ kind: "ended", outcome: came_of });
          }
          if (left.length === 0) end("over");
        }, 1);
      });
      clearInterval(timer);
      return { profiles: done, not_begun: left.length };
    },
  };
}

const words = (profile: FakeProfile) => ({
  ...named(profile),
  client_id: profile.draft.client_id,
  ...UUIDS,
});

/** Times are recorded as nothing. */
function dated(outcome: RotationOutcome): RotationOutcome {
  const { rotation } = outcome;
  if (!rotation) return outcome;
  const secrets = rotation.secrets.map((secret, n) => ({
    ...secret,
    created_at: secret.created_at === null ? null : Date.now() - (2 - n) * 30 * DAY,
    last_used_at: secret.last_used_at === null ? null : Date.now() - DAY / 24,
  }));
  return { ...outcome, rotation: { ...rotation, secrets } };
}
