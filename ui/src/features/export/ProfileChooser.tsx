/*
 * Which profiles go into a kit or a backup: all, or some that are ticked.
 */
import { Radio, RadioGroup } from "@react-spectrum/s2/RadioGroup";
import { SearchField } from "@react-spectrum/s2/SearchField";
import { style } from "@react-spectrum/s2/style" with { type: "macro" };
import { useState } from "react";
import type { ProfileId } from "../../bindings/ProfileId";
import type { ProfileSummary } from "../../bindings/ProfileSummary";
import type { Selection } from "../../bindings/Selection";
import { count } from "../../shared/size";
import { ProfileTicks } from "../profiles/ProfileTicks";

interface ProfileChooserProps {
  profiles: ProfileSummary[];
  selection: Selection;
  onChange: (selection: Selection) => void;
}

const stack = style({ display: "flex", flexDirection: "column", gap: 8 });
const full = style({ width: "full" });
const soft = style({ font: "ui-sm", color: "neutral-subdued", margin: 0 });

export function ProfileChooser({ profiles, selection, onChange }: ProfileChooserProps) {
  const [text, setText] = useState("");
  const ids: ProfileId[] = selection.kind === "all" ? [] : selection.ids;
  const shown = profiles.filter((one) => one.title.toLowerCase().includes(text.toLowerCase()));
  return (
    <div className={stack}>
      <RadioGroup
        label="Profiles"
        value={selection.kind}
        onChange={(kind) => onChange(kind === "all" ? { kind } : { kind: "profiles", ids })}
      >
        <Radio value="all">
          {profiles.length === 1 ? "The only profile" : `All ${count(profiles.length, "profile")}`}
        </Radio>
        <Radio value="profiles">Only these</Radio>
      </RadioGroup>
      {selection.kind === "profiles" && (
        <>
          {profiles.length > 8 && (
            <SearchField
              aria-label="Find a profile to choose"
              placeholder="Find a profile"
              value={text}
              onChange={setText}
              styles={full}
            />
          )}
          <ProfileTicks
            label="Profiles to choose"
            profiles={shown}
            text={text}
            isChosen={(id) => ids.includes(id)}
            onChange={(id, chosen) =>
              onChange({ kind: "profiles", ids: chosen ? [...ids, id] : ids.filter((one) => one !== id) })
            }
          />
          <p className={soft}>{count(ids.length, "profile")} chosen</p>
        </>
      )}
    </div>
  );
}

/** Whether anything is chosen at all. */
export function choosesAny(selection: Selection): boolean {
  return selection.kind === "all" || selection.ids.length > 0;
}
