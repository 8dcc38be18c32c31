/*
 * What stands over a comparison: the two sides, how much differs, the way from one difference to the next, and how it is looked at.
 */
import { ActionButton } from "@react-spectrum/s2/ActionButton";
import ChevronDown from "@react-spectrum/s2/icons/ChevronDown";
import ChevronUp from "@react-spectrum/s2/icons/ChevronUp";
import { SegmentedControl, SegmentedControlItem } from "@react-spectrum/s2/SegmentedControl";
import { style } from "@react-spectrum/s2/style" with { type: "macro" };
import { ToggleButton } from "@react-spectrum/s2/ToggleButton";
import type { ComparisonLook } from "../../bindings/ComparisonLook";
import type { OpenComparison } from "../../bindings/OpenComparison";
import type { SideView } from "../../bindings/SideView";
import { Foreign } from "../../shared/Foreign";
import { LazyMenu } from "../../shared/LazyMenu";
import type { MenuEntry } from "../../shared/MenuButton";
import { bytes, count, listed } from "../../shared/size";
import { exact } from "../../shared/time";

const bar = style({
  display: "flex",
  flexWrap: "wrap",
  alignItems: "center",
  gap: 8,
  paddingX: 24,
  paddingY: 8,
});
const said = style({ font: "ui", fontWeight: "bold" });
const place = style({ font: "ui-sm", color: "neutral-subdued", minWidth: 48, textAlign: "center" });
const grow = style({ flexGrow: 1 });
const sides = style({ display: "flex", paddingX: 24, gap: 24, flexShrink: 0, font: "ui-sm" });
const side = style({ flexGrow: 1, flexShrink: 1, flexBasis: 0, minWidth: 0, overflowWrap: "anywhere" });
const soft = style({ color: "neutral-subdued" });

/** `3 differences: 1 added and 2 changed`. */
function saidOf(view: OpenComparison): string {
  const { counts, compared_as: as, differences, is_same: isSame, left, right } = view;
  if (as === "bytes") return isSame ? "The same bytes" : "The bytes differ";
  const statuses = [left.exchange?.status, right.exchange?.status];
  const other = statuses[0] && statuses[1] && statuses[0] !== statuses[1] ? "another status, " : "";
  if (differences === 0) return other ? "Another status, and the same body" : "The same";
  const lines = as === "lines" ? " lines" : "";
  const parts = [
    counts.added ? `${counts.added}${lines} added` : "",
    counts.removed ? `${counts.removed}${lines} removed` : "",
    counts.changed ? `${counts.changed} changed` : "",
    counts.moved ? `${counts.moved} moved` : "",
  ];
  return `${count(differences, "difference")}: ${other}${listed(parts)}`;
}

/** `#12 List libraries · Acme · Places`. */
function titleOf({ title, exchange }: SideView): string {
  return exchange ? `${title} ${exchange.name} · ${exchange.profile_title}` : title;
}

interface CompareHeadProps {
  view: OpenComparison;
  look: ComparisonLook;
  /** The difference that one is at, from 0; none before the first. */
  current: number | null;
  isCounting: boolean;
  copies: MenuEntry[];
  onLook: (look: ComparisonLook) => void;
  onCounting: (isOpen: boolean) => void;
  onPrevious: () => void;
  onNext: () => void;
  onSwap: () => void;
}

export function CompareHead(props: CompareHeadProps) {
  const { view, look, current, isCounting, copies, onLook, onCounting, onPrevious, onNext, onSwap } = props;
  const { differences } = view;
  return (
    <>
      <div className={sides}>
        {[view.left, view.right].map((one, n) => (
          <div key={n === 0 ? "left" : "right"} className={side}>
            <Foreign text={titleOf(one)} />
            <div className={soft}>
              {one.exchange
                ? `${exact(one.exchange.started_at)} · ${one.exchange.status ?? "no answer"} · ${bytes(one.bytes)}`
                : bytes(one.bytes)}
            </div>
          </div>
        ))}
      </div>
      <div className={bar}>
        <span className={said} role="status" data-testid="compare-said">
          {saidOf(view)}
        </span>
        <ActionButton
          size="S"
          isQuiet
          aria-label="Previous difference"
          isDisabled={!current}
          onPress={onPrevious}
          data-testid="previous-difference"
        >
          <ChevronUp />
        </ActionButton>
        <span className={place}>{differences > 0 && `${(current ?? -1) + 1} of ${differences}`}</span>
        <ActionButton
          size="S"
          isQuiet
          aria-label="Next difference"
          isDisabled={(current ?? -1) + 1 >= differences}
          onPress={onNext}
          data-testid="next-difference"
        >
          <ChevronDown />
        </ActionButton>
        <span className={grow} />
        <SegmentedControl
          aria-label="How the two sides are arranged"
          selectedKey={look.merged ? "merged" : "beside"}
          onSelectionChange={(key) => onLook({ ...look, merged: key === "merged" })}
        >
          <SegmentedControlItem id="beside">Side by side</SegmentedControlItem>
          <SegmentedControlItem id="merged">Merged</SegmentedControlItem>
        </SegmentedControl>
        <ToggleButton
          size="S"
          isSelected={look.only_differences}
          onChange={(only_differences) => onLook({ ...look, only_differences })}
        >
          Only differences
        </ToggleButton>
        <ToggleButton size="S" isSelected={isCounting} onChange={onCounting}>
          What counts
        </ToggleButton>
        <LazyMenu label="Copy" icon="word" size="S" entries={copies} testId="copy-comparison" />
        <ActionButton size="S" onPress={onSwap}>
          Swap
        </ActionButton>
      </div>
    </>
  );
}
