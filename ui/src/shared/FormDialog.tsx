/*
 * A dialog that asks for something: its fields, why it was refused, Cancel and one button that does it.
 */
import { Button } from "@react-spectrum/s2/Button";
import { ButtonGroup } from "@react-spectrum/s2/ButtonGroup";
import { Content, Dialog, Heading } from "@react-spectrum/s2/Dialog";
import { style } from "@react-spectrum/s2/style" with { type: "macro" };
import { useId, type ReactNode } from "react";
import type { Problem } from "../bindings/Problem";
import type { Async } from "./async";
import { Busy } from "./Busy";
import { ProblemNote } from "./ProblemNote";
import { useRemedies } from "./remedies";
import { visibleLine } from "./visible";

interface FormDialogProps {
  /** May have a name from elsewhere in it. */
  title: string;
  size?: "S" | "M" | "L";
  /** The button's word. */
  action: string;
  /** Whether what was typed is enough. */
  ready: boolean;
  /** How the work stands: its failure is shown, and nothing can be pressed while it goes on. */
  work?: Async<unknown>;
  /** Said while the work goes on. */
  busySentence?: string;
  onDo: () => void;
  /** The other button's word: *Cancel*, or *Close* where doing it changes nothing. */
  dismissal?: string;
  onDismiss: () => void;
  /** Handles for tests: the form, and the button. */
  testId?: string;
  actionTestId?: string;
  children: ReactNode;
}

const stack = style({ display: "flex", flexDirection: "column", gap: 16 });

export function FormDialog(props: FormDialogProps) {
  const { title, size = "M", action, work, busySentence, onDo, onDismiss, testId, actionTestId } = props;
  const form = useId();
  const busy = work?.kind === "waiting";
  const ready = props.ready && !busy;
  const problem: Problem | null = work?.kind === "failed" ? work.problem : null;
  const remedies = useRemedies();
  const remedy = problem ? remedies(problem, onDo) : undefined;
  // Spectrum shows a dialog's buttons only where they are its own children, so the form is named, not around them.
  return (
    <Dialog size={size}>
      <Heading slot="title">{visibleLine(title)}</Heading>
      <Content>
        <form
          noValidate
          id={form}
          className={stack}
          data-testid={testId}
          onSubmit={(event) => {
            event.preventDefault();
            if (ready) onDo();
          }}
        >
          {props.children}
          {problem && (
            <ProblemNote
              problem={problem}
              remedy={
                remedy && {
                  ...remedy,
                  run: () => {
                    if (remedy.leads) onDismiss();
                    return remedy.run();
                  },
                }
              }
            />
          )}
          {busy && busySentence && <Busy sentence={busySentence} />}
        </form>
      </Content>
      <ButtonGroup>
        <Button variant="secondary" onPress={onDismiss}>
          {props.dismissal ?? "Cancel"}
        </Button>
        <Button type="submit" form={form} variant="accent" isDisabled={!ready} data-testid={actionTestId}>
          {action}
        </Button>
      </ButtonGroup>
    </Dialog>
  );
}
