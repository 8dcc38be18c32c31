/*
 * One profile as a file for another tool. Secrets stay out unless they are chosen, and chosen again after the warning.
 */
import { Button } from "@react-spectrum/s2/Button";
import { ButtonGroup } from "@react-spectrum/s2/ButtonGroup";
import { Content, Dialog, Heading } from "@react-spectrum/s2/Dialog";
import { Radio, RadioGroup } from "@react-spectrum/s2/RadioGroup";
import AlertTriangle from "@react-spectrum/s2/icons/AlertTriangle";
import { iconStyle, style } from "@react-spectrum/s2/style" with { type: "macro" };
import { useState } from "react";
import type { Exported } from "../../bindings/Exported";
import type { ExportFormat } from "../../bindings/ExportFormat";
import type { ExportSecrets } from "../../bindings/ExportSecrets";
import { useTask } from "../../shared/async";
import { Busy } from "../../shared/Busy";
import { ProblemNote } from "../../shared/ProblemNote";

interface ExportDialogProps {
  title: string;
  /** Null when the person closed the system's dialog. */
  onExport: (format: ExportFormat, secrets: ExportSecrets) => Promise<Exported | null>;
  onDone: (exported: Exported) => void;
  onDismiss: () => void;
}

const FORMATS: Array<{ id: ExportFormat; title: string }> = [
  { id: "env", title: ".env file, for scripts and App Builder" },
  { id: "aio", title: ".aio file, for the aio command line" },
  { id: "aepp", title: "Configuration of aepp, for Python" },
  { id: "postman", title: "Postman environment" },
  { id: "console", title: "JSON as the Developer Console gives it" },
];

const stack = style({ display: "flex", flexDirection: "column", gap: 24 });
const warning = style({
  display: "flex",
  gap: 12,
  padding: 12,
  borderRadius: "lg",
  backgroundColor: "notice-subtle",
  font: "body",
});

export function ExportDialog({ title, onExport, onDone, onDismiss }: ExportDialogProps) {
  const [format, setFormat] = useState<ExportFormat>("env");
  const [secrets, setSecrets] = useState<ExportSecrets>("left_out");
  const [warned, setWarned] = useState(false);
  const task = useTask<Exported | null>();
  const busy = task.state.kind === "waiting";
  const save = async () => {
    const settled = await task.run(() => onExport(format, secrets));
    if (settled.kind === "ready" && settled.value) onDone(settled.value);
  };
  const included = secrets === "included";
  return (
    <Dialog size="M">
      <Heading slot="title">Export {title}</Heading>
      <Content>
        <div className={stack} data-testid="export-dialog">
          {warned ? (
            <div className={warning} role="alert">
              <AlertTriangle styles={iconStyle({ color: "notice" })} />
              <span>
                The file will contain the client secret, and for JWT the private key, readable by anybody who
                gets hold of it. Keep it out of e-mail, chat, shared folders and git, and delete it when it
                has done its work.
              </span>
            </div>
          ) : (
            <>
              <RadioGroup
                label="As"
                value={format}
                onChange={(chosen) => setFormat(chosen as ExportFormat)}
                isDisabled={busy}
              >
                {FORMATS.map((one) => (
                  <Radio key={one.id} value={one.id}>
                    {one.title}
                  </Radio>
                ))}
              </RadioGroup>
              <RadioGroup
                label="Secrets"
                value={secrets}
                onChange={(chosen) => setSecrets(chosen as ExportSecrets)}
                isDisabled={busy}
              >
                <Radio value="left_out">Leave them out</Radio>
                <Radio value="included">Include them, readable by everybody who has the file</Radio>
              </RadioGroup>
            </>
          )}
          {task.state.kind === "failed" && <ProblemNote problem={task.state.problem} />}
          {busy && <Busy sentence="Writing the file…" />}
        </div>
      </Content>
      <ButtonGroup>
        <Button variant="secondary" onPress={() => (warned ? setWarned(false) : onDismiss())}>
          {warned ? "Back" : "Cancel"}
        </Button>
        <Button
          variant={warned ? "negative" : "accent"}
          isDisabled={busy}
          onPress={() => (included && !warned ? setWarned(true) : void save())}
          data-testid="export-save"
        >
          {warned ? "Save with secrets…" : included ? "Continue" : "Save…"}
        </Button>
      </ButtonGroup>
    </Dialog>
  );
}
