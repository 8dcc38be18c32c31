/*
 * What the request's file asks of an answer: which checks passed, and what it took out of it for other requests.
 */
import AlertTriangle from "@react-spectrum/s2/icons/AlertTriangle";
import CheckmarkCircle from "@react-spectrum/s2/icons/CheckmarkCircle";
import { iconStyle, style } from "@react-spectrum/s2/style" with { type: "macro" };
import type { CapturedView } from "../../bindings/CapturedView";
import type { CheckView } from "../../bindings/CheckView";
import { Foreign } from "../../shared/Foreign";

const whole = style({
  font: "ui-sm",
  color: "body",
  display: "flex",
  flexDirection: "column",
  gap: 4,
  marginX: 16,
  marginTop: 8,
  marginBottom: 0,
  padding: 0,
  listStyleType: "none",
  // The answer itself stays in view, however many there are.
  maxHeight: 112,
  overflowY: "auto",
  flexShrink: 0,
});
const row = style({ display: "flex", gap: 8, alignItems: "start" });
const code = style({ font: "code-sm", overflowWrap: "anywhere" });
const quiet = style({ color: "neutral-subdued" });

/** What a screen reader says of them; empty where there are none. */
export function saidOfChecks(checks: CheckView[]): string {
  const failed = checks.filter(({ passed }) => !passed).length;
  if (checks.length === 0) return "";
  return failed === 0 ? "every check passed" : `${failed} of ${checks.length} checks failed`;
}

interface AnswerChecksProps {
  checks: CheckView[];
  captured: CapturedView[];
}

export function AnswerChecks({ checks, captured }: AnswerChecksProps) {
  if (checks.length + captured.length === 0) return null;
  // What is wrong is seen without scrolling.
  const ordered = checks.toSorted((one, other) => Number(one.passed) - Number(other.passed));
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- What scrolls, scrolls by keyboard.
    <ul className={whole} tabIndex={0} aria-label="Checks of the answer" data-testid="answer-checks">
      {ordered.map((one) => (
        <li key={one.check} className={row} data-passed={one.passed}>
          {one.passed ? (
            <CheckmarkCircle styles={iconStyle({ size: "S", color: "positive" })} />
          ) : (
            <AlertTriangle styles={iconStyle({ size: "S", color: "negative" })} />
          )}
          <span>
            {one.passed ? "Passed: " : "Failed: "}
            <span className={code}>
              <Foreign text={one.check} />
            </span>
            {!one.passed && <Why {...one} />}
          </span>
        </li>
      ))}
      {captured.map((one) => (
        <li key={one.name} className={row} data-testid="captured">
          <span className={code}>
            <Foreign text={one.name} />
          </span>
          <span>
            <Captured {...one} />
          </span>
        </li>
      ))}
    </ul>
  );
}

function Why({ found, because }: CheckView) {
  if (because !== null) {
    return (
      <>
        , <Foreign text={because} />
      </>
    );
  }
  if (found === null) return <>, the answer has none</>;
  return (
    <>
      , it is{" "}
      <span className={code}>
        <Foreign text={found} />
      </span>
    </>
  );
}

function Captured({ value, is_secret }: CapturedView) {
  if (value !== null) {
    return (
      <>
        is{" "}
        <span className={code}>
          <Foreign text={value} />
        </span>{" "}
        <span className={quiet}>for the other requests of the file</span>
      </>
    );
  }
  if (is_secret) return <span className={quiet}>is a secret, and is not shown</span>;
  return <span className={quiet}>has no value: the answer has nothing there</span>;
}
