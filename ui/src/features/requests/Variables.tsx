/*
 * Which variables a request names, what each stands for, and which of several values counts.
 */
import { ActionButton } from "@react-spectrum/s2/ActionButton";
import { style } from "@react-spectrum/s2/style" with { type: "macro" };
import type { VariableView } from "../../bindings/VariableView";
import { Foreign } from "../../shared/Foreign";
import { isMissing, shownValue, sourceOf } from "./placeholders";

interface VariablesProps {
  label: string;
  variables: VariableView[];
  onSet: (name: string) => void;
}

const list = style({
  display: "grid",
  gridTemplateColumns: ["minmax(96px, max-content)", "minmax(0, 1fr)"],
  columnGap: 16,
  rowGap: 8,
  margin: 0,
  alignItems: "start",
});
const name = style({ font: "code-sm", color: "body", overflowWrap: "anywhere" });
const facts = style({
  display: "flex",
  flexDirection: "column",
  gap: 2,
  margin: 0,
  minWidth: 0,
  alignItems: "start",
});
const value = style({ font: "code-sm", color: "body", overflowWrap: "anywhere" });
const overridden = style({
  font: "code-sm",
  color: "neutral-subdued",
  overflowWrap: "anywhere",
  textDecoration: "line-through",
});
const quiet = style({ font: "ui-sm", color: "neutral-subdued" });
const unset = style({ font: "ui-sm", color: "negative" });

export function Variables({ label, variables, onSet }: VariablesProps) {
  return (
    <dl className={list} aria-label={label} data-testid="variables">
      {variables.map((view) => (
        <div key={view.name} className={style({ display: "contents" })}>
          <dt className={name}>
            <Foreign text={view.name} />
          </dt>
          <dd className={facts}>
            {isMissing(view) && (
              <>
                <span className={unset}>It has no value in this profile.</span>
                <ActionButton size="S" aria-label={`Set ${view.name}…`} onPress={() => onSet(view.name)}>
                  Set…
                </ActionButton>
              </>
            )}
            {view.values.map((one, n) => (
              <span key={one.source}>
                <span className={n === 0 ? value : overridden}>
                  <Foreign text={shownValue(one)} />
                </span>{" "}
                <span className={quiet}>
                  {sourceOf(one)}
                  {n > 0 && ", overridden"}
                </span>
              </span>
            ))}
          </dd>
        </div>
      ))}
    </dl>
  );
}
