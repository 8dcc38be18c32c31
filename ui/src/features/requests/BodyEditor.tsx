/*
 * The body of a request: its text, and what its variables stand for.
 */
import { useMemo, useState } from "react";
import type { BodyEdit } from "../../bindings/BodyEdit";
import type { VariableView } from "../../bindings/VariableView";
import { CodeEditor } from "../../shared/CodeEditor";
import { Beside, spotUnder, type Spot } from "./Beside";
import { isMissing, viewOf } from "./placeholders";
import { VariableCard } from "./VariableCard";

interface BodyEditorProps {
  body: string | null;
  variables: VariableView[];
  onChange: (body: string | null) => void;
  onEdit: (edit: BodyEdit, all: () => void) => void;
  onPause: () => void;
  onSet: (name: string) => void;
}

export function BodyEditor({ body, variables, onChange, onEdit, onPause, onSet }: BodyEditorProps) {
  const [at, setAt] = useState<{ name: string; spot: Spot } | null>(null);
  const missing = useMemo(() => new Set(variables.filter(isMissing).map(({ name }) => name)), [variables]);
  const view = at && viewOf(variables, at.name);
  return (
    <>
      <CodeEditor
        label="Body"
        testId="body"
        language={looksLikeJson(body) ? "json" : "text"}
        placeholder="No body is sent"
        value={body ?? ""}
        missing={missing}
        onChange={(text) => onChange(text === "" ? null : text)}
        onEdit={onEdit}
        onPause={onPause}
        onVariable={(found) =>
          setAt((now) =>
            found ? (now?.name === found.name ? now : { name: found.name, spot: spotUnder(found) }) : null,
          )
        }
      />
      {view && at && (
        <Beside spot={at.spot} testId="variable-card" onPointerDown={(event) => event.preventDefault()}>
          <VariableCard view={view} onSet={onSet} />
        </Beside>
      )}
    </>
  );
}

function looksLikeJson(body: string | null): boolean {
  return /^\s*[[{]/.test(body ?? "");
}
