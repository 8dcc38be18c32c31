/*
 * A list of named values, each with what can be done to it.
 */
import { style } from "@react-spectrum/s2/style" with { type: "macro" };
import type { ReactNode } from "react";
import { Foreign } from "./Foreign";

const list = style({ display: "flex", flexDirection: "column", margin: 0 });
const row = style({
  display: "grid",
  gridTemplateColumns: [200, "1fr", "auto"],
  columnGap: 16,
  alignItems: "center",
  minHeight: 40,
  borderTopWidth: 0,
  borderStartWidth: 0,
  borderEndWidth: 0,
  borderBottomWidth: 1,
  borderStyle: "solid",
  borderColor: "gray-100",
});
const term = style({ font: "ui", color: "neutral-subdued" });
const data = style({
  font: { default: "ui", isCode: "code-sm" },
  color: "body",
  margin: 0,
  minWidth: 0,
  overflowWrap: "anywhere",
  paddingY: 4,
});
const verbs = style({ display: "flex", gap: 4, alignItems: "center", minHeight: 32 });

export function Facts({ children, label }: { children: ReactNode; label: string }) {
  return (
    <dl className={list} aria-label={label}>
      {children}
    </dl>
  );
}

interface FactProps {
  name: string;
  children: ReactNode;
  /** Whether the value is an identifier or code. */
  kind?: "text" | "code";
  /** Buttons at the row's end. */
  actions?: ReactNode;
  testId?: string;
}

export function Fact({ name, children, kind = "text", actions, testId }: FactProps) {
  return (
    <div className={row} data-testid={testId}>
      <dt className={term}>{name}</dt>
      <dd className={data({ isCode: kind === "code" })}>
        {typeof children === "string" ? <Foreign text={children} /> : children}
      </dd>
      <dd className={verbs + style({ margin: 0 })}>{actions}</dd>
    </div>
  );
}
