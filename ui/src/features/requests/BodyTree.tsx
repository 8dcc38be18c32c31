/*
 * JSON as a tree: values that can be folded, each with its name and text as it came.
 */
import { useCallback, useEffect, useMemo, useState } from "react";
import type { BodyAt } from "../../bindings/BodyAt";
import type { BodyNode } from "../../bindings/BodyNode";
import { settle } from "../../shared/async";
import { explained } from "../../shared/explain";
import { highlighted } from "../../shared/highlight";
import { count as counted } from "../../shared/size";
import { attempt, tellProblem } from "../../shared/toast";
import { VirtualRows } from "../../shared/VirtualRows";
import { visibleJson } from "../../shared/visible";
import type { Bodies } from "./bodies";

/** A value whose children are shown. */
interface Open {
  at: number | null;
  /** Where it ends in the text. */
  end: number;
  count: number;
  below: Array<{ number: number; open: Open }>;
}

interface Shown {
  node: BodyNode;
  depth: number;
}

interface BodyTreeProps {
  bodies: Bodies;
  of: BodyAt;
  onNode: (node: BodyNode | undefined) => void;
  onCopy: (node: BodyNode) => void;
}

/** So many values at the top are shown; there is one, unless the text is of JSON lines. */
const MOST_ROOTS = 2000;

const NOTHING: Open = { at: null, end: Infinity, count: 0, below: [] };

const sizeOf = (open: Open): number => open.below.reduce((sum, one) => sum + sizeOf(one.open), open.count);

export function BodyTree({ bodies, of, onNode, onCopy }: BodyTreeProps) {
  const [root, setRoot] = useState<Open>(NOTHING);
  useEffect(() => {
    let current = true;
    const begin = async () => {
      const { nodes } = await bodies.answerChildren(of, null, 0, MOST_ROOTS);
      const begun: Open = { ...NOTHING, count: nodes.length, below: [] };
      const [only] = nodes;
      if (nodes.length === 1 && only && only.kind !== "string") {
        const { count } = await bodies.answerChildren(of, only.at, 0, 0);
        if (count > 0)
          begun.below.push({ number: 0, open: { at: only.at, end: only.end, count, below: [] } });
      }
      if (current) setRoot(begun);
    };
    void settle(begin()).then((begun) => {
      if (current && begun.kind === "failed") tellProblem(begun.problem);
    });
    return () => {
      current = false;
    };
  }, [bodies, of]);

  const load = useCallback(
    (from: number, most: number) => shown(bodies, of, root, from, most),
    [bodies, of, root],
  );
  const opened = useMemo(() => new Set(placesOf(root)), [root]);
  const toggle = useCallback(
    async ({ node }: Shown, wanted: "open" | "closed" | "other") => {
      const isOpen = opened.has(node.at);
      if (wanted !== "other" && (wanted === "open") === isOpen) return;
      if (isOpen) return setRoot((now) => without(now, node.at));
      const { count } = await bodies.answerChildren(of, node.at, 0, 0);
      if (count > 0) setRoot((now) => withOpen(now, node, { at: node.at, end: node.end, count, below: [] }));
    },
    [bodies, of, opened],
  );

  const draw = (row: Shown) => {
    const { node, depth } = row;
    const isContainer = node.kind === "object" || node.kind === "array";
    const isOpen = opened.has(node.at);
    return (
      <span style={{ paddingInlineStart: `${Math.min(depth, 40) * 2}ch` }}>
        {isContainer && node.children !== 0 ? (
          <button
            type="button"
            className="tree-fold"
            tabIndex={-1}
            aria-label={isOpen ? "Close" : "Open"}
            aria-expanded={isOpen}
            onClick={() => void attempt(toggle(row, "other"))}
          />
        ) : (
          <span className="tree-fold-none" />
        )}
        {node.name === null ? (
          <span className="row-line">{node.number} </span>
        ) : (
          <span className="code-name">{visibleJson(node.name)}: </span>
        )}
        {isContainer ? (
          <span>
            {node.kind === "object" ? "{…}" : "[…]"}{" "}
            <span className="row-line">
              {node.children === null ? "many values" : counted(node.children, "value")}
            </span>
          </span>
        ) : (
          <span title={node.is_whole ? explained(node.text) : undefined}>
            {highlighted(visibleJson(node.text) + (node.is_whole ? "" : "…"), "json")}
          </span>
        )}
      </span>
    );
  };
  return (
    <VirtualRows
      label="Body of the answer"
      testId="answer-body"
      count={sizeOf(root)}
      load={load}
      draw={draw}
      onRow={(row) => onNode(row?.node)}
      onKey={(key, row) => {
        if (!row) return false;
        if (key === "ArrowRight" || key === "ArrowLeft") {
          void attempt(toggle(row, key === "ArrowRight" ? "open" : "closed"));
          return true;
        }
        if (key !== "c" || getSelection()?.toString()) return false;
        onCopy(row.node);
        return true;
      }}
    />
  );
}

function placesOf(open: Open): number[] {
  return open.below.flatMap(({ open: one }) => [...(one.at === null ? [] : [one.at]), ...placesOf(one)]);
}

function without(open: Open, at: number): Open {
  const below = open.below
    .filter((one) => one.open.at !== at)
    .map(({ number, open: inner }) => ({ number, open: without(inner, at) }));
  return { ...open, below };
}

/** With a value's children shown, among those of the value that it is in. */
function withOpen(open: Open, node: BodyNode, added: Open): Open {
  const around = open.below.find((one) => (one.open.at ?? 0) < node.at && node.at < one.open.end);
  const below = around
    ? open.below.map((one) => (one === around ? { ...one, open: withOpen(one.open, node, added) } : one))
    : [...open.below, { number: node.number, open: added }].toSorted((a, b) => a.number - b.number);
  return { ...open, below };
}

/** Rows of the tree as it is folded now. */
async function shown(bodies: Bodies, of: BodyAt, open: Open, from: number, most: number): Promise<Shown[]> {
  const wanted: Array<{ at: number | null; from: number; count: number; depth: number }> = [];
  collect(open, 0, { skip: from, left: most }, wanted);
  const parts = await Promise.all(
    wanted.map(async ({ at, from: first, count, depth }) => {
      const { nodes } = await bodies.answerChildren(of, at, first, count);
      return nodes.map((node) => ({ node, depth }));
    }),
  );
  return parts.flat();
}

/** Which children of which values are in a stretch of rows, in their order. */
function collect(
  open: Open,
  depth: number,
  still: { skip: number; left: number },
  into: Array<{ at: number | null; from: number; count: number; depth: number }>,
) {
  let number = 0;
  const take = (upTo: number) => {
    const skipped = Math.min(still.skip, upTo - number);
    still.skip -= skipped;
    number += skipped;
    const count = Math.min(still.left, upTo - number);
    if (count > 0) into.push({ at: open.at, from: number, count, depth });
    still.left -= Math.max(0, count);
    number = upTo;
  };
  for (const one of open.below) {
    take(one.number + 1);
    if (still.left <= 0) return;
    const size = sizeOf(one.open);
    if (still.skip >= size) still.skip -= size;
    else collect(one.open, depth + 1, still, into);
    if (still.left <= 0) return;
  }
  take(open.count);
}
