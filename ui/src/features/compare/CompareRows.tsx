/*
 * The rows of a comparison, beside each other or in one column. Colour, sign and a word for screen readers say the same of each.
 */
import { useCallback } from "react";
import type { ComparisonCell } from "../../bindings/ComparisonCell";
import type { ComparisonMark } from "../../bindings/ComparisonMark";
import type { ComparisonRow } from "../../bindings/ComparisonRow";
import { heard } from "../../shared/heard";
import { highlighted } from "../../shared/highlight";
import { count } from "../../shared/size";
import { visibleJson, visibleLine } from "../../shared/visible";
import { VirtualRows, type Goal } from "../../shared/VirtualRows";
import type { Comparisons } from "./comparisons";
import type { Shown } from "./useComparison";

interface CompareRowsProps {
  comparisons: Comparisons;
  shown: Shown;
  goal: Goal | undefined;
  onRow: (row: ComparisonRow | undefined) => void;
  onNext: () => void;
  onPrevious: () => void;
  onIgnore: () => void;
}

/** Deeper rows are not moved further to the right: nobody would see them. */
const DEEPEST = 24;

const SIGNS: Record<ComparisonMark, string> = {
  same: " ",
  changed: "~",
  removed: "−",
  added: "+",
  moved: "↕",
  ignored: "·",
  left_out: " ",
};
const SPOKEN: Record<ComparisonMark, string> = {
  same: "",
  changed: "Changed: ",
  removed: "Only left: ",
  added: "Only right: ",
  moved: "Moved: ",
  ignored: "Ignored: ",
  left_out: "",
};

export function CompareRows(props: CompareRowsProps) {
  const { comparisons, shown, goal, onRow, onNext, onPrevious, onIgnore } = props;
  const { at, look, view } = shown;
  const load = useCallback(
    (from: number, most: number) => comparisons.comparisonRows(at, look, from, most),
    [comparisons, at, look],
  );
  const isJson = view.compared_as === "json";
  const draw = (row: ComparisonRow) => {
    if (row.mark === "left_out") {
      return (
        <span className="compare-left-out" style={indent(row.depth)}>
          … {leftOut(row.left_out, isJson)}, the same
        </span>
      );
    }
    if (look.merged) return <Side row={row} cell={row.left ?? row.right} isJson={isJson} />;
    return (
      <>
        <Side row={row} cell={row.left} isJson={isJson} />
        <Side row={row} cell={row.right} isJson={isJson} isSecond={row.left !== null} />
      </>
    );
  };
  const keys: Record<string, () => void> = { n: onNext, p: onPrevious, i: onIgnore };
  return (
    <VirtualRows
      key={`${look.merged} ${look.only_differences}`}
      label="What differs"
      testId="compare-rows"
      count={view.rows}
      load={load}
      draw={draw}
      goal={goal}
      fits={!look.merged}
      onRow={onRow}
      onKey={(key) => {
        keys[key]?.();
        return key in keys;
      }}
    />
  );
}

const leftOut = (number: number, isJson: boolean) => count(number, isJson ? "value" : "line");

const indent = (depth: number) => ({ paddingInlineStart: `${Math.min(depth, DEEPEST) * 2}ch` });

interface SideProps {
  row: ComparisonRow;
  cell: ComparisonCell | null;
  isJson: boolean;
  /** What the row is was said of its first side. */
  isSecond?: boolean;
}

function Side({ row, cell, isJson, isSecond = false }: SideProps) {
  if (!cell) return <span className="compare-cell" data-mark="none" />;
  const { mark, depth, moved } = row;
  return (
    <span className="compare-cell" data-mark={mark}>
      {cell.line !== null && <span className="row-line compare-line" data-line={cell.line} aria-hidden />}
      <span className="compare-sign" aria-hidden>
        {SIGNS[mark]}
      </span>
      {!isSecond && SPOKEN[mark] && <span className={heard}>{SPOKEN[mark]}</span>}
      <span className="compare-text" style={isJson ? indent(depth) : undefined}>
        {isJson
          ? highlighted(visibleJson(cell.text), "json")
          : visibleLine(cell.text.replaceAll("\t", "    "))}
        {cell.is_cut && "…"}
        {cell.is_unended && <span className="compare-note"> no line break at the end</span>}
        {moved && (
          <span className="compare-note">
            {" "}
            {moved[0] === moved[1]
              ? `still at place ${moved[0] + 1}, among others`
              : `from place ${moved[0] + 1} to ${moved[1] + 1}`}
          </span>
        )}
      </span>
    </span>
  );
}
