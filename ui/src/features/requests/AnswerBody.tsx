/*
 * An answer's body: as far as it was fetched, more of it on demand, and a search in what is there.
 */
import { ActionButton } from "@react-spectrum/s2/ActionButton";
import { style } from "@react-spectrum/s2/style" with { type: "macro" };
import { useMemo, useRef, useState } from "react";
import type { BodySlice } from "../../bindings/BodySlice";
import type { ExchangeId } from "../../bindings/ExchangeId";
import type { ExchangeView } from "../../bindings/ExchangeView";
import { useTask } from "../../shared/async";
import { Busy } from "../../shared/Busy";
import { CodeView, shownCode } from "../../shared/CodeView";
import { useCommands } from "../../shared/commands";
import { ProblemNote } from "../../shared/ProblemNote";
import { bytes } from "../../shared/size";
import { FindBar } from "./FindBar";

interface AnswerBodyProps {
  exchange: ExchangeView;
  onMore: (id: ExchangeId, offset: number) => Promise<BodySlice>;
}

const note = style({ font: "ui", color: "neutral-subdued", margin: 0 });
const foot = style({ display: "flex", alignItems: "center", gap: 12, paddingTop: 12 });

export function AnswerBody({ exchange, onMore }: AnswerBodyProps) {
  const [slices, setSlices] = useState([exchange.body]);
  const [finding, setFinding] = useState(false);
  const { state, run } = useTask<void>();
  const ref = useRef<HTMLPreElement>(null);
  const next = slices.at(-1)?.next ?? null;
  const { format } = exchange.body;
  const language = format === "json" ? "json" : "text";
  const text = useMemo(
    () => shownCode(slices.map((slice) => slice.text).join(""), language),
    [slices, language],
  );
  const size = exchange.summary.body_bytes;

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

  if (format === "empty") return <p className={note}>The answer has no body.</p>;
  if (format === "binary") {
    return <p className={note}>The body is not text{size === null ? "" : ` (${bytes(size)})`}.</p>;
  }
  return (
    <>
      {finding && <FindBar inside={ref} text={text} onClose={() => setFinding(false)} />}
      <CodeView ref={ref} text={text} language={language} label="Body of the answer" testId="answer-body" />
      {state.kind === "failed" && <ProblemNote problem={state.problem} />}
      {next !== null && (
        <div className={foot}>
          <ActionButton
            size="S"
            isDisabled={state.kind === "waiting"}
            onPress={() =>
              void run(async () => {
                const slice = await onMore(exchange.summary.id, next);
                setSlices((before) => [...before, slice]);
              })
            }
            data-testid="more"
          >
            More
          </ActionButton>
          <span className={note}>
            {bytes(next)} of {size === null ? "the body" : bytes(size)} shown
          </span>
          {state.kind === "waiting" && <Busy sentence="Reading more of the body…" />}
        </div>
      )}
    </>
  );
}
