/*
 * An answer's body, of any size: in the look that one chooses, with what is found in it and what a JSONPath leads to.
 */
import { ActionButton } from "@react-spectrum/s2/ActionButton";
import Search from "@react-spectrum/s2/icons/Search";
import { SegmentedControl, SegmentedControlItem } from "@react-spectrum/s2/SegmentedControl";
import { style } from "@react-spectrum/s2/style" with { type: "macro" };
import { TextField } from "@react-spectrum/s2/TextField";
import { ToggleButton } from "@react-spectrum/s2/ToggleButton";
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import type { BodyAt } from "../../bindings/BodyAt";
import type { BodyLook } from "../../bindings/BodyLook";
import type { BodyPattern } from "../../bindings/BodyPattern";
import type { BodyResults } from "../../bindings/BodyResults";
import type { BodyView } from "../../bindings/BodyView";
import type { ExchangeView } from "../../bindings/ExchangeView";
import type { TableWish } from "../../bindings/TableWish";
import { settle, useTask, waiting, type Async } from "../../shared/async";
import { Busy } from "../../shared/Busy";
import { useCommands } from "../../shared/commands";
import { copyPlain } from "../../shared/copied";
import { LazyMenu } from "../../shared/LazyMenu";
import { toProblem } from "../../shared/problem";
import { ProblemNote } from "../../shared/ProblemNote";
import { bytes, count as counted } from "../../shared/size";
import { tell, tellProblem } from "../../shared/toast";
import type { Goal } from "../../shared/VirtualRows";
import type { Bodies } from "./bodies";
import { BodyRows } from "./BodyRows";
import { BodyTable } from "./BodyTable";
import { BodyTree } from "./BodyTree";
import { FindBar } from "./FindBar";

interface AnswerBodyProps {
  exchange: ExchangeView;
  bodies: Bodies;
}

const all = style({ display: "flex", flexDirection: "column", height: "full", minHeight: 0, minWidth: 0 });
const bar = style({ display: "flex", alignItems: "center", gap: 8, paddingY: 4, flexWrap: "wrap" });
const note = style({ font: "ui-sm", color: "neutral-subdued", margin: 0 });
const path = style({ flexGrow: 1, minWidth: 120, maxWidth: 320 });
const picture = style({ maxWidth: "full", objectFit: "contain" });
const scroll = style({ overflow: "auto", flexGrow: 1, minHeight: 0 });

/** How often it is asked how far a large body was looked through. */
const ASK_EVERY = 300;

const LOOKS: Record<BodyLook, string> = {
  formatted: "Formatted",
  raw: "Raw",
  tree: "Tree",
  table: "Table",
  page: "Text",
  picture: "Picture",
  hex: "Hex",
};

/** Does what may fail, and tells why it did. */
const tried = (work: () => Promise<void>) => work().catch((error: unknown) => tellProblem(toProblem(error)));

