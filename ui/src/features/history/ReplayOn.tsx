/*
 * Chooses the profile on which something out of history is sent again.
 */
import { ComboBox, ComboBoxItem } from "@react-spectrum/s2/ComboBox";
import { style } from "@react-spectrum/s2/style" with { type: "macro" };
import { useState } from "react";
import type { ProfileId } from "../../bindings/ProfileId";
import type { ProfileSummary } from "../../bindings/ProfileSummary";
import { FormDialog } from "../../shared/FormDialog";
import { FreshDialog } from "../../shared/FreshDialog";

interface ReplayOnProps {
  isOpen: boolean;
  profiles: ProfileSummary[];
  onReplay: (profile: ProfileId) => void;
  onDismiss: () => void;
}

export function ReplayOn({ isOpen, ...choice }: ReplayOnProps) {
  return <FreshDialog onDismiss={choice.onDismiss}>{isOpen && <Choice {...choice} />}</FreshDialog>;
}

function Choice({ profiles, onReplay, onDismiss }: Omit<ReplayOnProps, "isOpen">) {
  const [chosen, setChosen] = useState<ProfileId | null>(null);
  return (
    <FormDialog
      size="S"
      title="Replay on another profile"
      action="Replay"
      ready={Boolean(chosen)}
      onDo={() => {
        if (!chosen) return;
        onDismiss();
        onReplay(chosen);
      }}
      onDismiss={onDismiss}
      actionTestId="replay-on-confirm"
    >
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
    </FormDialog>
  );
}
