/*
 * Asks which version is meant, when a request was changed elsewhere while it was edited. Both are kept until then.
 */
import { ActionButton } from "@react-spectrum/s2/ActionButton";
import { style } from "@react-spectrum/s2/style" with { type: "macro" };
import type { OutsideAnswer } from "../../bindings/OutsideAnswer";
import type { OutsideChange } from "../../bindings/OutsideChange";

const note = style({
  font: "ui-sm",
  display: "flex",
  flexWrap: "wrap",
  alignItems: "center",
  gap: 8,
  paddingX: 16,
  paddingY: 8,
  backgroundColor: "notice-subtle",
});

interface OutsideNoteProps {
  change: OutsideChange;
  onAnswer: (answer: OutsideAnswer) => void;
}

export function OutsideNote({ change, onAnswer }: OutsideNoteProps) {
  const answers: Array<[OutsideAnswer, string]> =
    change === "changed"
      ? [
          ["mine", "Keep mine"],
          ["theirs", "Take the file’s"],
          ["both", "Keep both"],
        ]
      : [
          ["mine", "Keep it as a new request"],
          ["theirs", "Close it"],
        ];
  return (
    <div className={note} role="alert" data-testid="outside-note">
      <span>
        {change === "changed"
          ? "This request was changed elsewhere while you were editing it. Nothing was lost; Send sends what you see."
          : "This request was deleted elsewhere while you were editing it. What you typed is still here; Send sends what you see."}
      </span>
      {answers.map(([answer, title]) => (
        <ActionButton key={answer} size="S" onPress={() => onAnswer(answer)}>
          {title}
        </ActionButton>
      ))}
    </div>
  );
}
