/*
 * Profiles to be ticked, found by name or organization; all that were found can be ticked at once.
 */
import { ActionButton } from "@react-spectrum/s2/ActionButton";
import { SearchField } from "@react-spectrum/s2/SearchField";
import { style } from "@react-spectrum/s2/style" with { type: "macro" };
import { useState, type ReactNode } from "react";
import type { ProfileId } from "../../bindings/ProfileId";
import type { ProfileSummary } from "../../bindings/ProfileSummary";
import { found } from "../../shared/search";
import { count } from "../../shared/size";
import { ProfileTicks } from "./ProfileTicks";

interface ProfileFinderProps {
  label: string;
  profiles: ProfileSummary[];
  chosen: ReadonlySet<ProfileId>;
  onChange: (chosen: ReadonlySet<ProfileId>) => void;
  /** What stands at the end of a profile's row. */
  renderMark: (profile: ProfileSummary) => ReactNode;
}

const line = style({ display: "flex", flexWrap: "wrap", alignItems: "end", gap: 16 });
const soft = style({ font: "ui-sm", color: "neutral-subdued", margin: 0 });
const full = style({ width: "full" });

const restOf = ({ organization, org_id, risk, adobe }: ProfileSummary) =>
  `${organization} ${org_id} ${risk} ${adobe}`;

export function ProfileFinder({ label, profiles, chosen, onChange, renderMark }: ProfileFinderProps) {
  const [text, setText] = useState("");
  const shown = found(profiles, text, (one) => ({ name: one.title, rest: restOf(one) }));
  const choose = (all: ProfileId[], isChosen: boolean) => {
    const next = new Set(chosen);
    for (const id of all) {
      if (isChosen) next.add(id);
      else next.delete(id);
    }
    onChange(next);
  };
  return (
    <>
      <SearchField
        aria-label="Find a profile"
        placeholder="Name, organization, production, staging…"
        autoFocus
        value={text}
        onChange={setText}
        styles={full}
      />
      <ProfileTicks
        label={label}
        profiles={shown}
        text={text}
        isChosen={(id) => chosen.has(id)}
        onChange={(id, isChosen) => choose([id], isChosen)}
        renderMark={renderMark}
      />
      <div className={line}>
        <span className={soft} role="status">
          {count(chosen.size, "profile")} chosen
        </span>
        <ActionButton
          size="S"
          isDisabled={!shown.length}
          onPress={() =>
            choose(
              shown.map(({ id }) => id),
              true,
            )
          }
        >
          {text.trim() ? `Choose the ${shown.length} found` : "Choose all"}
        </ActionButton>
        <ActionButton size="S" isDisabled={chosen.size === 0} onPress={() => onChange(new Set())}>
          Choose none
        </ActionButton>
      </div>
    </>
  );
}
