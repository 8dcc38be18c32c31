/*
 * The head of a place that one comes to from another: its title, and the way back.
 */
import { ActionButton } from "@react-spectrum/s2/ActionButton";
import { style } from "@react-spectrum/s2/style" with { type: "macro" };
import type { ReactNode } from "react";

interface BackBarProps {
  /** The title. */
  children: ReactNode;
  onBack: () => void;
  testId: string;
}

const bar = style({
  display: "flex",
  alignItems: "center",
  gap: 12,
  paddingX: 24,
  paddingY: 12,
  flexShrink: 0,
});
const title = style({ font: "title-lg", margin: 0, minWidth: 0, truncate: true });

export function BackBar({ children, onBack, testId }: BackBarProps) {
  return (
    <div className={bar}>
      <ActionButton size="S" onPress={onBack} data-testid={testId}>
        Back
      </ActionButton>
      <h1 className={title}>{children}</h1>
    </div>
  );
}
