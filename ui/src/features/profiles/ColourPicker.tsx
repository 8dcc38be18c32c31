/*
 * Chooses a profile's colour: a group of radio buttons that look like what they choose.
 */
import { style } from "@react-spectrum/s2/style" with { type: "macro" };
import { useId } from "react";
import type { Colour } from "../../bindings/Colour";
import type { Choice } from "../../shared/choice";
import { Mark } from "./Mark";

const COLOURS: Array<Choice<Colour>> = [
  { id: "blue", title: "Blue" },
  { id: "green", title: "Green" },
  { id: "orange", title: "Orange" },
  { id: "red", title: "Red" },
  { id: "purple", title: "Purple" },
  { id: "grey", title: "Grey" },
];

const set = style({ borderWidth: 0, margin: 0, padding: 0, minWidth: 0 });
const legend = style({ font: "ui", color: "neutral-subdued", padding: 0, paddingBottom: 4 });
const row = style({ display: "flex", gap: 4 });
const choice = style({
  display: "flex",
  alignItems: "center",
  justifyContent: "center",
  size: 32,
  borderRadius: "lg",
  borderWidth: 2,
  borderStyle: "solid",
  borderColor: { default: "transparent", isChosen: "gray-800" },
  position: "relative",
});
const radio = style({
  position: "absolute",
  inset: 0,
  opacity: 0,
  margin: 0,
  size: "full",
  cursor: "pointer",
});

export function ColourPicker({ value, onChange }: { value: Colour; onChange: (colour: Colour) => void }) {
  const name = useId();
  return (
    <fieldset className={set} data-field="colour">
      <legend className={legend}>Colour</legend>
      <div className={row}>
        {COLOURS.map(({ id, title }) => (
          <label key={id} title={title} className={choice({ isChosen: id === value }) + " colour-choice"}>
            <Mark colour={id} state="ready" />
            <input
              type="radio"
              className={radio}
              name={name}
              aria-label={title}
              checked={id === value}
              onChange={() => onChange(id)}
            />
          </label>
        ))}
      </div>
    </fieldset>
  );
}
