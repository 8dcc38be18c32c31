/*
 * Whose client secrets are to be replaced: profiles to be ticked.
 */
import { Button } from "@react-spectrum/s2/Button";
import { style } from "@react-spectrum/s2/style" with { type: "macro" };
import { useState } from "react";
import type { ProfileId } from "../../bindings/ProfileId";
import type { ProfileSummary } from "../../bindings/ProfileSummary";
import { ProductionBadge } from "../../shared/ProductionBadge";
import { ProfileFinder } from "../profiles/ProfileFinder";

interface RotationChooserProps {
  profiles: ProfileSummary[];
  /** Ticked to begin with. */
  chosen: ProfileId[];
  onChoose: (profiles: ProfileId[]) => void;
}

const stack = style({
  display: "flex",
  flexDirection: "column",
  alignItems: "start",
  gap: 12,
  maxWidth: 640,
});
const wide = style({ display: "flex", flexDirection: "column", gap: 12, width: "full" });
const note = style({ font: "ui-sm", color: "neutral-subdued", margin: 0 });

export function RotationChooser({ profiles, chosen: before, onChoose }: RotationChooserProps) {
  const [chosen, setChosen] = useState<ReadonlySet<ProfileId>>(new Set(before));
  return (
    <div className={stack} data-testid="rotation-chooser">
      <p className={note}>
        Adobe’s API replaces the client secrets of OAuth Server-to-Server credentials. Adobe adds a new one,
        Mudbrick uses it, and the old one works until you delete it.
      </p>
      <div className={wide}>
        <ProfileFinder
          label="Profiles whose secret is rotated"
          profiles={profiles}
          chosen={chosen}
          onChange={setChosen}
          renderMark={({ risk }) => risk === "production" && <ProductionBadge />}
        />
      </div>
      <Button
        variant="accent"
        isDisabled={chosen.size === 0}
        onPress={() => onChoose(profiles.map(({ id }) => id).filter((id) => chosen.has(id)))}
        data-testid="rotation-choose"
      >
        Continue
      </Button>
    </div>
  );
}
