/*
 * What counts as a difference: by line or as JSON, the order of arrays, and paths that are ignored, with those that the engine
 * suggests.
 */
import { ActionButton } from "@react-spectrum/s2/ActionButton";
import { Checkbox } from "@react-spectrum/s2/Checkbox";
import Close from "@react-spectrum/s2/icons/Close";
import { Picker, PickerItem } from "@react-spectrum/s2/Picker";
import { style } from "@react-spectrum/s2/style" with { type: "macro" };
import { TextField } from "@react-spectrum/s2/TextField";
import { useId, useState } from "react";
import type { ArrayOrder } from "../../bindings/ArrayOrder";
import type { Counting } from "../../bindings/Counting";
import type { SuggestedPath } from "../../bindings/SuggestedPath";
import { Foreign } from "../../shared/Foreign";
import { heard } from "../../shared/heard";

interface CountsProps {
  counting: Counting;
  suggestions: SuggestedPath[];
  /** Paths that were suggested and are left out already. */
  leftOut: string[];
  onChange: (counting: Counting) => void;
}

const box = style({
  display: "flex",
  flexDirection: "column",
  gap: 8,
  paddingX: 24,
  paddingY: 8,
  maxHeight: "[40%]",
  overflowY: "auto",
  flexShrink: 0,
  borderStyle: "solid",
  borderWidth: 0,
  borderTopWidth: 1,
  borderColor: "gray-200",
});
const line = style({ display: "flex", flexWrap: "wrap", alignItems: "end", gap: 16 });
const paths = style({ display: "flex", flexWrap: "wrap", alignItems: "center", gap: 8 });
const path = style({
  display: "flex",
  alignItems: "center",
  gap: 4,
  font: "code-sm",
  paddingStart: 8,
  borderRadius: "default",
  backgroundColor: "gray-100",
  overflowWrap: "anywhere",
});
const soft = style({ font: "ui-sm", color: "neutral-subdued" });

const ORDERS: Record<ArrayOrder["kind"], string> = {
  counts: "Counts",
  ignored: "Does not count",
  by_key: "Matched by a member",
};

export function Counts({ counting, suggestions, leftOut, onChange }: CountsProps) {
  const { arrays, ignored } = counting;
  const change = (part: Partial<Counting>) => onChange({ ...counting, ...part });
  const isJson = !counting.by_line;
  const id = useId();
  return (
    <div className={box} role="group" aria-label="What counts" data-testid="compare-counts">
      <div className={line}>
        <Picker
          label="Order of arrays"
          size="S"
          isDisabled={!isJson}
          selectedKey={arrays.kind}
          onSelectionChange={(key) => change({ arrays: orderOf(key as ArrayOrder["kind"]) })}
        >
          {Object.entries(ORDERS).map(([kind, title]) => (
            <PickerItem key={kind} id={kind}>
              {title}
            </PickerItem>
          ))}
        </Picker>
        {arrays.kind === "by_key" && (
          <TextField
            label="Member"
            size="S"
            isDisabled={!isJson}
            defaultValue={arrays.key}
            onBlur={(event) =>
              change({ arrays: { kind: "by_key", key: (event.target as HTMLInputElement).value } })
            }
          />
        )}
        <Checkbox size="S" isSelected={counting.by_line} onChange={(by_line) => change({ by_line })}>
          Compare by line
        </Checkbox>
        <Checkbox
          size="S"
          isDisabled={!isJson}
          isSelected={counting.same_numbers}
          onChange={(same_numbers) => change({ same_numbers })}
        >
          1.0 is 1
        </Checkbox>
        <Checkbox
          size="S"
          isDisabled={!isJson}
          isSelected={counting.without_noise}
          onChange={(without_noise) => change({ without_noise })}
        >
          Ignore times and request ids
        </Checkbox>
      </div>
      {isJson && (
        <div className={paths}>
          <NewPath onAdd={(added) => change({ ignored: [...ignored, added] })} />
          {ignored.map((one) => (
            <span key={one} className={path} data-testid="ignored-path">
              <Foreign text={one} />
              <ActionButton
                isQuiet
                size="XS"
                aria-label={`Look at ${one} again`}
                onPress={() => change({ ignored: ignored.filter((other) => other !== one) })}
              >
                <Close />
              </ActionButton>
            </span>
          ))}
          {leftOut.length > 0 && (
            <span className={soft}>
              Ignored as times and ids: <Foreign text={leftOut.join(", ")} />
            </span>
          )}
          {suggestions.map(({ path: suggested, why }, n) => (
            <span key={suggested} title={why}>
              <span id={`${id}-${n}`} className={heard}>
                {why}
              </span>
              <ActionButton
                size="S"
                aria-describedby={`${id}-${n}`}
                onPress={() => change({ ignored: [...ignored, suggested] })}
                data-testid="suggested-path"
              >
                {`Ignore ${suggested}`}
              </ActionButton>
            </span>
          ))}
        </div>
      )}
    </div>
  );
}

function orderOf(kind: ArrayOrder["kind"]): ArrayOrder {
  // Most of what Adobe lists has an id.
  return kind === "by_key" ? { kind, key: "id" } : { kind };
}

function NewPath({ onAdd }: { onAdd: (path: string) => void }) {
  const [typed, setTyped] = useState("");
  const add = () => {
    if (!typed.trim()) return;
    onAdd(typed.trim());
    setTyped("");
  };
  return (
    <TextField
      aria-label="JSONPath to ignore"
      placeholder="Ignore $.items[*].created"
      size="S"
      value={typed}
      onChange={setTyped}
      onKeyDown={(event) => {
        if (event.key === "Enter") add();
        else event.continuePropagation();
      }}
    />
  );
}
