/*
 * An answer's body, of any size: in the look that one chooses, with what is found in it and what a JSONPath leads to.
 */
import { style } from "@react-spectrum/s2/style" with { type: "macro" };
import { useCallback, useMemo, useRef, useState } from "react";
import type { BodyAt } from "../../bindings/BodyAt";
import type { BodyLook } from "../../bindings/BodyLook";
import type { BodyPattern } from "../../bindings/BodyPattern";
import type { BodyResults } from "../../bindings/BodyResults";
import type { ExchangeId } from "../../bindings/ExchangeId";
import type { ExchangeView } from "../../bindings/ExchangeView";
import type { TableWish } from "../../bindings/TableWish";
import { useTask } from "../../shared/async";
import { Busy } from "../../shared/Busy";
import { useCommands } from "../../shared/commands";
import { copyPlain } from "../../shared/copied";
import { ProblemNote } from "../../shared/ProblemNote";
import { count } from "../../shared/size";
import { attempt, tell } from "../../shared/toast";
import type { Goal } from "../../shared/VirtualRows";
import type { Bodies } from "./bodies";
import { BodyBar } from "./BodyBar";
import { BodyPicture } from "./BodyPicture";
import { BodyRemarks } from "./BodyRemarks";
import { BodyRows } from "./BodyRows";
import { BodyTable } from "./BodyTable";
import { BodyTree } from "./BodyTree";
import { FindBar } from "./FindBar";
import { useLookedThrough } from "./useLookedThrough";

interface AnswerBodyProps {
  exchange: ExchangeView;
  /** Several pages of one list, whose elements are shown in its place; empty for the answer itself. */
  pages: ExchangeId[];
  bodies: Bodies;
}

const all = style({ display: "flex", flexDirection: "column", height: "full", minHeight: 0, minWidth: 0 });
const note = style({ font: "ui-sm", color: "neutral-subdued", margin: 0 });

/** A spreadsheet carries out what looks like a formula, whoever wrote it. */
function saidOfCells(defused: number): string {
  if (defused === 0) return "";
  const cells = count(defused, "cell");
  return `${cells} that a spreadsheet would take for a formula begin with an apostrophe.`;
}

