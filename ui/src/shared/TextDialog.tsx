/*
 * A dialog that asks for one text. What was said against a text is taken back as soon as another one is typed.
 */
import { style } from "@react-spectrum/s2/style" with { type: "macro" };
import { TextField } from "@react-spectrum/s2/TextField";
import { useState, type ReactNode } from "react";
import type { Problem } from "../bindings/Problem";
import { idle, settle, waiting } from "./async";
import { FormDialog } from "./FormDialog";

/** What a dialog asks for. */
export interface AskedText {
  typed: string;
  /** Without the spaces around it. */
  text: string;
  /** Why this text would not do. */
  refused: Problem | null;
  isBusy: boolean;
  onType: (typed: string) => void;
  onDo: () => void;
}

/** `onText` gives back, or rejects with, why the text will not do. The dialog goes when it does. */
export function useAskedText(
  first: string,
  onText: (text: string) => Promise<Problem | null | void>,
  onDismiss: () => void,
): AskedText {
  const [typed, setTyped] = useState(first);
  const [refused, setRefused] = useState<Problem | null>(null);
  const [isBusy, setBusy] = useState(false);
  const text = typed.trim();
  const save = async () => {
    setBusy(true);
    const settled = await settle(onText(text));
    setBusy(false);
    const problem = settled.kind === "ready" ? settled.value : settled.kind === "failed" && settled.problem;
    if (problem) setRefused(problem);
    else onDismiss();
  };
  const onType = (now: string) => {
    setTyped(now);
    setRefused(null);
  };
  return { typed, text, refused, isBusy, onType, onDo: () => void save() };
}

interface TextDialogProps {
  asked: AskedText;
  title: string;
  /** The button's word. */
  action: string;
  label: string;
  description?: string | undefined;
  /** Whether the text is enough, where more is wanted than that there is one. */
  ready?: boolean;
  onDismiss: () => void;
  actionTestId?: string;
  /** What is to be said of the text. */
  children?: ReactNode;
}

export function TextDialog({
  asked,
  label,
  description,
  ready = true,
  children,
  ...dialog
}: TextDialogProps) {
  const { typed, text, refused, isBusy, onType, onDo } = asked;
  return (
    <FormDialog
      size="S"
      ready={text !== "" && ready}
      work={isBusy ? waiting : refused ? { kind: "failed", problem: refused } : idle}
      onDo={onDo}
      {...dialog}
    >
      <TextField
        label={label}
        {...(description !== undefined && { description })}
        value={typed}
        onChange={onType}
        autoFocus
        styles={style({ width: "full" })}
      />
      {children}
    </FormDialog>
  );
}
