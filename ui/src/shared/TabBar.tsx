/*
 * Tabs that look like Spectrum's, for the first view: Spectrum's own bring a picker and a menu along for narrow windows,
 * a third of the first view's code. Arrow keys choose, as the pattern for tabs has it.
 */
import { style } from "@react-spectrum/s2/style" with { type: "macro" };
import { useId, type KeyboardEvent, type ReactNode } from "react";

interface TabBarProps<Id extends string> {
  label: string;
  tabs: ReadonlyArray<{ id: Id; title: string }>;
  selected: Id;
  onSelect: (id: Id) => void;
  /** The chosen tab's panel. */
  children: ReactNode;
}

const bar = style({
  display: "flex",
  columnGap: 24,
  marginX: 24,
  marginTop: { default: 8, "@media (max-height: 640px)": 0 },
  flexShrink: 0,
  overflowX: "auto",
});
const tab = style({
  font: "ui",
  height: { default: 48, "@media (max-height: 640px)": 36 },
  display: "flex",
  alignItems: "center",
  flexShrink: 0,
  padding: 0,
  cursor: "default",
  backgroundColor: "transparent",
  borderStyle: "solid",
  borderWidth: 0,
  borderBottomWidth: 2,
  borderColor: { default: "transparent", isSelected: "gray-900" },
  color: { default: "neutral-subdued", ":hover": "neutral", isSelected: "neutral" },
});
const panel = style({ flexGrow: 1, flexShrink: 1, flexBasis: 0, minHeight: 0, outlineStyle: "none" });

export function TabBar<Id extends string>({ label, tabs, selected, onSelect, children }: TabBarProps<Id>) {
  const base = useId();
  const onKey = (event: KeyboardEvent<HTMLElement>) => {
    const at = tabs.findIndex((one) => one.id === selected);
    const steps: Record<string, number> = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: -1 };
    const step = steps[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const next = tabs.at(step % tabs.length);
    if (!next) return;
    onSelect(next.id);
    document.getElementById(`${base}-${next.id}`)?.focus();
  };
  return (
    <>
      <div className={bar} role="tablist" aria-label={label} tabIndex={-1} onKeyDown={onKey}>
        {tabs.map(({ id, title }) => (
          <button
            key={id}
            id={`${base}-${id}`}
            type="button"
            role="tab"
            className={tab({ isSelected: id === selected }) + " focusable-inside"}
            aria-selected={id === selected}
            aria-controls={`${base}-panel`}
            tabIndex={id === selected ? 0 : -1}
            data-testid={`tab-${id}`}
            onClick={() => onSelect(id)}
          >
            {title}
          </button>
        ))}
      </div>
      <div id={`${base}-panel`} role="tabpanel" className={panel} aria-labelledby={`${base}-${selected}`}>
        {children}
      </div>
    </>
  );
}
