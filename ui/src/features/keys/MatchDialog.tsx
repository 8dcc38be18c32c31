/*
 * *Does it match…*: compares a key pair with what the Console shows, with a certificate, or with what a profile signs
 * with. The answer is a sentence of the engine's.
 */
import CheckmarkCircle from "@react-spectrum/s2/icons/CheckmarkCircle";
import CloseCircle from "@react-spectrum/s2/icons/CloseCircle";
import { Picker, PickerItem } from "@react-spectrum/s2/Picker";
import { Radio, RadioGroup } from "@react-spectrum/s2/RadioGroup";
import { iconStyle, style } from "@react-spectrum/s2/style" with { type: "macro" };
import { TextArea } from "@react-spectrum/s2/TextArea";
import { useState } from "react";
import type { KeyMatch } from "../../bindings/KeyMatch";
import type { KeyView } from "../../bindings/KeyView";
import type { MatchAgainst } from "../../bindings/MatchAgainst";
import type { ProfileSummary } from "../../bindings/ProfileSummary";
import { useTask } from "../../shared/async";
import { FormDialog } from "../../shared/FormDialog";

interface MatchDialogProps {
  pair: KeyView;
  /** Those that sign: with a service account (JWT). */
  profiles: ProfileSummary[];
  onMatch: (against: MatchAgainst) => Promise<KeyMatch>;
  onDismiss: () => void;
}

const answer = style({
  display: "flex",
  gap: 12,
  padding: 12,
  borderRadius: "lg",
  font: "ui",
  backgroundColor: { default: "negative-subtle", isMatch: "positive-subtle" },
  overflowWrap: "anywhere",
});
const full = style({ width: "full" });

export function MatchDialog({ pair, profiles, onMatch, onDismiss }: MatchDialogProps) {
  const [kind, setKind] = useState<MatchAgainst["kind"]>("text");
  const [text, setText] = useState("");
  const [profile, setProfile] = useState<string | null>(null);
  const task = useTask<KeyMatch>();
  const against: MatchAgainst | null =
    kind === "text" ? (text.trim() ? { kind, text } : null) : profile ? { kind, profile } : null;
  const { state } = task;
  return (
    <FormDialog
      title={`Does ${pair.name} match?`}
      action="Compare"
      ready={against !== null}
      work={state}
      busySentence="Comparing…"
      onDo={() => {
        if (against) void task.run(() => onMatch(against));
      }}
      dismissal="Close"
      onDismiss={onDismiss}
      testId="match-form"
      actionTestId="compare"
    >
      <RadioGroup
        label="Compare with"
        orientation="horizontal"
        value={kind}
        onChange={(next) => {
          setKind(next as MatchAgainst["kind"]);
          task.reset();
        }}
      >
        <Radio value="text">A fingerprint or certificate</Radio>
        <Radio value="profile" isDisabled={!profiles.length}>
          A profile
        </Radio>
      </RadioGroup>
      {kind === "text" ? (
        <TextArea
          label="Fingerprint or certificate"
          description="As the Developer Console shows it, or a whole certificate"
          autoFocus
          value={text}
          onChange={(next) => {
            setText(next);
            task.reset();
          }}
          styles={full}
        />
      ) : (
        <Picker
          label="Profile"
          placeholder="Choose a profile"
          items={profiles}
          selectedKey={profile}
          onSelectionChange={(key) => {
            setProfile(String(key));
            task.reset();
          }}
          styles={full}
        >
          {(one: ProfileSummary) => <PickerItem id={one.id}>{one.title}</PickerItem>}
        </Picker>
      )}
      {state.kind === "ready" && (
        <div
          className={answer({ isMatch: state.value.matches })}
          role="status"
          data-testid="match-answer"
          data-matches={state.value.matches}
        >
          {state.value.matches ? (
            <CheckmarkCircle styles={iconStyle({ color: "positive" })} />
          ) : (
            <CloseCircle styles={iconStyle({ color: "negative" })} />
          )}
          <span>{state.value.sentence}</span>
        </div>
      )}
    </FormDialog>
  );
}
