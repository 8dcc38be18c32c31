/*
 * What is known of a request before it is sent: where it goes, what is missing, what Adobe would object to.
 */
import { ActionButton } from "@react-spectrum/s2/ActionButton";
import AlertTriangle from "@react-spectrum/s2/icons/AlertTriangle";
import InfoCircle from "@react-spectrum/s2/icons/InfoCircle";
import { iconStyle, style } from "@react-spectrum/s2/style" with { type: "macro" };
import type { ReactNode } from "react";
import type { RequestCheck } from "../../bindings/RequestCheck";
import { Foreign } from "../../shared/Foreign";

interface ChecksProps {
  check: RequestCheck | null;
  /** The URL as written. */
  url: string;
  note: string | null;
  /** What was said about the text that it was read from. */
  notes: string[];
  onHideNotes: () => void;
  onSet: (name: string) => void;
  /** Stands here when there is nothing to say. */
  hint: string;
}

const list = style({
  display: "flex",
  flexDirection: "column",
  gap: 4,
  margin: 0,
  padding: 0,
  listStyleType: "none",
});
const item = style({ display: "flex", gap: 8, alignItems: "start", font: "ui-sm", color: "body" });
const line = style({ display: "block" });
const verbs = style({ display: "flex", flexWrap: "wrap", gap: 4 });
const code = style({ font: "code-sm", overflowWrap: "anywhere", color: "neutral-subdued" });
const quiet = style({ font: "ui-sm", color: "neutral-subdued" });

function Warning({ children }: { children: ReactNode }) {
  return (
    <li className={item} data-testid="check-warning">
      <AlertTriangle styles={iconStyle({ size: "S", color: "notice" })} />
      <span>{children}</span>
    </li>
  );
}

export function Checks({ check, url, note, notes, onHideNotes, onSet, hint }: ChecksProps) {
  const missing = check?.missing ?? [];
  const warnings = check?.warnings ?? [];
  const unsupported = check?.notes ?? [];
  return (
    <ul className={list} aria-label="Checks" data-testid="checks">
      {missing.length > 0 && (
        <Warning>
          <Foreign text={missing.join(", ")} /> {missing.length === 1 ? "has" : "have"} no value in this
          profile. Set {missing.length === 1 ? "it" : "them"}, or write the value here.{" "}
          <span className={verbs}>
            {missing.map((name) => (
              <ActionButton key={name} size="XS" aria-label={`Set ${name}…`} onPress={() => onSet(name)}>
                {missing.length === 1 ? "Set…" : `Set ${name}…`}
              </ActionButton>
            ))}
          </span>
        </Warning>
      )}
      {check?.host_not_allowed && (
        <Warning>
          <Foreign text={check.host_not_allowed} /> may not be sent this profile’s token. Allow the host under
          Settings if it is yours.
        </Warning>
      )}
      {warnings.map((warning) => (
        <Warning key={warning}>
          <Foreign text={warning} />
        </Warning>
      ))}
      {notes.length > 0 && (
        <li className={item} data-testid="paste-notes">
          <InfoCircle styles={iconStyle({ size: "S", color: "informative" })} />
          <span>
            {notes.map((one) => (
              <span key={one} className={line}>
                <Foreign text={one} />
              </span>
            ))}
            <ActionButton size="XS" isQuiet aria-label="Hide these notes" onPress={onHideNotes}>
              Hide
            </ActionButton>
          </span>
        </li>
      )}
      {unsupported.map(({ text }) => (
        <li key={text} className={item} data-testid="file-note">
          <InfoCircle styles={iconStyle({ size: "S", color: "informative" })} />
          <span>
            <Foreign text={text} />
          </span>
        </li>
      ))}
      {note && (
        <li className={item}>
          <InfoCircle styles={iconStyle({ size: "S", color: "informative" })} />
          <span>{note}</span>
        </li>
      )}
      <li className={item}>
        {check && check.url !== url ? (
          <span className={code} data-testid="filled-url">
            <Foreign text={check.url} />
          </span>
        ) : (
          <span className={quiet}>{hint}</span>
        )}
      </li>
    </ul>
  );
}
