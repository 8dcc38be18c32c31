/*
 * A pasted text that is in doubt, or no request yet: the text with the doubtful places marked, what is doubtful about each,
 * and the two ways on. The text is gone with the dialog, and with it whatever token was in it.
 */
import { Button } from "@react-spectrum/s2/Button";
import { ButtonGroup } from "@react-spectrum/s2/ButtonGroup";
import { Content, Dialog, Heading } from "@react-spectrum/s2/Dialog";
import { style } from "@react-spectrum/s2/style" with { type: "macro" };
import { useEffect, useRef, useState } from "react";
import type { DoubtView } from "../../bindings/DoubtView";
import type { PastedRequest } from "../../bindings/PastedRequest";
import { idle, settle, useSettled, waiting, type Async } from "../../shared/async";
import { Foreign } from "../../shared/Foreign";
import { ProblemNote } from "../../shared/ProblemNote";
import { count } from "../../shared/size";
import { offsetOf } from "./places";
import { PastedText } from "./PastedText";

interface PasteRequestProps {
  text: string;
  onRead: (text: string) => Promise<PastedRequest>;
  onTake: (pasted: PastedRequest) => void;
  onDismiss: () => void;
}

const stack = style({ display: "flex", flexDirection: "column", gap: 12 });
const list = style({
  display: "flex",
  flexDirection: "column",
  gap: 8,
  margin: 0,
  padding: 0,
  listStyleType: "none",
});
const doubt = style({
  display: "block",
  width: "full",
  textAlign: "start",
  font: "ui",
  color: "body",
  backgroundColor: { default: "transparent", ":hover": "gray-100" },
  borderWidth: 0,
  borderStartWidth: 4,
  borderStyle: "solid",
  borderColor: "orange-800",
  paddingX: 12,
  paddingY: 4,
  cursor: "pointer",
});
const place = style({ font: "ui-sm", color: "neutral-subdued" });
const excerpt = style({ font: "code-sm", color: "body", overflowWrap: "anywhere", display: "block" });
const read = style({ font: "code-sm", color: "body", margin: 0, overflowWrap: "anywhere" });

/** What is read of the text as it was when typing last paused. */
function useReading(text: string, onRead: PasteRequestProps["onRead"]): Async<PastedRequest> {
  const settled = useSettled(text, 250);
  const [reading, setReading] = useState<{ of: string; state: Async<PastedRequest> }>({
    of: "",
    state: idle,
  });
  useEffect(() => {
    if (settled.trim() === "") return undefined;
    let current = true;
    void settle(onRead(settled)).then((state) => {
      if (current) setReading({ of: settled, state });
    });
    return () => {
      current = false;
    };
  }, [settled, onRead]);
  if (text.trim() === "") return idle;
  return reading.of === text ? reading.state : waiting;
}

export function PasteRequest({ text: first, onRead, onTake, onDismiss }: PasteRequestProps) {
  const [text, setText] = useState(first);
  const reading = useReading(text, onRead);
  const field = useRef<HTMLTextAreaElement>(null);
  const pasted = reading.kind === "ready" ? reading.value : null;
  const doubts = pasted?.doubts ?? [];
  const correct = (one: DoubtView | undefined) => {
    const at = one ? offsetOf(text, one) : 0;
    field.current?.focus();
    field.current?.setSelectionRange(at, at);
  };
  return (
    <Dialog size="L">
      <Heading slot="title">{doubts.length > 0 ? "Is this what you mean?" : "Paste a request"}</Heading>
      <Content>
        <div className={stack} data-testid="paste-request">
          <PastedText ref={field} text={text} doubts={doubts} onChange={setText} />
          <div className={stack} role="status">
            {doubts.length > 0 && (
              <ul className={list} aria-label={count(doubts.length, "doubt")}>
                {doubts.map((one) => (
                  <li key={`${one.line} ${one.column} ${one.text}`}>
                    <button
                      type="button"
                      className={doubt + " focusable"}
                      data-testid="doubt"
                      onClick={() => correct(one)}
                    >
                      <span className={place}>
                        Line {one.line}, column {one.column}
                      </span>
                      <span className={excerpt}>
                        <Foreign text={one.excerpt} />
                      </span>
                      <Foreign text={one.text} />
                    </button>
                  </li>
                ))}
              </ul>
            )}
            {pasted && (
              <p className={read} data-testid="paste-read">
                {pasted.request.method} <Foreign text={pasted.request.url} />
              </p>
            )}
          </div>
          {reading.kind === "failed" && <ProblemNote problem={reading.problem} remedy={undefined} />}
        </div>
      </Content>
      <ButtonGroup>
        <Button variant="secondary" onPress={onDismiss}>
          Cancel
        </Button>
        {doubts.length > 0 && (
          <Button variant="secondary" onPress={() => correct(doubts[0])} data-testid="correct-text">
            Correct the text
          </Button>
        )}
        <Button
          variant="accent"
          isDisabled={!pasted}
          onPress={() => pasted && onTake(pasted)}
          data-testid="take-request"
        >
          {doubts.length > 0 ? "Take it as read" : "Open the request"}
        </Button>
      </ButtonGroup>
    </Dialog>
  );
}
