/*
 * A pasted text that can be corrected, with its doubtful places marked to the end of their lines. The marks are in a copy
 * that lies under the text area.
 */
import { style } from "@react-spectrum/s2/style" with { type: "macro" };
import type { ReactNode, Ref } from "react";
import type { DoubtView } from "../../bindings/DoubtView";
import { offsetOf } from "./places";

interface PastedTextProps {
  ref: Ref<HTMLTextAreaElement>;
  text: string;
  doubts: DoubtView[];
  onChange: (text: string) => void;
}

const box = style({
  position: "relative",
  borderRadius: "default",
  borderWidth: 1,
  borderStyle: "solid",
  borderColor: "gray-300",
  backgroundColor: "base",
  minHeight: 120,
  maxHeight: 320,
  overflow: "auto",
});
const under = style({
  font: "code-sm",
  whiteSpace: "pre-wrap",
  overflowWrap: "anywhere",
  margin: 0,
  padding: 8,
  boxSizing: "border-box",
  width: "full",
  minHeight: 120,
  color: "transparent",
  pointerEvents: "none",
});
const over = style({
  font: "code-sm",
  whiteSpace: "pre-wrap",
  overflowWrap: "anywhere",
  margin: 0,
  padding: 8,
  boxSizing: "border-box",
  width: "full",
  position: "absolute",
  inset: 0,
  height: "full",
  resize: "none",
  borderWidth: 0,
  overflow: "hidden",
  backgroundColor: "transparent",
  outlineStyle: "none",
  color: "body",
});

/** The text cut at the doubtful places, each marked up to the end of its line. */
function marked(text: string, doubts: DoubtView[]): ReactNode[] {
  const parts: ReactNode[] = [];
  let done = 0;
  for (const doubt of doubts) {
    const from = offsetOf(text, doubt);
    const end = text.indexOf("\n", from);
    const to = end === -1 ? text.length : end;
    // Two doubts about one line share its mark.
    if (from < done || to <= from) continue;
    parts.push(
      text.slice(done, from),
      <mark key={from} className="doubtful" data-testid="doubtful">
        {text.slice(from, to)}
      </mark>,
    );
    done = to;
  }
  return [...parts, text.slice(done)];
}

export function PastedText({ ref, text, doubts, onChange }: PastedTextProps) {
  return (
    <div className={box + " focusable-box"}>
      <pre className={under} aria-hidden="true">
        {marked(text, doubts)}
        {"\n"}
      </pre>
      <textarea
        ref={ref}
        className={over}
        aria-label="The text"
        data-testid="pasted-text"
        placeholder="Paste curl of any shell, fetch(…), Invoke-RestMethod, a raw HTTP request or a URL"
        spellCheck={false}
        autoComplete="off"
        value={text}
        onChange={(event) => onChange(event.target.value)}
      />
    </div>
  );
}
