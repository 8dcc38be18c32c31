/*
 * Client secrets replaced at Adobe and here, for one profile or many. It goes on when one leaves, and where it stopped after a
 * restart.
 */
import { Button } from "@react-spectrum/s2/Button";
import { useMemo, useState } from "react";
import type { PlannedRotation } from "../bindings/PlannedRotation";
import type { Problem } from "../bindings/Problem";
import type { ProfileId } from "../bindings/ProfileId";
import { PlaceDialog } from "../features/rotation/PlaceDialog";
import { RotationAsk } from "../features/rotation/RotationAsk";
import { RotationChooser } from "../features/rotation/RotationChooser";
import { isGoing, type RotationState } from "../features/rotation/Rotations";
import { RotationSection } from "../features/rotation/RotationSection";
import { BackBar } from "../shared/BackBar";
import { Busy } from "../shared/Busy";
import { FreshDialog } from "../shared/FreshDialog";
import { ProblemNote } from "../shared/ProblemNote";
import { bar, pad, page, said } from "../shared/resultPage";
import { Scroll } from "../shared/Scroll";
import { count } from "../shared/size";
import { useStore } from "../shared/store";
import { attempt } from "../shared/toast";
import type { Place } from "./place";
import { useRemedy } from "./remedy";
import { useProfiles, useWindowState } from "./useWindowState";

export default function RotatePage({ back }: { back: Place }) {
  const { go, select, rotations } = useWindowState();
  const all = useProfiles();
  const state = useStore(rotations.state);
  const { profiles, plan: planning, outcomes, did, run } = state;
  const [isChoosing, setChoosing] = useState(false);
  const remedy = useRemedy(null);
  const isBusy = isGoing(state);
  const usable = useMemo(() => all.filter(({ grant }) => grant === "oauth_server_to_server"), [all]);
  // One that was deleted meanwhile has nothing to be rotated.
  const plan = useMemo(() => {
    const there = new Set(all.map(({ id }) => id));
    return planning.kind === "ready" ? planning.value.filter(({ profile }) => there.has(profile.id)) : [];
  }, [all, planning]);
  const chooses = isChoosing || (profiles.length === 0 && planning.kind !== "waiting");
  const ready = plan.filter((planned) => canRotate(planned, state)).map(({ profile }) => profile.id);
  const unused = plan.map(({ profile }) => profile.id).filter((id) => canDelete(id, state));
  return (
    <div className={page} data-testid="rotate-page">
      <BackBar onBack={() => go(back)} testId="rotate-back">
        Rotate client secrets
      </BackBar>
      <div className={pad}>
        <div className={bar}>
          <span className={said} role="status" data-testid="rotate-said">
            {chooses ? "" : saidOf(state)}
          </span>
          {isBusy ? (
            <Button
              size="S"
              variant="secondary"
              onPress={() => void attempt(rotations.stop())}
              data-testid="rotate-stop"
            >
              Stop
            </Button>
          ) : (
            !chooses && (
              <>
                {plan.length > 1 && ready.length > 0 && (
                  <Button
                    size="S"
                    variant="accent"
                    onPress={() => rotations.ask({ way: "go_on", profiles: ready })}
                    data-testid="rotate-all"
                  >
                    {`Rotate ${count(ready.length, "secret")}…`}
                  </Button>
                )}
                {plan.length > 1 && unused.length > 0 && (
                  <Button
                    size="S"
                    variant="secondary"
                    onPress={() => rotations.ask({ way: "delete_old", profiles: unused })}
                    data-testid="rotate-delete-all"
                  >
                    {`Delete ${count(unused.length, "unused old secret")}…`}
                  </Button>
                )}
                <Button
                  size="S"
                  variant="secondary"
                  isDisabled={plan.length === 0}
                  onPress={() => void rotations.carryOut({ kind: "look" }, lookable(plan))}
                  data-testid="rotate-look"
                >
                  {plan.some(({ profile }) => outcomes[profile.id]) ? "Look again" : "See what Adobe has"}
                </Button>
                <Button
                  size="S"
                  variant="secondary"
                  fillStyle="outline"
                  onPress={() => setChoosing(true)}
                  data-testid="rotate-choose"
                >
                  Choose profiles…
                </Button>
              </>
            )
          )}
        </div>
        {run?.problem && (
          <ProblemNote
            problem={run.problem}
            remedy={remedy(run.problem, () => rotations.carryOut(run.deed, run.profiles))}
          />
        )}
        {planning.kind === "failed" && (
          <ProblemNote problem={planning.problem} remedy={remedy(planning.problem, rotations.plan)} />
        )}
        {planning.kind === "waiting" && <Busy sentence="Looking what has to be done…" />}
        {chooses ? (
          <RotationChooser
            profiles={usable}
            chosen={profiles}
            onChoose={(chosen) => {
              setChoosing(false);
              rotations.choose(chosen);
            }}
          />
        ) : (
          <Scroll label="Profiles">
            {plan.map((planned) => {
              const { id } = planned.profile;
              return (
                <RotationSection
                  key={id}
                  planned={planned}
                  outcome={outcomes[id]}
                  did={isBusy ? did[id] : undefined}
                  isBusy={isBusy}
                  onOpen={(one) => select(one)}
                  onWay={(way) => rotations.come([id], way)}
                  onDelete={({ uuid }) => rotations.ask({ way: "delete_named", profiles: [id], uuid })}
                  Problem={SectionProblem}
                />
              );
            })}
          </Scroll>
        )}
        <Asking state={state} plan={plan} />
      </div>
    </div>
  );
}