export function AnswerBody({ exchange, pages, bodies }: AnswerBodyProps) {
  const { id } = exchange.summary;
  const [query, setQuery] = useState<string | null>(null);
  const [charset, setCharset] = useState<string | null>(null);
  const of = useMemo<BodyAt>(() => ({ id, charset, query, pages }), [id, charset, query, pages]);
  const state = useLookedThrough(bodies, of);
  const [chosen, setChosen] = useState<BodyLook | null>(null);
  const [finding, setFinding] = useState(false);
  const [wraps, setWraps] = useState(false);
  const [pattern, setPattern] = useState<BodyPattern | null>(null);
  const [found, setFound] = useState<number | null>(null);
  const [goal, setGoal] = useState<Goal>();
  const wish = useRef<TableWish>({ sort: null, descending: false, filter: "" });
  /** Where the row or value lies that one stands on. */
  const here = useRef<{ at: number; end: number } | null>(null);
  const asked = useTask<BodyResults>();

  useCommands(
    useMemo(
      () => [
        {
          id: "find",
          title: "Find in answer",
          group: "Requests",
          keys: "mod+f",
          run: () => setFinding(true),
        },
      ],
      [],
    ),
  );
  const onWish = useCallback((next: TableWish) => {
    wish.current = next;
  }, []);
  const onPlace = useCallback((place: { at: number; end: number } | undefined) => {
    here.current = place ?? null;
  }, []);

  const ask = (written: string) => {
    setPattern(null);
    setGoal(undefined);
    if (written.trim() === "") {
      asked.reset();
      return setQuery(null);
    }
    void asked
      .run(() => bodies.answerQuery(crypto.randomUUID(), { ...of, query: null }, written))
      .then((outcome) => outcome.kind === "ready" && setQuery(written));
  };

  if (state.kind === "failed") return <ProblemNote problem={state.problem} />;
  if (state.kind !== "ready") return <Busy sentence="Opening the answer…" />;
  const view = state.value;
  if (view.kind === "empty" && query === null) {
    // What was not kept is told in its place.
    const said = exchange.body.text || "The answer has no body.";
    return <p className={note}>{said}</p>;
  }
  const look = chosen && view.looks.includes(chosen) ? chosen : (view.looks[0] ?? "raw");
  const copyStretch = (what: string, from: number, to: number) =>
    copyPlain(what, bodies.answerText(of, from, to));
  const copyValue = (what: "Value" | "Path") => {
    const place = bodies.answerPath(of, here.current?.at ?? 0);
    const text = place.then(({ path, at, end }) => (what === "Path" ? path : bodies.answerText(of, at, end)));
    return copyPlain(what, text);
  };
  const save = async (form: "raw" | "formatted" | "table") => {
    const saved = await bodies.answerSave(of, form === "table" ? { form, wish: wish.current } : { form });
    if (saved !== null) tell(`Saved to ${saved.path}. ${saidOfCells(saved.defused)}`.trim());
  };
  const isJson = view.kind === "json";
  const copies = [
    { id: "copy-all", title: "Copy all", run: () => void attempt(copyStretch("Answer", 0, view.text_bytes)) },
    {
      id: "copy-row",
      title: "Copy row",
      run: () => void attempt(copyStretch("Row", here.current?.at ?? 0, here.current?.end ?? 0)),
    },
    ...(isJson
      ? [
          { id: "copy-value", title: "Copy value", run: () => void attempt(copyValue("Value")) },
          { id: "copy-path", title: "Copy path", run: () => void attempt(copyValue("Path")) },
        ]
      : []),
  ];
  const saves = [
    { id: "save-raw", title: "Save as…", run: () => void attempt(save("raw")) },
    ...(view.looks.includes("formatted")
      ? [{ id: "save-formatted", title: "Save formatted…", run: () => void attempt(save("formatted")) }]
      : []),
    ...(isJson
      ? [{ id: "save-table", title: "Save table as CSV…", run: () => void attempt(save("table")) }]
      : []),
  ];
  const hasRows = look === "formatted" || look === "raw" || look === "page" || look === "hex";
  return (
    <div className={all}>
      <BodyBar
        looks={view.looks}
        look={look}
        onLook={(next) => {
          setChosen(next);
          setGoal(undefined);
        }}
        onPath={isJson || query !== null ? ask : null}
        charset={view.kind === "picture" || query !== null ? null : view.charset}
        charsets={view.charsets}
        onCharset={setCharset}
        onFind={() => setFinding(true)}
        wraps={hasRows ? wraps : null}
        onWraps={setWraps}
        copies={copies}
        saves={saves}
      />
      {finding && (
        <FindBar
          bodies={bodies}
          of={of}
          look={look}
          onPattern={setPattern}
          onMatch={(match) => {
            // What is found lies in the page as it came, and not in its text.
            if (!hasRows || look === "page")
              setChosen(view.looks.includes("formatted") ? "formatted" : "raw");
            setFound(match.at);
            setGoal((before) => ({ row: match.row, turn: (before?.turn ?? 0) + 1 }));
          }}
          onClose={() => {
            setFinding(false);
            setPattern(null);
            setFound(null);
          }}
        />
      )}
      <BodyRemarks
        view={view}
        look={look}
        asked={asked.state}
        onFault={(row) => {
          setChosen("formatted");
          setGoal((before) => ({ row, turn: (before?.turn ?? 0) + 1 }));
        }}
      />
      {hasRows && (
        <BodyRows
          key={`${look} ${query} ${charset}`}
          bodies={bodies}
          of={of}
          look={look}
          count={view.rows[look]}
          isJson={isJson && look !== "hex"}
          wraps={wraps}
          pattern={look === "hex" ? null : pattern}
          found={found}
          goal={goal}
          onRow={onPlace}
          onCopyRow={(row) => void attempt(copyPlain("Row", row.text))}
        />
      )}
      {look === "tree" && (
        <BodyTree
          key={`${query} ${charset}`}
          bodies={bodies}
          of={of}
          onNode={onPlace}
          onCopy={(node) => void attempt(copyStretch("Value", node.at, node.end))}
        />
      )}
      {look === "table" && <BodyTable key={`${query} ${charset}`} bodies={bodies} of={of} onWish={onWish} />}
      {look === "picture" && <BodyPicture bodies={bodies} of={of} />}
    </div>
  );
}
