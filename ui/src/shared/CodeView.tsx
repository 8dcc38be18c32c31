/*
 * Text of an answer, coloured. The whole of it is in the document, so that it can be selected and searched, but in
 * blocks of lines that the browser lays out only when they come into view.
 */
import { style } from "@react-spectrum/s2/style" with { type: "macro" };
import { memo, useMemo, type RefObject } from "react";
import { highlighted } from "./highlight";
import { visibleJson, visibleText } from "./visible";

interface CodeViewProps {
  text: string;
  language: "json" | "text";
  label: string;
  ref?: RefObject<HTMLPreElement | null>;
  testId?: string;
}

const LINES = 200;
const LINE_HEIGHT = 20;

const code = style({
  font: "code-sm",
  margin: 0,
  color: "body",
  whiteSpace: "pre-wrap",
  overflowWrap: "anywhere",
  outlineStyle: "none",
});

function blocksOf(text: string): string[] {
  const blocks: string[] = [];
  let from = 0;
  let lines = 0;
  for (let at = text.indexOf("\n"); at !== -1; at = text.indexOf("\n", at + 1)) {
    if (++lines % LINES === 0) {
      blocks.push(text.slice(from, at + 1));
      from = at + 1;
    }
  }
  if (from < text.length) blocks.push(text.slice(from));
  return blocks;
}

const Block = memo(function Block({
  text,
  language,
  rows,
}: {
  text: string;
  language: "json" | "text";
  rows: number;
}) {
  return (
    <div style={{ contentVisibility: "auto", containIntrinsicSize: `auto ${rows * LINE_HEIGHT}px` }}>
      {highlighted(text, language)}
    </div>
  );
});

/** The text as CodeView shows it. A search in what is shown needs the same. */
export function shownCode(text: string, language: "json" | "text"): string {
  return language === "json" ? visibleJson(text) : visibleText(text);
}

export function CodeView({ text, language, label, ref, testId }: CodeViewProps) {
  const blocks = useMemo(() => blocksOf(shownCode(text, language)), [text, language]);
  return (
    <pre ref={ref} className={code} aria-label={label} data-testid={testId}>
      {blocks.map((block, n) => (
        // A block is its place in the text, which only ever grows.
        // oxlint-disable-next-line react/no-array-index-key
        <Block key={n} text={block} language={language} rows={n < blocks.length - 1 ? LINES : 1} />
      ))}
    </pre>
  );
}
