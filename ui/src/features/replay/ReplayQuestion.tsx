/*
 * The one question before many calls go out, with the list of all of them: which of them are to production, and why that asks.
 */
import { Button } from "@react-spectrum/s2/Button";
import { ButtonGroup } from "@react-spectrum/s2/ButtonGroup";
import { Content, Dialog, Heading } from "@react-spectrum/s2/Dialog";
import { style } from "@react-spectrum/s2/style" with { type: "macro" };
import type { PlannedCall } from "../../bindings/PlannedCall";
import { Foreign } from "../../shared/Foreign";
import { Scroll } from "../../shared/Scroll";
import { count } from "../../shared/size";

interface ReplayQuestionProps {
  calls: PlannedCall[];
  onSend: () => void;
  onDismiss: () => void;
}

const text = style({ font: "body", margin: 0, marginBottom: 12 });
const frame = style({ height: 280, display: "flex", flexDirection: "column" });
const list = style({ margin: 0, padding: 0, listStyleType: "none", font: "ui-sm" });
const entry = style({
  paddingY: 8,
  borderStyle: "solid",
  borderWidth: 0,
  borderBottomWidth: 1,
  borderColor: "gray-200",
});
const call = style({ font: "code-sm", display: "block", overflowWrap: "anywhere" });
const why = style({ color: "negative", fontWeight: "bold" });

export function ReplayQuestion({ calls, onSend, onDismiss }: ReplayQuestionProps) {
  const asked = calls.filter(({ reasons_to_ask: reasons }) => reasons.length > 0);
  return (
    <Dialog size="M" role="alertdialog">
      <Heading slot="title">Send this to production?</Heading>
      <Content>
        <p className={text}>
          {asked.length} of {count(calls.length, "call")} can change data in production or show a secret.
        </p>
        <div className={frame}>
          <Scroll label="All calls">
            <ul className={list} data-testid="replay-question">
              {[...asked, ...calls.filter((one) => !asked.includes(one))].map((one) => (
                <li key={one.profile} className={entry}>
                  <Foreign text={one.title} />
                  {one.production !== null && <span className={why}> PRODUCTION</span>}
                  <code className={call}>
                    {one.method} <Foreign text={one.url} />
                  </code>
                  {one.reasons_to_ask.length > 0 && (
                    <div>
                      <Foreign text={`${one.production ?? ""}: ${one.reasons_to_ask.join(", and ")}.`} />
                    </div>
                  )}
                  {one.missing.length > 0 && (
                    <div>
                      Without a value: <Foreign text={one.missing.join(", ")} />
                    </div>
                  )}
                </li>
              ))}
            </ul>
          </Scroll>
        </div>
      </Content>
      <ButtonGroup>
        <Button variant="secondary" autoFocus onPress={onDismiss}>
          Cancel
        </Button>
        <Button variant="negative" onPress={onSend} data-testid="replay-agree">
          {`Send all ${calls.length}`}
        </Button>
      </ButtonGroup>
    </Dialog>
  );
}
