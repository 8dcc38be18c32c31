/*
 * A problem on screen: the sentence, the remedy, one button that mends it, and the raw cause under Details. ProblemNote
 * is how others show it.
 */
import AlertTriangle from "@react-spectrum/s2/icons/AlertTriangle";
import { iconStyle, style } from "@react-spectrum/s2/style" with { type: "macro" };
import type { Problem } from "../bindings/Problem";
import { Foreign } from "./Foreign";
import { useRemedies } from "./remedies";
import { RemedyVerb, type RemedyButton } from "./RemedyVerb";
import { visibleText } from "./visible";

export interface ProblemNoteProps {
  problem: Problem;
  /** Without one, the button is what a view above makes of the problem's own remedy. */
  remedy?: RemedyButton | undefined;
  /** Does again what failed, by the problem's own remedy or for want of one. */
  retry?: () => Promise<void> | void;
}

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

export default function LoadedProblem({ problem, remedy: given, retry }: ProblemNoteProps) {
  const remedies = useRemedies();
  const again = retry && { label: "Try again", run: retry };
  const remedy = given ?? remedies(problem, retry ?? null) ?? again;
  return (
    <div className={note} data-testid="problem" data-code={problem.code}>
      <AlertTriangle styles={iconStyle({ color: "negative" })} />
      {/* Not around the button: what changes on it is no news. */}
      <div role="alert" className={words}>
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
      {remedy && <RemedyVerb problem={problem} remedy={remedy} />}
    </div>
  );
}
