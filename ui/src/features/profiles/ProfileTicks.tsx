/*
 * Profiles to be ticked, in a list that scrolls. What is found by which text is left to whoever asks.
 */
import { Checkbox } from "@react-spectrum/s2/Checkbox";
import { style } from "@react-spectrum/s2/style" with { type: "macro" };
import type { ReactNode } from "react";
import type { ProfileId } from "../../bindings/ProfileId";
import type { ProfileSummary } from "../../bindings/ProfileSummary";
import { Foreign } from "../../shared/Foreign";

interface ProfileTicksProps {
  label: string;
  /** Those that were found by the text. */
  profiles: ProfileSummary[];
  text: string;
  isChosen: (id: ProfileId) => boolean;
  onChange: (id: ProfileId, isChosen: boolean) => void;
  /** What a profile is called here; its title when left out. */
  nameOf?: (profile: ProfileSummary) => string;
  /** What stands at the end of its row. */
  renderMark?: (profile: ProfileSummary) => ReactNode;
}

const list = style({
  display: "flex",
  flexDirection: "column",
  maxHeight: 200,
  overflowY: "auto",
  borderWidth: 1,
  borderStyle: "solid",
  borderColor: "gray-200",
  borderRadius: "default",
  paddingX: 12,
  paddingY: 4,
});
const row = style({ display: "flex", alignItems: "center", gap: 8, flexShrink: 0, paddingY: 4 });
const name = style({ flexGrow: 1, minWidth: 0 });
const soft = style({ font: "ui-sm", color: "neutral-subdued", margin: 0 });

const titleOf = ({ title }: ProfileSummary) => title;

export function ProfileTicks({
  label,
  profiles,
  text,
  isChosen,
  onChange,
  nameOf = titleOf,
  renderMark,
}: ProfileTicksProps) {
  return (
    <div className={list} role="group" aria-label={label}>
      {profiles.map((profile) => (
        <div key={profile.id} className={row}>
          <span className={name}>
            <Checkbox isSelected={isChosen(profile.id)} onChange={(chosen) => onChange(profile.id, chosen)}>
              <Foreign text={nameOf(profile)} />
            </Checkbox>
          </span>
          {renderMark?.(profile)}
        </div>
      ))}
      {!profiles.length && <p className={soft}>No profile matches “{text}”.</p>}
    </div>
  );
}
