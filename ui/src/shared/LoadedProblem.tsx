/*
 * A problem on screen: the sentence, the remedy, one button that mends it, and the raw cause under Details. ProblemNote
 * is how others show it.
 */
import { Button } from "@react-spectrum/s2/Button";
import AlertTriangle from "@react-spectrum/s2/icons/AlertTriangle";
import { iconStyle, style } from "@react-spectrum/s2/style" with { type: "macro" };
import type { ProblemNoteProps } from "./ProblemNote";
import { Foreign } from "./Foreign";
import { visibleText } from "./visible";

const note = style({
  display: "flex",
  gap: 12,
  alignItems: "start",
  padding: 12,
  borderRadius: "lg",
  backgroundColor: "negative-subtle",
  font: "ui",
  color: "body",
});
const words = style({ display: "flex", flexDirection: "column", gap: 4, flexGrow: 1, minWidth: 0 });
const raw = style({
  font: "code-sm",
  whiteSpace: "pre-wrap",
  overflowWrap: "break-word",
  maxHeight: 200,
  overflow: "auto",
  margin: 0,
  marginTop: 4,
});

export default function LoadedProblem({ problem, remedy }: ProblemNoteProps) {
  return (
    <div role="alert" className={note} data-testid="problem" data-code={problem.code}>
      <AlertTriangle styles={iconStyle({ color: "negative" })} />
      <div className={words}>
        <span className={style({ fontWeight: "bold" })}>
          <Foreign text={problem.message} />
        </span>
        {problem.remedy && (
          <span>
            <Foreign text={problem.remedy.text} />
          </span>
        )}
        {problem.detail && (
          <details>
            <summary className={style({ cursor: "pointer", color: "neutral-subdued", width: "fit" })}>
              Details
            </summary>
            <pre className={raw}>
              <bdi>{visibleText(problem.detail)}</bdi>
            </pre>
          </details>
        )}
      </div>
      {remedy && (
        <Button size="S" variant="secondary" onPress={remedy.run}>
          {remedy.label}
        </Button>
      )}
    </div>
  );
}
