/*
 * Below the list: how many exchanges there are, what they take on the disk, and deleting what is found.
 */
import { ActionButton } from "@react-spectrum/s2/ActionButton";
import { style } from "@react-spectrum/s2/style" with { type: "macro" };
import type { HistoryCount } from "../../bindings/HistoryCount";
import type { HistorySize } from "../../bindings/HistorySize";
import { bytes, count, listed } from "../../shared/size";

const foot = style({
  display: "flex",
  gap: 8,
  alignItems: "center",
  paddingX: 16,
  paddingY: 8,
  paddingStart: 24,
  borderStyle: "solid",
  borderWidth: 0,
  borderTopWidth: 1,
  borderColor: "gray-200",
});
const said = style({ font: "ui-xs", color: "neutral-subdued", flexGrow: 1, minWidth: 0 });

/** `more than 10,000 exchanges`. */
export function exchanges({ exchanges: found, or_more }: HistoryCount): string {
  return `${or_more ? "more than " : ""}${count(found, "exchange")}`;
}

/** `Removed after 365 days or beyond 2.0 GB, unless pinned.` */
function limits({ keep_days, keep_mib }: HistorySize): string {
  const parts = [
    keep_days > 0 ? `after ${count(keep_days, "day")}` : "",
    keep_mib > 0 ? `beyond ${bytes(keep_mib * 1024 * 1024)}` : "",
  ].filter(Boolean);
  if (!parts.length) return "Nothing is removed by age or size.";
  return `Exchanges are removed ${parts.join(" or ")}, unless pinned. The limits are in policy.toml.`;
}

interface HistoryFootProps {
  found: HistoryCount | null;
  size: HistorySize | null;
  /** How many rows are selected. */
  marked: number;
  onDelete: () => void;
  /** Compares what is selected; none when that are not two. */
  onCompare: (() => void) | null;
}

export function HistoryFoot({ found, size, marked, onDelete, onCompare }: HistoryFootProps) {
  const parts = [
    marked > 1 ? `${marked} selected` : found ? exchanges(found) : "",
    size ? `${bytes(size.file_bytes)} on disk` : "",
  ];
  const text = listed(parts);
  return (
    <div className={foot}>
      <span
        className={said}
        data-testid="history-size"
        title={size ? limits(size) : undefined}
        aria-description={size ? limits(size) : undefined}
      >
        {text.charAt(0).toUpperCase() + text.slice(1)}
      </span>
      {onCompare && (
        <ActionButton size="S" onPress={onCompare} data-testid="history-compare">
          Compare
        </ActionButton>
      )}
      <ActionButton
        size="S"
        isDisabled={!found || found.exchanges === 0}
        onPress={onDelete}
        data-testid="history-delete"
      >
        Delete…
      </ActionButton>
    </div>
  );
}
