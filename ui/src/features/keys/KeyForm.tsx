/*
 * *New key pair*: name, size, days, and the seven fields of the certificate's subject, in the order in which OpenSSL
 * asks for them.
 */
import { ActionButton } from "@react-spectrum/s2/ActionButton";
import { Button } from "@react-spectrum/s2/Button";
import { ButtonGroup } from "@react-spectrum/s2/ButtonGroup";
import { NumberField } from "@react-spectrum/s2/NumberField";
import { Picker, PickerItem } from "@react-spectrum/s2/Picker";
import { style } from "@react-spectrum/s2/style" with { type: "macro" };
import { TextField } from "@react-spectrum/s2/TextField";
import { useEffect, useRef, useState } from "react";
import type { KeyField } from "../../bindings/KeyField";
import type { KeyFieldProblem } from "../../bindings/KeyFieldProblem";
import type { KeyPairDraft } from "../../bindings/KeyPairDraft";
import type { Problem } from "../../bindings/Problem";
import type { SubjectTemplate } from "../../bindings/SubjectTemplate";
import { Busy } from "../../shared/Busy";
import { ProblemNote } from "../../shared/ProblemNote";
import { TemplateSaver } from "./TemplateSaver";

interface KeyFormProps {
  initial: KeyPairDraft;
  /** What is being done just now, once *Generate* was pressed. */
  progress: { sentence: string; onStop: () => void } | null;
  problem: Problem | null;
  templates: SubjectTemplate[];
  onSaveTemplate: (template: SubjectTemplate) => void;
  onDeleteTemplate: (name: string) => void;
  /** Everything that is wrong with the draft; nothing is generated before there is nothing. */
  onCheck: (draft: KeyPairDraft) => Promise<KeyFieldProblem[]>;
  onGenerate: (draft: KeyPairDraft) => void;
  onCancel: () => void;
}

const form = style({ display: "flex", flexDirection: "column", gap: 16, maxWidth: 760 });
const title = style({ font: "title", margin: 0 });
const three = style({
  display: "grid",
  gridTemplateColumns: ["2fr", "1fr", "1fr"],
  columnGap: 16,
  rowGap: 16,
  alignItems: "start",
});
const two = style({
  display: "grid",
  gridTemplateColumns: ["1fr", "1fr"],
  columnGap: 16,
  rowGap: 16,
  alignItems: "start",
});
const note = style({ font: "ui-sm", color: "neutral-subdued", margin: 0 });
const line = style({ display: "flex", alignItems: "end", gap: 12 });
const picker = style({ width: 368 });
const full = style({ width: "full" });

const SUBJECT: Array<{ field: SubjectField; label: string; placeholder: string }> = [
  { field: "country", label: "Country", placeholder: "US" },
  { field: "state", label: "State or province", placeholder: "California" },
  { field: "locality", label: "Locality", placeholder: "San Jose" },
  { field: "organization", label: "Organization", placeholder: "Places" },
  { field: "organizational_unit", label: "Organizational unit", placeholder: "Engineering" },
  { field: "common_name", label: "Common name", placeholder: "places.com" },
  { field: "email", label: "Email address", placeholder: "poi@places.com" },
];

type SubjectField =
  "country" | "state" | "locality" | "organization" | "organizational_unit" | "common_name" | "email";

export function KeyForm({
  initial,
  progress,
  problem,
  templates,
  onSaveTemplate,
  onDeleteTemplate,
  onCheck,
  onGenerate,
  onCancel,
}: KeyFormProps) {
  const [draft, setDraft] = useState(initial);
  const [template, setTemplate] = useState<string | null>(null);
  const [faults, setFaults] = useState<KeyFieldProblem[]>([]);
  const element = useRef<HTMLFormElement>(null);
  useEffect(() => {
    // The first one: the form's own order, which may not be that of the check.
    const wrong = element.current?.querySelector<HTMLElement>("[aria-invalid=true]");
    if (faults.length === 0 || !wrong) return;
    wrong.scrollIntoView({ block: "center" });
    wrong.focus({ preventScroll: true });
  }, [faults]);
  const [changed, setChanged] = useState<ReadonlySet<string>>(new Set());
  const change = (part: Partial<KeyPairDraft>) => {
    setDraft((now) => ({ ...now, ...part }));
    // What was said was about what stood there.
    setChanged((now) => new Set([...now, ...Object.keys(part)]));
  };
  const checked = (field: KeyField) => {
    const fault = changed.has(field) ? undefined : faults.find((one) => one.field === field);
    return { isInvalid: fault !== undefined, errorMessage: fault?.message ?? "" };
  };
  const submit = async () => {
    const found = await onCheck(draft);
    setChanged(new Set());
    setFaults(found);
    if (found.length === 0) onGenerate(draft);
  };
  return (
    <form
      ref={element}
      className={form}
      data-testid="key-form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <h2 className={title}>New key pair</h2>
      {templates.length > 0 && (
        <div className={line}>
          <Picker
            label="Start from a template"
            placeholder="None"
            items={templates}
            selectedKey={templates.some((one) => one.name === template) ? template : null}
            onSelectionChange={(key) => {
              setTemplate(String(key));
              const chosen = templates.find((one) => one.name === key);
              if (chosen) setDraft((now) => ({ ...chosen.draft, name: now.name }));
            }}
            styles={picker}
          >
            {(one: SubjectTemplate) => <PickerItem id={one.name}>{one.name}</PickerItem>}
          </Picker>
          {templates.some((one) => one.name === template) && (
            <ActionButton onPress={() => template !== null && onDeleteTemplate(template)}>
              Delete template
            </ActionButton>
          )}
        </div>
      )}
      <div className={three}>
        <TextField
          label="Name"
          value={draft.name}
          onChange={(name) => change({ name })}
          description="The beginning of its file names"
          {...checked("name")}
          styles={full}
          isRequired
        />
        <Picker
          label="Size"
          selectedKey={String(draft.bits)}
          onSelectionChange={(bits) => change({ bits: Number(bits) })}
          styles={full}
        >
          <PickerItem id="2048">2048 bits</PickerItem>
          <PickerItem id="3072">3072 bits</PickerItem>
          <PickerItem id="4096">4096 bits</PickerItem>
        </Picker>
        <NumberField
          label="Valid for days"
          value={draft.days}
          // Emptied, it is no number, which does not cross to the engine; of none the engine says what it wants.
          onChange={(days) => change({ days: Number.isNaN(days) ? 0 : days })}
          {...checked("days")}
          styles={full}
        />
      </div>
      <p className={note}>
        The certificate names its owner with these seven fields. Only the common name is needed. Everybody who
        sees the certificate can read them.
      </p>
      <div className={two}>
        {SUBJECT.map(({ field, label, placeholder }) => (
          <TextField
            key={field}
            label={label}
            placeholder={placeholder}
            value={draft[field]}
            onChange={(value) => change({ [field]: value })}
            isRequired={field === "common_name"}
            {...checked(field)}
            styles={full}
          />
        ))}
      </div>
      <TemplateSaver
        onSave={(name) => {
          onSaveTemplate({ name, draft: { ...draft, name: "" } });
          setTemplate(name);
        }}
      />
      {problem && <ProblemNote problem={problem} />}
      <ButtonGroup>
        <Button type="submit" variant="accent" isDisabled={progress !== null} data-testid="generate-key">
          Generate
        </Button>
        <Button variant="secondary" onPress={onCancel} isDisabled={progress !== null}>
          Cancel
        </Button>
        {progress && <Busy sentence={progress.sentence} onCancel={progress.onStop} />}
      </ButtonGroup>
    </form>
  );
}