/** What is asked before something is done, and what has to be typed. */
function Asking({ state, plan }: { state: RotationState; plan: PlannedRotation[] }) {
  const { rotations } = useWindowState();
  const { asking } = state;
  const dismiss = () => rotations.ask(null);
  const named = plan.find(({ profile }) => profile.id === asking?.profiles[0]);
  return (
    <FreshDialog onDismiss={dismiss}>
      {asking?.way === "give_place" && named && (
        <PlaceDialog
          title={named.profile.title}
          onSave={(address) => rotations.setPlace(named.profile.id, address)}
          onDismiss={dismiss}
        />
      )}
      {asking && asking.way !== "give_place" && (
        <RotationAsk
          question={{ ...asking, way: asking.way }}
          plan={plan}
          outcomes={state.outcomes}
          isBusy={isGoing(state)}
          onDo={(deed) => void rotations.carryOut(deed, asking.profiles)}
          onDismiss={dismiss}
        />
      )}
    </FreshDialog>
  );
}

/** A problem of one profile: its button is about that profile, and what can be done again is a look. */
function SectionProblem({ profile, problem }: { profile: ProfileId; problem: Problem }) {
  const remedy = useRemedy(profile);
  const { rotations } = useWindowState();
  const button = remedy(problem, () => rotations.carryOut({ kind: "look" }, [profile]));
  return <ProblemNote problem={problem} remedy={button} />;
}

/** Whether the next step is one that adds or uses the new secret. */
function canRotate({ profile, obstacle }: PlannedRotation, { outcomes }: RotationState): boolean {
  const rotation = outcomes[profile.id]?.rotation;
  if (obstacle) return false;
  return !rotation || rotation.next === "go_on" || rotation.step === "not_begun";
}

/** Whether the old secret is there, and nobody has used it since. */
function canDelete(id: ProfileId, { outcomes }: RotationState): boolean {
  const rotation = outcomes[id]?.rotation;
  return rotation?.next === "delete_old" && rotation.old_used_since === false;
}

/** Those of which Adobe can be asked. */
const lookable = (plan: PlannedRotation[]) =>
  plan.filter(({ obstacle }) => obstacle === null).map(({ profile }) => profile.id);

/** All of it in a sentence. */
function saidOf({ run, profiles }: RotationState): string {
  if (!run) return profiles.length > 0 ? `${count(profiles.length, "profile")} chosen.` : "";
  const { done, of } = run.progress;
  // Who only looked has nothing done.
  const many = `${done.toLocaleString("en")} of ${count(of, "profile")} ${run.deed.kind === "look" ? "looked at" : "done"}`;
  if (!run.isOver) return `Asking Adobe: ${many}…`;
  if (run.problem) return "";
  const left = run.notBegun.toLocaleString("en");
  return run.notBegun > 0 ? `${many}. ${left} not begun, because it was stopped.` : `${many}.`;
}
