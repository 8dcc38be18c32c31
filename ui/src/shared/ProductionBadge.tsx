/*
 * Marks what touches production.
 */
import { style } from "@react-spectrum/s2/style" with { type: "macro" };

const badge = style({
  font: "ui-xs",
  fontWeight: "bold",
  flexShrink: 0,
  paddingX: 8,
  borderRadius: "full",
  color: "white",
  backgroundColor: "negative",
});

export function ProductionBadge({ why, testId }: { why?: string; testId?: string }) {
  return (
    <span className={badge} title={why} data-testid={testId}>
      PRODUCTION
    </span>
  );
}
