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
import { ProfileForm, tidied } from "../features/profiles/ProfileForm";
import { useProfileForm } from "../features/profiles/useProfileForm";
import { usePlatform } from "../platform";
import { useLoad, useTask } from "../shared/async";
import { Busy } from "../shared/Busy";
import { Page } from "../shared/Page";
import { ProblemNote } from "../shared/ProblemNote";
import { tell } from "../shared/toast";
import { remedyFor, versions } from "./remedy";
import type { Desk } from "./useDesk";

interface SettingsTabProps {
  desk: Desk;
  profile: ProfileSummary;
}

export default function SettingsTab({ desk, profile }: SettingsTabProps) {
  const platform = usePlatform();
  // Loaded once and not again by events, which would overwrite what is being typed; saving compares revisions.
  const { state, reload } = useLoad(
    useCallback(() => platform.profileGet(profile.id), [platform, profile.id]),
  );
  const [round, setRound] = useState(0);
  const again = () => void reload().then(() => setRound((before) => before + 1));
  return (
    <Page testId="settings-tab">
      {state.kind === "waiting" && <Busy sentence="Reading the profile…" />}
      {state.kind === "failed" && (
        <ProblemNote problem={state.problem} remedy={{ label: "Try again", run: again }} />
      )}
      {state.kind === "ready" && (
        <Edit key={`${state.value.revision} ${round}`} desk={desk} view={state.value} onReload={again} />
      )}
    </Page>
  );
}

function Edit({ desk, view, onReload }: { desk: Desk; view: ProfileView; onReload: () => void }) {
  const platform = usePlatform();
  const form = useProfileForm(draftOf(view));
  const keys = useLoad(useCallback(() => platform.keysList(), [platform]));
  const saving = useTask<void>();
  const { id } = view.summary;
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
      await desk.refresh();
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
      onSubmit={() => void save()}
    >
      {state.kind === "failed" && (
        <ProblemNote
          problem={state.problem}
          remedy={
            state.problem.code === "conflict"
              ? { label: "Load again", run: onReload }
              : remedyFor(desk, id, state.problem, () => void save())
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
          onPress={() => desk.show(versions(view.summary))}
          data-testid="earlier-versions"
        >
          Earlier versions…
        </Button>
        {state.kind === "waiting" && <Busy sentence="Saving the profile…" />}
      </ButtonGroup>
    </ProfileForm>
  );
}
