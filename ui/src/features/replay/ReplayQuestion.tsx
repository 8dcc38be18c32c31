/*
 * The one question before many calls go out, with the list of all of them: which of them are to production, and why each asks.
 */
import { style } from "@react-spectrum/s2/style" with { type: "macro" };
import type { PlannedCall } from "../../bindings/PlannedCall";
import { Foreign } from "../../shared/Foreign";
import { ListQuestion, QuestionEntry } from "../../shared/ListQuestion";
import { count } from "../../shared/size";

interface ReplayQuestionProps {
  calls: PlannedCall[];
  onSend: () => void;
  onDismiss: () => void;
}

const call = style({ font: "code-sm", display: "block", overflowWrap: "anywhere" });

export function ReplayQuestion({ calls, onSend, onDismiss }: ReplayQuestionProps) {
  const asked = calls.filter(({ reasons_to_ask: reasons }) => reasons.length > 0);
  const isProduction = asked.some(({ production }) => production !== null);
  return (
    <ListQuestion
      title={isProduction ? "Send this to production?" : "Send these calls?"}
      text={`Mudbrick asks about ${asked.length} of ${count(calls.length, "call")}. The list says why.`}
      label="All calls"
      action={`Send all ${calls.length}`}
      isHarmful
      onDo={onSend}
      onDismiss={onDismiss}
      testId="replay-question"
      actionTestId="replay-agree"
    >
      {[...asked, ...calls.filter((one) => !asked.includes(one))].map((one) => (
        <QuestionEntry
          key={one.profile}
          name={<Foreign text={one.title} />}
          isProduction={one.production !== null}
        >
          <code className={call}>
            {one.method} <Foreign text={one.url} />
          </code>
          {one.reasons_to_ask.length > 0 && (
            <div>
              <Foreign
                text={`${one.production ? `${one.production}: ` : ""}${one.reasons_to_ask.join(", and ")}.`}
              />
            </div>
          )}
          {one.missing.length > 0 && (
            <div>
              Without a value: <Foreign text={one.missing.join(", ")} />
            </div>
          )}
        </QuestionEntry>
      ))}
    </ListQuestion>
  );
}
