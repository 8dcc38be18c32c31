/*
 * What one variable stands for: its value, where that comes from, what it overrides; or that it is not set, and the way to
 * set it.
 */
import { ActionButton } from "@react-spectrum/s2/ActionButton";
import { style } from "@react-spectrum/s2/style" with { type: "macro" };
import type { VariableView } from "../../bindings/VariableView";
import { Foreign } from "../../shared/Foreign";
import { isMissing, shownValue, sourceOf } from "./placeholders";

interface VariableCardProps {
  view: VariableView;
  onSet: (name: string) => void;
}

const card = style({ display: "flex", flexDirection: "column", gap: 4, padding: 12, alignItems: "start" });
const name = style({ font: "code-sm", fontWeight: "bold", color: "body" });
const value = style({ font: "code-sm", color: "body", overflowWrap: "anywhere" });
const quiet = style({ font: "ui-sm", color: "neutral-subdued" });

export function VariableCard({ view, onSet }: VariableCardProps) {
  const [first, ...overridden] = view.values;
  return (
    <div className={card}>
      <span className={name}>
        <Foreign text={view.name} />
      </span>
      {first && (
        <>
          <span className={value}>
            <Foreign text={shownValue(first)} />
          </span>
          <span className={quiet}>{sourceOf(first)}</span>
        </>
      )}
      {overridden.map((one) => (
        <span key={one.source} className={quiet}>
          overrides <Foreign text={shownValue(one)} />, {sourceOf(one)}
        </span>
      ))}
      {isMissing(view) && (
        <>
          <span>It has no value in this profile.</span>
          <ActionButton size="S" onPress={() => onSet(view.name)}>
            Set…
          </ActionButton>
        </>
      )}
    </div>
  );
}
