/*
 * Chooses a token: a pasted one, or a profile's. What is pasted is shown as dots, and is nowhere but in the page's own state.
 */
import { Picker, PickerItem, Text } from "@react-spectrum/s2/Picker";
import { Radio, RadioGroup } from "@react-spectrum/s2/RadioGroup";
import { style } from "@react-spectrum/s2/style" with { type: "macro" };
import { TextField } from "@react-spectrum/s2/TextField";
import type { ProfileSummary } from "../../bindings/ProfileSummary";
import type { TokenSource } from "../../bindings/TokenSource";
import { Name } from "../../shared/Name";
import { visibleLine } from "../../shared/visible";
import { NOTHING_PASTED } from "./source";

interface TokenChooserProps {
  /** `Token to inspect`. */
  label: string;
  /** The label of the field to paste into. */
  field: string;
  source: TokenSource;
  onChange: (source: TokenSource) => void;
  profiles: ProfileSummary[];
}

const PASTED = "pasted";
const line = style({ display: "flex", flexWrap: "wrap", alignItems: "start", gap: 16 });
const picker = style({ width: 320 });
const wide = style({ width: 400, maxWidth: "full" });

export function TokenChooser({ label, field, source, onChange, profiles }: TokenChooserProps) {
  const chosen = source.kind === "pasted" ? undefined : profiles.find(({ id }) => id === source.profile);
  return (
    <div className={line}>
      <Picker
        label={label}
        items={[{ id: PASTED, title: "One that I paste" }, ...profiles]}
        selectedKey={source.kind === "pasted" ? PASTED : source.profile}
        onSelectionChange={(key) =>
          onChange(key === PASTED ? NOTHING_PASTED : { kind: "kept", profile: String(key) })
        }
        styles={picker}
      >
        {({ id, title }: { id: string; title: string }) => (
          <PickerItem id={id} textValue={visibleLine(title)}>
            <Text slot="label">
              <Name text={title} />
            </Text>
          </PickerItem>
        )}
      </Picker>
      {source.kind === "pasted" && (
        <TextField
          label={field}
          type="password"
          autoComplete="off"
          spellCheck="false"
          placeholder="eyJ…"
          description="It is kept nowhere, and forgotten when you leave this page"
          value={source.text}
          onChange={(text) => onChange({ kind: "pasted", text })}
          styles={wide}
        />
      )}
      {source.kind !== "pasted" && chosen?.grant === "jwt" && (
        <RadioGroup
          label="Which of its two"
          orientation="horizontal"
          value={source.kind}
          onChange={(kind) =>
            onChange({ kind: kind === "assertion" ? "assertion" : "kept", profile: source.profile })
          }
        >
          <Radio value="kept">Its token</Radio>
          <Radio value="assertion">The assertion it would send</Radio>
        </RadioGroup>
      )}
    </div>
  );
}
