/*
 * One question before something is done many times, with the list of all of it.
 */
import { Button } from "@react-spectrum/s2/Button";
import { ButtonGroup } from "@react-spectrum/s2/ButtonGroup";
import { Content, Dialog, Heading } from "@react-spectrum/s2/Dialog";
import { style } from "@react-spectrum/s2/style" with { type: "macro" };
import type { ReactNode } from "react";
import { Scroll } from "./Scroll";

interface ListQuestionProps {
  title: string;
  /** What is about to happen. */
  text: string;
  /** What the list is. */
  label: string;
  /** The button's word. */
  action: string;
  /** Whether it may do harm; without, the button looks like any other. */
  isHarmful: boolean;
  /** Something else has to end first. */
  isDisabled?: boolean;
  onDo: () => void;
  onDismiss: () => void;
  /** Handles for tests: the list, and the button. */
  testId: string;
  actionTestId: string;
  /** `QuestionEntry`, one each. */
  children: ReactNode;
}

const body = style({ font: "body", margin: 0, marginBottom: 12 });
const frame = style({ maxHeight: 280, display: "flex", flexDirection: "column" });
const list = style({ margin: 0, padding: 0, listStyleType: "none", font: "ui-sm" });
const entry = style({
  paddingY: 8,
  borderStyle: "solid",
  borderWidth: 0,
  borderBottomWidth: 1,
  borderColor: "gray-200",
});
const mark = style({ color: "negative", fontWeight: "bold" });

export function ListQuestion(props: ListQuestionProps) {
  const { title, text, label, action, isHarmful, isDisabled, onDo, onDismiss } = props;
  return (
    <Dialog size="M" role="alertdialog">
      <Heading slot="title">{title}</Heading>
      <Content>
        <p className={body}>{text}</p>
        <div className={frame}>
          <Scroll label={label}>
            <ul className={list} data-testid={props.testId}>
              {props.children}
            </ul>
          </Scroll>
        </div>
      </Content>
      <ButtonGroup>
        <Button variant="secondary" autoFocus onPress={onDismiss}>
          Cancel
        </Button>
        <Button
          variant={isHarmful ? "negative" : "accent"}
          isDisabled={isDisabled ?? false}
          onPress={onDo}
          data-testid={props.actionTestId}
        >
          {action}
        </Button>
      </ButtonGroup>
    </Dialog>
  );
}

/** One of them, and whether it is production. */
export function QuestionEntry({
  name,
  isProduction,
  children,
}: {
  name: ReactNode;
  isProduction: boolean;
  children?: ReactNode;
}) {
  return (
    <li className={entry}>
      {name}
      {isProduction && <span className={mark}> PRODUCTION</span>}
      {children}
    </li>
  );
}
