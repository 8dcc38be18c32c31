/*
 * Asks for what a request needs before it is sent, in the words of its file. A secret is not shown, and never offered again.
 */
import { style } from "@react-spectrum/s2/style" with { type: "macro" };
import { TextField } from "@react-spectrum/s2/TextField";
import { useState } from "react";
import type { PromptAnswers } from "../../bindings/PromptAnswers";
import { FormDialog } from "../../shared/FormDialog";
import { FreshDialog } from "../../shared/FreshDialog";
import { visibleLine } from "../../shared/visible";
import type { Asked } from "./requestState";

interface AskPromptsProps {
  /** Null asks for nothing. */
  asked: Asked | null;
  onSend: (answers: PromptAnswers) => void;
  onDismiss: () => void;
}

export function AskPrompts({ asked, ...asking }: AskPromptsProps) {
  return (
    <FreshDialog onDismiss={asking.onDismiss}>{asked && <Asking asked={asked} {...asking} />}</FreshDialog>
  );
}

/** The same within a dialog that is open already. */
export function Asking({ asked, onSend, onDismiss }: AskPromptsProps & { asked: Asked }) {
  const { prompts, last } = asked;
  const [answers, setAnswers] = useState<PromptAnswers>(() =>
    Object.fromEntries(prompts.map(({ name, is_secret }) => [name, is_secret ? "" : (last[name] ?? "")])),
  );
  return (
    <FormDialog
      size="S"
      title="Before it is sent"
      action="Send"
      // An answer may be empty.
      ready
      onDo={() => onSend(answers)}
      onDismiss={onDismiss}
      testId="prompts"
      actionTestId="send-answers"
    >
      {prompts.map(({ name, description, is_secret }, n) => (
        <TextField
          key={name}
          label={visibleLine(name)}
          {...(description === null ? {} : { description: visibleLine(description) })}
          type={is_secret ? "password" : "text"}
          autoComplete="off"
          autoFocus={n === 0}
          value={answers[name] ?? ""}
          onChange={(typed) => setAnswers((now) => ({ ...now, [name]: typed }))}
          styles={style({ width: "full" })}
        />
      ))}
    </FormDialog>
  );
}
