/*
 * Two answers, or an answer and a file: what differs, by line and as JSON. One goes from difference to difference, says what does not
 * count, and takes the result elsewhere.
 */
import { ActionButton } from "@react-spectrum/s2/ActionButton";
import { style } from "@react-spectrum/s2/style" with { type: "macro" };
import { useCallback, useMemo, useState } from "react";
import type { ComparedSide } from "../../bindings/ComparedSide";
import type { ComparisonLook } from "../../bindings/ComparisonLook";
import type { ComparisonText } from "../../bindings/ComparisonText";
import { Busy } from "../../shared/Busy";
import { useCommands } from "../../shared/commands";
import { copyPlain } from "../../shared/copied";
import { Empty } from "../../shared/Empty";
import { Foreign } from "../../shared/Foreign";
import { ProblemNote } from "../../shared/ProblemNote";
import { Scroll } from "../../shared/Scroll";
import { TabBar } from "../../shared/TabBar";
import { attempt } from "../../shared/toast";
import { CompareHead } from "./CompareHead";
import { CompareRows } from "./CompareRows";
import { EVERYTHING, type Comparisons } from "./comparisons";
import { Counts } from "./Counts";
import { HeaderDifferences } from "./HeaderDifferences";
import { useComparison, type Shown } from "./useComparison";
import { useSteps } from "./useSteps";

interface CompareProps {
  left: ComparedSide;
  right: ComparedSide;
  comparisons: Comparisons;
}

const page = style({ display: "flex", flexDirection: "column", flexGrow: 1, minHeight: 0, minWidth: 0 });
const pad = style({ paddingX: 24, paddingY: 12 });
const notes = style({ font: "ui-sm", color: "neutral-subdued", margin: 0, paddingX: 24, paddingBottom: 4 });
const body = style({ display: "flex", flexDirection: "column", height: "full", minHeight: 0, paddingX: 16 });
const foot = style({
  display: "flex",
  alignItems: "center",
  gap: 8,
  flexShrink: 0,
  minHeight: 40,
  paddingX: 24,
  font: "ui-sm",
  borderStyle: "solid",
  borderWidth: 0,
  borderTopWidth: 1,
  borderColor: "gray-200",
});
const path = style({ font: "code-sm", flexGrow: 1, minWidth: 0, overflowWrap: "anywhere" });
const hint = style({ color: "neutral-subdued", flexShrink: 0 });

export function Compare({ left, right, comparisons }: CompareProps) {
  const [isSwapped, setSwapped] = useState(false);
  const [counting, setCounting] = useState(EVERYTHING);
  const [look, setLook] = useState<ComparisonLook>({ merged: false, only_differences: true });
  const at = useMemo(
    () => ({ left: isSwapped ? right : left, right: isSwapped ? left : right, counting }),
    [left, right, isSwapped, counting],
  );
  const { shown, problem, isWaiting, stop, again } = useComparison(comparisons, at, look);
  const [isCounting, setIsCounting] = useState(false);
  const copy = useCallback(
    (what: string, form: ComparisonText) =>
      attempt(copyPlain(what, comparisons.comparisonText(crypto.randomUUID(), at, form))),
    [comparisons, at],
  );
  const steps = useSteps(comparisons, shown);
  const ignorable = steps.place?.ignorable ?? null;
  const ignore = useCallback(() => {
    if (ignorable === null) return;
    setCounting((now) => ({ ...now, ignored: [...new Set([...now.ignored, ignorable])] }));
    setIsCounting(true);
  }, [ignorable]);
  const { next, previous } = steps;
  useCommands(
    useMemo(
      () => [
        { id: "next-difference", title: "Next difference", group: "Compare", keys: "mod+g", run: next },
        {
          id: "previous-difference",
          title: "Previous difference",
          group: "Compare",
          keys: "mod+shift+g",
          run: previous,
        },
      ],
      [next, previous],
    ),
  );
  const isJson = shown?.view.compared_as === "json";
  return (
    <div className={page} data-testid="comparison" data-same={shown?.view.is_same}>
      {shown && (
        <CompareHead
          view={shown.view}
          look={look}
          current={steps.current}
          isCounting={isCounting}
          copies={[
            {
              id: "text",
              title: "What differs, as text",
              run: () => void copy("What differs", "text"),
            },
            {
              id: "patch",
              title: "JSON Patch",
              refused: isJson ? undefined : "They are not compared as JSON",
              run: () => void copy("JSON Patch", "patch"),
            },
          ]}
          onLook={setLook}
          onCounting={setIsCounting}
          onPrevious={previous}
          onNext={next}
          onSwap={() => setSwapped((now) => !now)}
        />
      )}
      {shown?.view.notes.map((note) => (
        <p key={note} className={notes} data-testid="compare-note">
          <Foreign text={note} />
        </p>
      ))}
      {isCounting && (
        <Counts
          counting={counting}
          suggestions={shown?.view.suggestions ?? []}
          leftOut={shown?.view.left_out ?? []}
          onChange={setCounting}
        />
      )}
      {isWaiting && (
        <div className={pad}>
          <Busy sentence="Comparing…" onCancel={stop} />
        </div>
      )}
      {problem && (
        <div className={pad}>
          <ProblemNote
            problem={problem}
            remedy={problem.code === "cancelled" ? { label: "Compare", run: again } : undefined}
          />
        </div>
      )}
      {shown && <Parts comparisons={comparisons} shown={shown} steps={steps} onIgnore={ignore} />}
      {shown && steps.place?.path != null && (
        <div className={foot}>
          <span className={path} data-testid="compare-path">
            <Foreign text={steps.place.path} />
          </span>
          <span className={hint}>n next · p previous · i ignore</span>
          {ignorable !== null && (
            <ActionButton size="S" onPress={ignore} data-testid="ignore-difference">
              {`Ignore ${ignorable}`}
            </ActionButton>
          )}
        </div>
      )}
    </div>
  );
}

interface PartsProps {
  comparisons: Comparisons;
  shown: Shown;
  steps: ReturnType<typeof useSteps>;
  onIgnore: () => void;
}

function Parts({ comparisons, shown, steps, onIgnore }: PartsProps) {
  const { view } = shown;
  const [tab, setTab] = useState<"body" | "headers">("body");
  return (
    <TabBar
      label="Parts of the comparison"
      tabs={[
        { id: "body", title: "Body" },
        { id: "headers", title: `Headers (${view.headers.length})` },
      ]}
      selected={tab}
      onSelect={setTab}
    >
      <div className={body}>
        {tab === "headers" && (
          <Scroll label="Headers that differ">
            <HeaderDifferences headers={view.headers} left={view.left.title} right={view.right.title} />
          </Scroll>
        )}
        {tab === "body" && view.rows > 0 && (
          <CompareRows
            comparisons={comparisons}
            shown={shown}
            goal={steps.goal}
            onRow={steps.onRow}
            onNext={steps.next}
            onPrevious={steps.previous}
            onIgnore={onIgnore}
          />
        )}
        {tab === "body" && view.rows === 0 && (
          <Empty title={view.is_same ? "The same" : "Nothing to show by line"}>
            {view.compared_as === "bytes"
              ? "One of the bodies is no text."
              : "Both bodies are empty, or are left out by what counts."}
          </Empty>
        )}
      </div>
    </TabBar>
  );
}
