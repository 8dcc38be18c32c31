/*
 * The Settings tab: the profile's form, filled in.
 */
import { Button } from "@react-spectrum/s2/Button";
import { ButtonGroup } from "@react-spectrum/s2/ButtonGroup";
import { useCallback, useState } from "react";
import type { ProfileSummary } from "../bindings/ProfileSummary";
import type { ProfileView } from "../bindings/ProfileView";
import type { SecretKind } from "../bindings/SecretKind";
import { draftOf } from "../features/profiles/draft";
import type { Goal } from "../features/profiles/goal";
import { ProfileForm, tidied } from "../features/profiles/ProfileForm";
import { useProfileForm } from "../features/profiles/useProfileForm";
import { usePlatform } from "../platform";
import { useLoad, useTask } from "../shared/async";
import { Busy } from "../shared/Busy";
import { Page } from "../shared/Page";
import { ProblemNote } from "../shared/ProblemNote";
import { tell } from "../shared/toast";
import { useRemedy, versions } from "./remedy";
import { useWindowState } from "./useWindowState";

interface SettingsTabProps {
  profile: ProfileSummary;
  /** What the person comes here for. */
  goal: Goal | undefined;
}

export default function SettingsTab({ profile, goal }: SettingsTabProps) {
  const platform = usePlatform();
  const { select } = useWindowState();
  // Once: what is saved or reverted afterwards is not filled in again.
  const arrived = useCallback(() => select(profile.id, { tab: "settings" }), [select, profile.id]);
  // Loaded once and not again by events, which would overwrite what is being typed; saving compares revisions.
  const { state, reload } = useLoad(
    useCallback(() => platform.profileGet(profile.id), [platform, profile.id]),
  );
  const [round, setRound] = useState(0);
  const again = () => void reload().then(() => setRound((before) => before + 1));
  return (
    <Page testId="settings-tab">
      {state.kind === "waiting" && <Busy sentence="Reading the profile…" />}
      {state.kind === "failed" && <ProblemNote problem={state.problem} retry={again} />}
      {state.kind === "ready" && (
        <Edit
          key={`${state.value.revision} ${round}`}
          view={state.value}
          goal={goal}
          onGoal={arrived}
          onReload={again}
        />
      )}
    </Page>
  );
}

interface EditProps {
  view: ProfileView;
  goal: Goal | undefined;
  onGoal: () => void;
  onReload: () => void;
}

function Edit({ view, goal, onGoal, onReload }: EditProps) {
  const platform = usePlatform();
  const keys = useLoad(useCallback(() => platform.keysList(), [platform]));
  // The choice of a key pair cannot be led to before there is one to choose.
  const reached = keys.state.kind === "waiting" ? undefined : goal;
  const form = useProfileForm(draftOf(view), reached);
  const saving = useTask<void>();
  const { id } = view.summary;
  const { refresh, show } = useWindowState();
  const remedy = useRemedy(id);
  const stored = (kind: SecretKind) => view.secrets.some((secret) => secret.kind === kind && secret.present);

  const save = async () => {
    if (!(await form.checkAll())) return;
    await saving.run(async () => {
      const saved = await platform.profileUpdate(
        id,
        view.revision,
        tidied(form.draft),
        form.secret || null,
        form.second || null,
      );
      await refresh();
      onReload();
      await tell(`${saved.summary.title} saved`);
    });
  };

  const { state } = saving;
  return (
    <ProfileForm
      form={form}
      keys={keys.state.kind === "ready" ? keys.state.value : []}
      secrets={{ first: stored("client_secret"), second: stored("second_client_secret") }}
      goal={reached}
      onGoal={onGoal}
      onSubmit={() => void save()}
    >
      {state.kind === "failed" && (
        <ProblemNote
          problem={state.problem}
          remedy={
            state.problem.code === "conflict"
              ? { label: "Load again", run: onReload }
              : remedy(state.problem, () => void save())
          }
        />
      )}
      <ButtonGroup>
        <Button
          type="submit"
          variant="accent"
          isDisabled={state.kind === "waiting"}
          data-testid="save-profile"
        >
          Save
        </Button>
        <Button variant="secondary" onPress={onReload}>
          Revert
        </Button>
        <Button
          variant="secondary"
          fillStyle="outline"
          onPress={() => show(versions(view.summary))}
          data-testid="earlier-versions"
        >
          Earlier versions…
        </Button>
        {state.kind === "waiting" && <Busy sentence="Saving the profile…" />}
      </ButtonGroup>
    </ProfileForm>
  );
}
