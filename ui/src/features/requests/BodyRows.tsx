/*
 * A body in rows: formatted, raw, the text of a page, or its bytes.
 */
import { useCallback } from "react";
import type { BodyAt } from "../../bindings/BodyAt";
import type { BodyLook } from "../../bindings/BodyLook";
import type { BodyPattern } from "../../bindings/BodyPattern";
import type { BodyRow } from "../../bindings/BodyRow";
import { highlighted } from "../../shared/highlight";
import { VirtualRows, type Goal } from "../../shared/VirtualRows";
import { visibleJson, visibleLine } from "../../shared/visible";
import type { Bodies } from "./bodies";

interface BodyRowsProps {
  bodies: Bodies;
  of: BodyAt;
  look: BodyLook;
  count: number;
  /** Rows that are JSON are coloured. */
  isJson: boolean;
  wraps: boolean;
  pattern: BodyPattern | null;
  /** Where the match begins that one stands on. */
  found: number | null;
  goal: Goal | undefined;
  onRow: (row: BodyRow | undefined) => void;
  onCopyRow: (row: BodyRow) => void;
}

/** Deeper rows are not moved further to the right: nobody would see them. */
const DEEPEST = 40;

export function BodyRows(props: BodyRowsProps) {
  const { bodies, of, look, count, isJson, wraps, pattern, found, goal, onRow, onCopyRow } = props;
  const load = useCallback(
    (from: number, most: number) => bodies.answerRows(of, look, from, most, pattern),
    [bodies, of, look, pattern],
  );
  const width = `${String(count).length + 1}ch`;
  const draw = (row: BodyRow) => (
    <>
      {look !== "hex" && (
        <span
          className="row-line"
          style={{ minWidth: width }}
          data-line={row.continued ? "" : row.line}
          aria-hidden
        />
      )}
      <span
        className={row.is_behind_fault ? "row-behind-fault" : undefined}
        style={{ paddingInlineStart: `${Math.min(row.depth, DEEPEST) * 2}ch` }}
      >
        {pieces(row, isJson && !row.is_behind_fault, found)}
      </span>
    </>
  );
  return (
    <VirtualRows
      label="Body of the answer"
      testId="answer-body"
      count={count}
      load={load}
      draw={draw}
      goal={goal}
      wraps={wraps}
      onRow={onRow}
      onKey={(key, row) => {
        if (key !== "c" || !row || getSelection()?.toString()) return false;
        onCopyRow(row);
        return true;
      }}
    />
  );
}

/** The row's text with what was found in it. What cannot be seen is written as an escape. */
function pieces(row: BodyRow, isJson: boolean, found: number | null) {
  const shown = (text: string) =>
    isJson ? highlighted(visibleJson(text), "json") : visibleLine(text.replaceAll("\t", "    "));
  if (row.marks.length === 0) return shown(row.text);
  const parts = [];
  let done = 0;
  const isHere = found !== null && found >= row.at && found < row.end;
  for (const [n, [from, to]] of row.marks.entries()) {
    parts.push(<span key={`${from}-`}>{shown(row.text.slice(done, from))}</span>);
    parts.push(
      <mark key={from} className={isHere && n === 0 ? "row-found row-found-here" : "row-found"}>
        {visibleLine(row.text.slice(from, to))}
      </mark>,
    );
    done = to;
  }
  parts.push(<span key="end">{shown(row.text.slice(done))}</span>);
  return parts;
}
