/*
 * A comparison as a place of its own, with the way back to where one came from.
 */
import { style } from "@react-spectrum/s2/style" with { type: "macro" };
import type { ComparedSide } from "../bindings/ComparedSide";
import { Compare } from "../features/compare/Compare";
import { usePlatform } from "../platform";
import { BackBar } from "../shared/BackBar";
import type { Place } from "./place";
import { useWindowState } from "./useWindowState";

interface ComparePageProps {
  left: ComparedSide;
  right: ComparedSide;
  back: Place;
}

const page = style({ display: "flex", flexDirection: "column", height: "full", minHeight: 0 });

export default function ComparePage({ left, right, back }: ComparePageProps) {
  const platform = usePlatform();
  const { go } = useWindowState();
  return (
    <div className={page} data-testid="compare-page">
      <BackBar onBack={() => go(back)} testId="compare-back">
        Compare
      </BackBar>
      <Compare left={left} right={right} comparisons={platform} />
    </div>
  );
}