export function AnswerBody({ exchange, bodies }: AnswerBodyProps) {
  const { id } = exchange.summary;
  const [query, setQuery] = useState<string | null>(null);
  const of = useMemo<BodyAt>(() => ({ id, charset: null, query }), [id, query]);
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
      .run(() => bodies.answerQuery(crypto.randomUUID(), { id, charset: null, query: null }, written))
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
    tried(async () => copyPlain(what, await bodies.answerText(of, from, to)));
  const copyValue = (what: "Value" | "Path") =>
    tried(async () => {
      const place = await bodies.answerPath(of, here.current?.at ?? 0);
      if (what === "Path") return copyPlain(what, place.path);
      return copyPlain(what, await bodies.answerText(of, place.at, place.end));
    });
  const save = (form: "raw" | "formatted" | "table") =>
    tried(async () => {
      const saved = await bodies.answerSave(of, form === "table" ? { form, wish: wish.current } : { form });
      if (saved !== null) await tell(`Saved to ${saved}`);
    });
  const isJson = view.kind === "json";
  const copies = [
    { id: "copy-all", title: "Copy all", run: () => void copyStretch("Answer", 0, view.text_bytes) },
    {
      id: "copy-row",
      title: "Copy row",
      run: () => void copyStretch("Row", here.current?.at ?? 0, here.current?.end ?? 0),
    },
    ...(isJson
      ? [
          { id: "copy-value", title: "Copy value", run: () => void copyValue("Value") },
          { id: "copy-path", title: "Copy path", run: () => void copyValue("Path") },
        ]
      : []),
  ];
  const saves = [
    { id: "save-raw", title: "Save as…", run: () => void save("raw") },
    ...(view.looks.includes("formatted")
      ? [{ id: "save-formatted", title: "Save formatted…", run: () => void save("formatted") }]
      : []),
    ...(isJson ? [{ id: "save-table", title: "Save table as CSV…", run: () => void save("table") }] : []),
  ];
  const hasRows = look === "formatted" || look === "raw" || look === "page" || look === "hex";
  return (
    <div className={all}>
      <div className={bar}>
        <SegmentedControl
          aria-label="How the body is shown"
          selectedKey={look}
          onSelectionChange={(key) => {
            setChosen(key as BodyLook);
            setGoal(undefined);
          }}
        >
          {view.looks.map((one) => (
            <SegmentedControlItem key={one} id={one}>
              {LOOKS[one]}
            </SegmentedControlItem>
          ))}
        </SegmentedControl>
        {(isJson || query !== null) && <QueryField onAsk={ask} />}
        <ActionButton isQuiet size="S" aria-label="Find in answer" onPress={() => setFinding(true)}>
          <Search />
        </ActionButton>
        {hasRows && (
          <ToggleButton size="S" isQuiet isSelected={wraps} onChange={setWraps}>
            Wrap
          </ToggleButton>
        )}
        <LazyMenu label="Copy" icon="copy" size="S" entries={copies} testId="copy-answer" />
        <LazyMenu label="Save" icon="copy" size="S" entries={saves} testId="save-answer" />
      </div>
      {finding && (
        <FindBar
          bodies={bodies}
          of={of}
          look={look}
          onPattern={setPattern}
          onMatch={(match) => {
            // What is found lies in the page as it came, and not in its text.
            if (!hasRows || look === "page") setChosen(view.looks.includes("formatted") ? "formatted" : "raw");
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
      <Remarks
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
          key={`${look} ${query}`}
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
          onCopyRow={(row) => void copyPlain("Row", row.text)}
        />
      )}
      {look === "tree" && (
        <BodyTree
          key={query}
          bodies={bodies}
          of={of}
          onNode={onPlace}
          onCopy={(node) => void copyStretch("Value", node.at, node.end)}
        />
      )}
      {look === "table" && <BodyTable key={query} bodies={bodies} of={of} onWish={onWish} />}
      {look === "picture" && <Picture bodies={bodies} of={of} />}
    </div>
  );
}

function QueryField({ onAsk }: { onAsk: (written: string) => void }) {
  const [written, setWritten] = useState("");
  return (
    <div className={path}>
      <TextField
        aria-label="JSONPath"
        size="S"
        placeholder="$.items[*].name"
        value={written}
        onChange={(next) => {
          setWritten(next);
          if (next === "") onAsk("");
        }}
        onKeyDown={(event) => {
          if (event.key === "Enter") onAsk(written);
          else event.continuePropagation();
        }}
      />
    </div>
  );
}

interface RemarksProps {
  view: BodyView;
  look: BodyLook;
  asked: Async<BodyResults>;
  onFault: (row: number) => void;
}

/** What is to be told of a body: that it is still looked through, where it is no JSON, which characters are none. */
function Remarks({ view, look, asked, onFault }: RemarksProps) {
  const { fault } = view;
  const said = [
    !view.is_whole && `${bytes(view.looked_through)} of ${bytes(view.text_bytes)} looked through…`,
    look === "page" && view.page_bytes < view.text_bytes && `the text of the first ${bytes(view.page_bytes)}`,
    view.undecodable > 0 && `Places that are no characters in ${view.charset}: ${view.undecodable}`,
    view.charset !== "UTF-8" && view.charset,
    asked.kind === "ready" && counted(asked.value.count, "result"),
    asked.kind === "ready" && asked.value.is_cut && "not all are shown, they are too large",
  ].filter(Boolean);
  return (
    <>
      {asked.kind === "waiting" && <Busy sentence="Following the path…" />}
      {asked.kind === "failed" && <ProblemNote problem={asked.problem} />}
      {said.length > 0 && (
        <p className={note} role="status" data-testid="body-remarks">
          {said.join(" · ")}
        </p>
      )}
      {fault && (
        <p className={note} data-testid="body-fault">
          {`Not JSON from line ${fault.line}, column ${fault.column} on. ${fault.sentence}. `}
          <ActionButton isQuiet size="XS" onPress={() => onFault(fault.row)}>
            Go there
          </ActionButton>
        </p>
      )}
    </>
  );
}

function Picture({ bodies, of }: { bodies: Bodies; of: BodyAt }) {
  const [address, setAddress] = useState<string | null | undefined>(undefined);
  useEffect(() => {
    let current = true;
    void settle(bodies.answerPicture(of)).then((outcome) => {
      if (current) setAddress(outcome.kind === "ready" ? outcome.value : null);
    });
    return () => {
      current = false;
    };
  }, [bodies, of]);
  if (address === undefined) return <Busy sentence="Reading the picture…" />;
  if (address === null) return <p className={note}>The picture is too large to be shown. Save it instead.</p>;
  return (
    <div className={scroll}>
      <img className={picture} src={address} alt="What the server answered" />
    </div>
  );
}

/** The body as far as it was looked through, asked for again until that is all. */
function useLookedThrough(bodies: Bodies, of: BodyAt): Async<BodyView> {
  const [held, setHeld] = useState<{ of: BodyAt; state: Async<BodyView> }>({ of, state: waiting });
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let current = true;
    const look = async () => {
      const state = await settle(bodies.answerLook(of));
      if (!current) return;
      setHeld({ of, state });
      if (state.kind === "ready" && !state.value.is_whole) timer = setTimeout(() => void look(), ASK_EVERY);
    };
    void look();
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [bodies, of]);
  // While results come in, what was there before stays: an empty pane would flicker.
  return held.of === of || held.state.kind === "ready" ? held.state : waiting;
}
