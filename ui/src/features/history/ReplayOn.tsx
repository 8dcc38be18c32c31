/*
 * Chooses the profile on which something out of history is sent again.
 */
import { Button } from "@react-spectrum/s2/Button";
import { ButtonGroup } from "@react-spectrum/s2/ButtonGroup";
import { ComboBox, ComboBoxItem } from "@react-spectrum/s2/ComboBox";
import { Content, Dialog, DialogContainer, Heading } from "@react-spectrum/s2/Dialog";
import { style } from "@react-spectrum/s2/style" with { type: "macro" };
import { useId, useState, type FormEvent } from "react";
import type { ProfileId } from "../../bindings/ProfileId";
import type { ProfileSummary } from "../../bindings/ProfileSummary";

interface ReplayOnProps {
  isOpen: boolean;
  profiles: ProfileSummary[];
  onReplay: (profile: ProfileId) => void;
  onDismiss: () => void;
}

export function ReplayOn({ isOpen, ...choice }: ReplayOnProps) {
  return <DialogContainer onDismiss={choice.onDismiss}>{isOpen && <Choice {...choice} />}</DialogContainer>;
}

function Choice({ profiles, onReplay, onDismiss }: Omit<ReplayOnProps, "isOpen">) {
  const [chosen, setChosen] = useState<ProfileId | null>(null);
  const form = useId();
  const replay = (event: FormEvent) => {
    event.preventDefault();
    if (!chosen) return;
    onDismiss();
    onReplay(chosen);
  };
  // Spectrum shows a dialog's buttons only where they are its own children, so the form is named, not around them.
  return (
    <Dialog size="S">
      <Heading slot="title">Replay on another profile</Heading>
      <Content>
        <form id={form} onSubmit={replay}>
          <ComboBox
            label="Profile"
            autoFocus
            menuTrigger="focus"
            defaultItems={profiles}
            selectedKey={chosen}
            onSelectionChange={(key) => setChosen(key as ProfileId | null)}
            styles={style({ width: "full" })}
          >
            {(profile: ProfileSummary) => (
              <ComboBoxItem id={profile.id} textValue={profile.title}>
                {profile.risk === "production" ? `${profile.title} · PRODUCTION` : profile.title}
              </ComboBoxItem>
            )}
          </ComboBox>
        </form>
      </Content>
      <ButtonGroup>
        <Button variant="secondary" onPress={onDismiss}>
          Cancel
        </Button>
        <Button
          type="submit"
          form={form}
          variant="accent"
          isDisabled={!chosen}
          data-testid="replay-on-confirm"
        >
          Replay
        </Button>
      </ButtonGroup>
    </Dialog>
  );
}
