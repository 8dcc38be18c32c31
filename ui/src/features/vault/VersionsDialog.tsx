/*
 * Earlier versions of somebody's secrets, and bringing one of them back.
 */
import { Button } from "@react-spectrum/s2/Button";
import { ButtonGroup } from "@react-spectrum/s2/ButtonGroup";
import { Content, Dialog, Heading } from "@react-spectrum/s2/Dialog";
import { style } from "@react-spectrum/s2/style" with { type: "macro" };
import type { GenerationView } from "../../bindings/GenerationView";
import type { Problem } from "../../bindings/Problem";
import type { Async } from "../../shared/async";
import { Busy } from "../../shared/Busy";
import { ProblemNote } from "../../shared/ProblemNote";
import { ago, exact, useNow } from "../../shared/time";

interface VersionsDialogProps {
  /** Whose, such as `Acme · Places`. */
  title: string;
  versions: Async<GenerationView[]>;
  /** The one that is known to be good: the keyboard starts there. */
  good?: number | undefined;
  busy: boolean;
  problem: Problem | null;
  onRestore: (version: GenerationView) => void;
  onDismiss: () => void;
}

const stack = style({ display: "flex", flexDirection: "column", gap: 16 });
const text = style({ font: "body", margin: 0 });
const list = style({ margin: 0, padding: 0, listStyleType: "none" });
const row = style({
  display: "flex",
  alignItems: "center",
  gap: 16,
  minHeight: 48,
  font: "ui",
  borderStyle: "solid",
  borderWidth: 0,
  borderTopWidth: 1,
  borderColor: "gray-200",
});
const when = style({ flexGrow: 1, display: "flex", flexDirection: "column" });
const soft = style({ font: "ui-sm", color: "neutral-subdued" });

export function VersionsDialog({
  title,
  versions,
  good,
  busy,
  problem,
  onRestore,
  onDismiss,
}: VersionsDialogProps) {
  const now = useNow(60_000);
  return (
    <Dialog size="M">
      <Heading slot="title">Earlier versions</Heading>
      <Content>
        <div className={stack} data-testid="versions">
          <p className={text}>
            The last five states of the secrets of {title}. The present one is kept too when you restore one.
          </p>
          {versions.kind === "waiting" && <Busy sentence="Looking for earlier versions…" />}
          {versions.kind === "failed" && <ProblemNote problem={versions.problem} />}
          {versions.kind === "ready" && !versions.value.length && (
            <p className={text}>There are none: these secrets have not been changed yet.</p>
          )}
          {versions.kind === "ready" && versions.value.length > 0 && (
            <ul className={list}>
              {versions.value.map((version) => (
                <li key={version.number} className={row} data-testid="version">
                  <span className={when}>
                    <span title={exact(version.replaced_at)}>Replaced {ago(version.replaced_at, now)}</span>
                    {!version.readable && <span className={soft}>Does not open with this vault’s key</span>}
                  </span>
                  <Button
                    size="S"
                    variant="secondary"
                    aria-label={`Restore the version replaced ${ago(version.replaced_at, now)}`}
                    autoFocus={version.number === good}
                    isDisabled={busy || !version.readable}
                    onPress={() => onRestore(version)}
                  >
                    Restore
                  </Button>
                </li>
              ))}
            </ul>
          )}
          {problem && <ProblemNote problem={problem} />}
        </div>
      </Content>
      <ButtonGroup>
        <Button variant="secondary" onPress={onDismiss}>
          Close
        </Button>
      </ButtonGroup>
    </Dialog>
  );
}
