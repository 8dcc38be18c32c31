/*
 * A profile leaves JWT: what is known, OAuth tried beside it, what differs, and the steps that a person decides.
 */
import { Button } from "@react-spectrum/s2/Button";
import { useCallback, useEffect, useState } from "react";
import type { MigrationView } from "../bindings/MigrationView";
import type { ProfileId } from "../bindings/ProfileId";
import type { ProfileSummary } from "../bindings/ProfileSummary";
import { ConfirmStep, type Step } from "../features/migration/ConfirmStep";
import { Known } from "../features/migration/Known";
import { goesOn, saidOfTrial } from "../features/migration/migrations";
import { saidOf } from "../features/migration/said";
import { TrialForm } from "../features/migration/TrialForm";
import { usePlatform, type Platform } from "../platform";
import { useLoad, useTask } from "../shared/async";
import { BackBar } from "../shared/BackBar";
import { Busy } from "../shared/Busy";
import { Empty } from "../shared/Empty";
import { Name } from "../shared/Name";
import { ProblemNote } from "../shared/ProblemNote";
import { bar, pad, page, said } from "../shared/resultPage";
import { Scroll } from "../shared/Scroll";
import { useStore } from "../shared/store";
import { attempt, tell } from "../shared/toast";
import { MigrateResults } from "./MigrateResults";
import type { Place } from "./place";
import { useRemedy } from "./remedy";
import { useProfiles, useWindowState } from "./useWindowState";

interface MigratePageProps {
  id: ProfileId;
  back: Place;
}

export default function MigratePage({ id, back }: MigratePageProps) {
  const { go } = useWindowState();
  const profile = useProfiles().find((one) => one.id === id);
  if (!profile)
    return <Empty title="This profile is gone">It was deleted elsewhere. Choose another one.</Empty>;
  return (
    <div className={page} data-testid="migrate-page">
      <BackBar onBack={() => go(back)} testId="migrate-back">
        Leave JWT: <Name text={profile.title} />
      </BackBar>
      <Migration profile={profile} back={back} />
    </div>
  );
}

function Migration({ profile, back }: { profile: ProfileSummary; back: Place }) {
  const { id, grant } = profile;
  const platform = usePlatform();
  const { migrations } = useWindowState();
  const isUnderWay = useStore(migrations.underWay).has(id);
  const { state, reload, set } = useLoad(useCallback(() => platform.migrationStatus(id), [platform, id]));
  // The command line may have gone a step meanwhile.
  const which = `${grant} ${isUnderWay}`;
  useEffect(() => {
    if (which) void reload();
  }, [which, reload]);
  const remedy = useRemedy(id);
  if (state.kind === "waiting") {
    return (
      <div className={pad}>
        <Busy sentence="Looking up what is known…" />
      </div>
    );
  }
  if (state.kind === "failed") {
    return (
      <div className={pad}>
        <ProblemNote problem={state.problem} remedy={remedy(state.problem, reload)} retry={reload} />
      </div>
    );
  }
  return state.kind === "ready" && <Steps profile={profile} back={back} view={state.value} onView={set} />;
}

interface StepsProps {
  profile: ProfileSummary;
  back: Place;
  view: MigrationView;
  onView: (view: MigrationView) => void;
}

const CALLS: Record<Step, (platform: Platform, id: ProfileId) => Promise<MigrationView>> = {
  switch: (platform, id) => platform.migrationSwitch(id),
  back: (platform, id) => platform.migrationUndo(id),
  give_up: (platform, id) => platform.migrationUndo(id),
  retire: (platform, id) => platform.migrationRetire(id),
};
const DONE: Record<Step, string> = {
  switch: "now uses OAuth",
  back: "signs with JWT again",
  give_up: "signs with JWT as before",
  retire: "has left JWT",
};

function Steps({ profile, back, view, onView }: StepsProps) {
  const { id } = profile;
  const platform = usePlatform();
  const { migrations } = useWindowState();
  const trial = useStore(migrations.trials).get(id);
  const [asking, setAsking] = useState<Step | null>(null);
  const going = useTask<void>();
  const remedy = useRemedy(id);
  const isTrying = trial !== undefined && goesOn(trial);
  const isBusy = isTrying || going.state.kind === "waiting";

  const take = (step: Step) =>
    void going.run(async () => {
      const after = await CALLS[step](platform, id);
      if (step === "give_up" || step === "retire") migrations.forget(id);
      onView(after);
      await migrations.look();
      tell(`${profile.title} ${DONE[step]}`);
    });
  const verb = (step: Step, label: string, variant: "accent" | "secondary" | "negative") => (
    <Button
      size="S"
      variant={variant}
      isDisabled={isBusy}
      onPress={() => setAsking(step)}
      data-testid={`migrate-step-${step}`}
    >
      {label}
    </Button>
  );
  const problem = going.state.kind === "failed" ? going.state.problem : (trial?.problem ?? null);
  return (
    <div className={pad}>
      <div className={bar}>
        <span className={said} role="status" data-testid="migrate-said" data-step={view.step}>
          {isTrying ? saidOfTrial(trial) : saidOf(view)}
        </span>
        {isTrying && (
          <Button
            size="S"
            variant="secondary"
            onPress={() => void attempt(platform.jobStop(trial.job))}
            data-testid="migrate-stop"
          >
            Stop
          </Button>
        )}
        {view.step === "trying" && verb("give_up", "Give up…", "secondary")}
        {view.step === "trying" && view.trial && verb("switch", "Switch…", "accent")}
        {view.step === "switched" && verb("back", "Back to JWT…", "secondary")}
        {view.step === "switched" && verb("retire", "Retire…", "accent")}
      </div>
      {problem && <ProblemNote problem={problem} remedy={remedy(problem, null)} />}
      <Scroll label="Leaving JWT">
        <MigrateResults trial={trial} view={view} profile={profile} back={back} />
        {(view.step === "not_begun" || view.step === "trying") && (
          <>
            <Known view={view} profile={profile} onConsole={() => void attempt(platform.consoleOpen())} />
            <TrialForm
              // What was stored with the first try is not asked for again.
              key={view.needs}
              view={view}
              isBusy={isBusy}
              onTry={(wish, secret) => {
                going.reset();
                void migrations.try(id, wish, secret).then((tried) => tried && onView(tried.migration));
              }}
            />
          </>
        )}
        {view.step === "switched" && (
          <Known view={view} profile={profile} onConsole={() => void attempt(platform.consoleOpen())} />
        )}
      </Scroll>
      <ConfirmStep
        step={asking}
        view={view}
        onConfirm={(step) => {
          setAsking(null);
          take(step);
        }}
        onDismiss={() => setAsking(null)}
      />
    </div>
  );
}
