/*
 * Which profiles go into a kit or a backup: all, or some that are ticked.
 */
import { Checkbox } from "@react-spectrum/s2/Checkbox";
import { Radio, RadioGroup } from "@react-spectrum/s2/RadioGroup";
import { SearchField } from "@react-spectrum/s2/SearchField";
import { style } from "@react-spectrum/s2/style" with { type: "macro" };
import { useState } from "react";
import type { ProfileId } from "../../bindings/ProfileId";
import type { ProfileSummary } from "../../bindings/ProfileSummary";
import type { Selection } from "../../bindings/Selection";
import { count } from "../../shared/size";
import { Foreign } from "../../shared/Foreign";

interface ProfileChooserProps {
  profiles: ProfileSummary[];
  selection: Selection;
  onChange: (selection: Selection) => void;
}

const stack = style({ display: "flex", flexDirection: "column", gap: 8 });
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
const row = style({ display: "flex", flexShrink: 0, paddingY: 4 });
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
          <div className={list} role="group" aria-label="Profiles to choose">
            {shown.map((profile) => (
              <div key={profile.id} className={row}>
                <Checkbox
                  isSelected={ids.includes(profile.id)}
                  onChange={(chosen) =>
                    onChange({
                      kind: "profiles",
                      ids: chosen ? [...ids, profile.id] : ids.filter((one) => one !== profile.id),
                    })
                  }
                >
                  <Foreign text={profile.title} />
                </Checkbox>
              </div>
            ))}
            {!shown.length && <p className={soft}>No profile matches “{text}”.</p>}
          </div>
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
