/*
 * Keeps the subject that is being typed for the next key pair, under a name.
 */
import { ActionButton } from "@react-spectrum/s2/ActionButton";
import { style } from "@react-spectrum/s2/style" with { type: "macro" };
import { TextField } from "@react-spectrum/s2/TextField";
import { useState } from "react";

const line = style({ display: "flex", alignItems: "end", gap: 12 });
const field = style({ width: 368 });

export function TemplateSaver({ onSave }: { onSave: (name: string) => void }) {
  const [name, setName] = useState<string | null>(null);
  if (name === null) {
    return (
      <div>
        <ActionButton size="S" onPress={() => setName("")}>
          Save as template…
        </ActionButton>
      </div>
    );
  }
  const save = () => {
    onSave(name.trim());
    setName(null);
  };
  return (
    <div className={line} role="group" aria-label="Save as template">
      <TextField
        label="Template name"
        description="Everything but the name of the key pair is kept"
        autoFocus
        value={name}
        onChange={setName}
        // It stands inside the form that makes the key pair, which Enter would send off.
        onKeyDown={(event) => {
          if (event.key !== "Enter") return;
          event.preventDefault();
          if (name.trim()) save();
        }}
        styles={field}
      />
      <ActionButton isDisabled={!name.trim()} onPress={save}>
        Save template
      </ActionButton>
      <ActionButton isQuiet onPress={() => setName(null)}>
        Cancel
      </ActionButton>
    </div>
  );
}
