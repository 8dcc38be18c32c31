/*
 * JSON as a table: a row for each object, cells as they came, sorted and filtered by the engine.
 */
import { style } from "@react-spectrum/s2/style" with { type: "macro" };
import { SearchField } from "@react-spectrum/s2/SearchField";
import { useCallback, useEffect, useMemo, useState } from "react";
import type { BodyAt } from "../../bindings/BodyAt";
import type { BodyTable as Table } from "../../bindings/BodyTable";
import type { BodyTableRow } from "../../bindings/BodyTableRow";
import type { TableWish } from "../../bindings/TableWish";
import { settle, useSettled, type Async, waiting } from "../../shared/async";
import { Busy } from "../../shared/Busy";
import { explained } from "../../shared/explain";
import { highlighted } from "../../shared/highlight";
import { ProblemNote } from "../../shared/ProblemNote";
import { count as counted } from "../../shared/size";
import { VirtualRows } from "../../shared/VirtualRows";
import { visibleJson, visibleLine } from "../../shared/visible";
import type { Bodies } from "./bodies";

interface BodyTableProps {
  bodies: Bodies;
  of: BodyAt;
  onWish: (wish: TableWish) => void;
}

const bar = style({ display: "flex", alignItems: "center", gap: 8, paddingY: 4 });
const note = style({ font: "ui-sm", color: "neutral-subdued" });
const all = style({ display: "flex", flexDirection: "column", flexGrow: 1, minHeight: 0, minWidth: 0 });

const draw = (row: BodyTableRow) => (
  <span className="table-row">
    <span className="table-number row-line" data-line={row.number + 1} />
    {row.cells.map((cell, column) => (
      <span
        // Columns have no identity but their place.
        // oxlint-disable-next-line react/no-array-index-key
        key={column}
        className="table-cell"
        title={cell
          .map((one) => [visibleLine(one.text), explained(one.text)].filter(Boolean).join("\n"))
          .join("\n")}
      >
        {highlighted(
          cell.map((one) => visibleJson(one.text) + (one.is_whole ? "" : "…")).join(" | "),
          "json",
        )}
      </span>
    ))}
  </span>
);

export function BodyTable({ bodies, of, onWish }: BodyTableProps) {
  const [sort, setSort] = useState<{ column: number; descending: boolean } | null>(null);
  const [typed, setTyped] = useState("");
  const filter = useSettled(typed, 200);
  const wish = useMemo<TableWish>(
    () => ({ sort: sort?.column ?? null, descending: sort?.descending ?? false, filter }),
    [sort, filter],
  );
  const [state, setState] = useState<Async<Table>>(waiting);
  useEffect(() => {
    let current = true;
    onWish(wish);
    void settle(bodies.answerTable(of, wish, 0, 0)).then((settled) => {
      if (current) setState(settled);
    });
    return () => {
      current = false;
    };
  }, [bodies, of, wish, onWish]);
  const load = useCallback(
    async (from: number, most: number) => (await bodies.answerTable(of, wish, from, most)).rows,
    [bodies, of, wish],
  );
  if (state.kind === "failed") return <ProblemNote problem={state.problem} />;
  if (state.kind !== "ready") return <Busy sentence="Making a table…" />;
  const { columns, count, of: total, has_more_columns } = state.value;
  const turn = (column: number) =>
    setSort((now) => {
      if (now?.column !== column) return { column, descending: false };
      return now.descending ? null : { column, descending: true };
    });
  const head = (
    <div className="table-row table-head" role="presentation">
      <span className="table-number" />
      {columns.map((name, column) => (
        <button
          key={name}
          type="button"
          className="table-cell table-name"
          onClick={() => turn(column)}
          aria-label={`Sort by ${name || "value"}`}
          data-sorted={sort?.column === column ? (sort.descending ? "down" : "up") : undefined}
        >
          {visibleLine(name) || "(value)"}
        </button>
      ))}
    </div>
  );
  return (
    <div className={all}>
      <div className={bar}>
        <SearchField
          aria-label="Filter rows"
          size="S"
          value={typed}
          onChange={setTyped}
          placeholder="Filter rows"
        />
        <span className={note} role="status">
          {count === total ? counted(total, "row") : `${count} of ${counted(total, "row")}`}
          {has_more_columns && ` · the first ${columns.length} columns`}
        </span>
      </div>
      <VirtualRows
        label="Body of the answer"
        testId="answer-body"
        count={count}
        load={load}
        draw={draw}
        head={head}
      />
    </div>
  );
}
