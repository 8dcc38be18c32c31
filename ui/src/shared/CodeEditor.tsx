/*
 * A text area whose text is coloured: the coloured copy lies under it and the text area's own letters are transparent.
 * It stays a plain text area to keyboards, screen readers and undo. Tab moves on, as everywhere.
 */
import { style } from "@react-spectrum/s2/style" with { type: "macro" };
import { highlighted } from "./highlight";

interface CodeEditorProps {
  label: string;
  value: string;
  language: "json" | "text";
  onChange: (value: string) => void;
  placeholder?: string;
  testId?: string;
}

const box = style({
  position: "relative",
  borderRadius: "default",
  borderWidth: 1,
  borderStyle: "solid",
  borderColor: "gray-300",
  backgroundColor: "base",
  minHeight: 120,
  flexGrow: 1,
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
  minHeight: "full",
  color: "body",
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
  color: "transparent",
});

export function CodeEditor({ label, value, language, onChange, placeholder, testId }: CodeEditorProps) {
  return (
    <div className={box + " focusable-box"}>
      <pre className={under} aria-hidden="true">
        {highlighted(value, language)}
        {/* The last line keeps its height while it is empty. */}
        {"\n"}
      </pre>
      <textarea
        className={over + " code-editor"}
        aria-label={label}
        data-testid={testId}
        spellCheck={false}
        autoComplete="off"
        placeholder={placeholder}
        value={value}
        onChange={(event) => onChange(event.target.value)}
      />
    </div>
  );
}
