/*
 * A new profile: typed, or filled in from a project of the local Adobe.
 */
import { Button, Text } from "@react-spectrum/s2/Button";
import { ButtonGroup } from "@react-spectrum/s2/ButtonGroup";
import { Picker, PickerItem } from "@react-spectrum/s2/Picker";
import { style } from "@react-spectrum/s2/style" with { type: "macro" };
import { useCallback, useState } from "react";
import type { PracticeProject } from "../bindings/PracticeProject";
import { EMPTY_DRAFT } from "../features/profiles/draft";
import { ProfileForm, tidied } from "../features/profiles/ProfileForm";
import { useProfileForm } from "../features/profiles/useProfileForm";
import { usePlatform } from "../platform";
import { useLoad, useTask } from "../shared/async";
import { Busy } from "../shared/Busy";
import { Page } from "../shared/Page";
import { ProblemNote } from "../shared/ProblemNote";
import { useRemedy } from "./remedy";
import { usePracticeView, useWindowState } from "./useWindowState";

const fill = style({ display: "flex", alignItems: "end", gap: 16, maxWidth: 760 });
const wide = style({ width: 368 });
/** Two organizations may have projects of one name. */
const clientOf = ({ draft }: PracticeProject) => draft.client_id;
const NONE_STORED = { first: false, second: false };

export default function NewProfile({ project }: { project: PracticeProject | null }) {
  const platform = usePlatform();
  const practice = usePracticeView();
  const window = useWindowState();
  const remedy = useRemedy(null);
  const form = useProfileForm(project?.draft ?? EMPTY_DRAFT);
  const keys = useLoad(useCallback(() => platform.keysList(), [platform]));
  const saving = useTask<void>();
  const starting = useTask<void>();
  // The variables' table starts from the draft: another project is another form.
  const [round, setRound] = useState(0);

  const take = (chosen: PracticeProject) => {
    form.replace(chosen.draft);
    form.setSecret(chosen.client_secret);
    setRound((before) => before + 1);
  };

  const save = async () => {
    if (!(await form.checkAll())) return;
    await saving.run(async () => {
      const made = await platform.profileCreate(tidied(form.draft), form.secret || null, form.second || null);
      await window.refresh();
      window.select(made.summary.id, { tab: "overview" });
    });
  };

  return (
    <Page title="New profile" testId="new-profile-page">
      <div className={fill}>
        {practice ? (
          <Picker
            label="Fill in from the local Adobe"
            placeholder="Choose a practice project"
            items={practice.projects}
            onSelectionChange={(id) => {
              const chosen = practice.projects.find((one) => clientOf(one) === id);
              if (chosen) take(chosen);
            }}
            styles={wide}
          >
            {(one: PracticeProject) => (
              <PickerItem id={clientOf(one)} textValue={one.title}>
                <Text slot="label">{one.title}</Text>
                <Text slot="description">{one.draft.organization}</Text>
              </PickerItem>
            )}
          </Picker>
        ) : (
          <>
            <Button
              variant="secondary"
              fillStyle="outline"
              isDisabled={starting.state.kind === "waiting"}
              onPress={() => void starting.run(async () => void (await window.startPractice()))}
            >
              <Text>Fill in from the local Adobe</Text>
            </Button>
            {starting.state.kind === "waiting" && <Busy sentence="Starting the local Adobe…" />}
          </>
        )}
      </div>
      {starting.state.kind === "failed" && <ProblemNote problem={starting.state.problem} />}
      <ProfileForm
        key={round}
        form={form}
        keys={keys.state.kind === "ready" ? keys.state.value : []}
        secrets={NONE_STORED}
        onSubmit={() => void save()}
      >
        {saving.state.kind === "failed" && (
          <ProblemNote
            problem={saving.state.problem}
            remedy={remedy(saving.state.problem, () => void save())}
          />
        )}
        <ButtonGroup>
          <Button
            type="submit"
            variant="accent"
            isDisabled={saving.state.kind === "waiting"}
            data-testid="save-profile"
          >
            Create profile
          </Button>
          <Button
            variant="secondary"
            onPress={() => {
              const first = window.profiles.get()[0];
              if (first) window.select(window.settings.get().last_profile ?? first.id);
              else window.go({ at: "welcome" });
            }}
          >
            Cancel
          </Button>
          {saving.state.kind === "waiting" && <Busy sentence="Saving the profile…" />}
        </ButtonGroup>
      </ProfileForm>
    </Page>
  );
}
