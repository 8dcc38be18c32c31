/*
 * A few lines of code to read and copy.
 */
import { style } from "@react-spectrum/s2/style" with { type: "macro" };
import { CopyButton } from "./CopyButton";
import { visibleText } from "./visible";

const box = style({
  position: "relative",
  backgroundColor: "layer-1",
  borderRadius: "default",
  borderWidth: 1,
  borderStyle: "solid",
  borderColor: "gray-200",
});
const text = style({
  font: "code-sm",
  margin: 0,
  padding: 12,
  paddingEnd: 48,
  overflow: "auto",
  maxHeight: 320,
});
const corner = style({ position: "absolute", top: 8, insetEnd: 8 });

export function CodeBlock({ what, code }: { what: string; code: string }) {
  return (
    <div className={box}>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- long lines scroll by keyboard */}
      <pre className={text + " focusable"} tabIndex={0} aria-label={what}>
        {visibleText(code)}
      </pre>
      <div className={corner}>
        <CopyButton what={what} text={code} />
      </div>
    </div>
  );
}
