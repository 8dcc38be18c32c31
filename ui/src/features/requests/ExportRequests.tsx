/*
 * One's own requests for another program: a folder, a file, or all of them. Secrets are never in them.
 */
import { Radio, RadioGroup } from "@react-spectrum/s2/RadioGroup";
import { useState } from "react";
import type { ExportedRequests } from "../../bindings/ExportedRequests";
import type { RequestExportFormat } from "../../bindings/RequestExportFormat";
import { useTask } from "../../shared/async";
import { FormDialog } from "../../shared/FormDialog";

interface ExportRequestsProps {
  /** What is exported, in words. */
  title: string;
  /** Null when the person closed the system's dialog. */
  onExport: (format: RequestExportFormat) => Promise<ExportedRequests | null>;
  onDone: (exported: ExportedRequests) => void;
  onDismiss: () => void;
}

const FORMATS: Array<{ id: RequestExportFormat; title: string }> = [
  { id: "postman", title: "Postman collection, version 2.1" },
  { id: "har", title: "HAR file, for browsers and proxies" },
  { id: "curl", title: "Script of curl commands" },
  { id: "http", title: "Folder of .http files, for editors" },
];

export function ExportRequests({ title, onExport, onDone, onDismiss }: ExportRequestsProps) {
  const [format, setFormat] = useState<RequestExportFormat>("postman");
  const task = useTask<ExportedRequests | null>();
  const save = async () => {
    const settled = await task.run(() => onExport(format));
    if (settled.kind === "ready" && settled.value) onDone(settled.value);
  };
  return (
    <FormDialog
      size="S"
      title={`Export ${title}`}
      action={format === "http" ? "Choose a folder…" : "Save…"}
      ready
      work={task.state}
      busySentence="Writing…"
      onDo={() => void save()}
      onDismiss={onDismiss}
      testId="export-requests"
      actionTestId="export-requests-confirm"
    >
      <RadioGroup label="As" value={format} onChange={(chosen) => setFormat(chosen as RequestExportFormat)}>
        {FORMATS.map((one) => (
          <Radio key={one.id} value={one.id}>
            {one.title}
          </Radio>
        ))}
      </RadioGroup>
    </FormDialog>
  );
}
