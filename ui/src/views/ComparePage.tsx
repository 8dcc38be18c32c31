/*
 * A comparison as a place of its own, with the way back to where one came from.
 */
import { ActionButton } from "@react-spectrum/s2/ActionButton";
import { style } from "@react-spectrum/s2/style" with { type: "macro" };
import type { ComparedSide } from "../bindings/ComparedSide";
import { Compare } from "../features/compare/Compare";
import { usePlatform } from "../platform";
import type { Place } from "./place";
import { useWindowState } from "./useWindowState";

interface ComparePageProps {
  left: ComparedSide;
  right: ComparedSide;
  back: Place;
}

const page = style({ display: "flex", flexDirection: "column", height: "full", minHeight: 0 });
const bar = style({
  display: "flex",
  alignItems: "center",
  gap: 12,
  paddingX: 24,
  paddingY: 12,
  flexShrink: 0,
});
const title = style({ font: "title-lg", margin: 0 });

export default function ComparePage({ left, right, back }: ComparePageProps) {
  const platform = usePlatform();
  const { go } = useWindowState();
  return (
    <div className={page} data-testid="compare-page">
      <div className={bar}>
        <ActionButton size="S" onPress={() => go(back)} data-testid="compare-back">
          Back
        </ActionButton>
        <h1 className={title}>Compare</h1>
      </div>
      <Compare left={left} right={right} comparisons={platform} />
    </div>
  );
}
