/*
 * The secrets that Adobe has of a client: never a value, only when each was made and used last.
 */
import { ActionButton } from "@react-spectrum/s2/ActionButton";
import { style } from "@react-spectrum/s2/style" with { type: "macro" };
import type { AdobeSecret } from "../../bindings/AdobeSecret";
import type { RotationView } from "../../bindings/RotationView";
import { heard } from "../../shared/heard";
import { cell, head, table } from "../../shared/resultPage";
import { ago, exact, useNow } from "../../shared/time";
import { ROLES } from "./ways";

interface SecretTableProps {
  view: RotationView;
  isBusy: boolean;
  onDelete: (secret: AdobeSecret) => void;
}

const verbs = style({ display: "flex", width: "max", marginStart: "auto" });
const code = style({ font: "code-sm", overflowWrap: "anywhere" });

export function SecretTable({ view, isBusy, onDelete }: SecretTableProps) {
  const now = useNow();
  const { step, secrets } = view;
  // Where a rotation accounts for both of them, its own steps delete the right one.
  const isFree = (step === "not_begun" || step === "unaccounted") && secrets.length > 1;
  return (
    <table className={table} aria-label={`Client secrets of ${view.title} at Adobe`}>
      <thead>
        <tr>
          {["Secret at Adobe", "Adobe’s name", "Made", "Used last"].map((title) => (
            <th key={title} scope="col" className={cell + head}>
              {title}
            </th>
          ))}
          <th scope="col" className={cell}>
            <span className={heard}>Verbs</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {secrets.map((secret) => (
          <tr key={secret.uuid} data-testid="rotation-secret" data-role={secret.role}>
            <th scope="row" className={cell}>
              {ROLES[secret.role]}
            </th>
            <td className={cell + code}>{secret.uuid}</td>
            <td className={cell}>
              {secret.created_at === null ? "" : <At at={secret.created_at} now={now} />}
            </td>
            <td className={cell}>
              {secret.last_used_at === null ? "never" : <At at={secret.last_used_at} now={now} />}
            </td>
            <td className={cell}>
              {isFree && secret.role !== "first" && (
                <span className={verbs}>
                  <ActionButton
                    size="S"
                    isDisabled={isBusy}
                    aria-label={`Delete the secret ${secret.uuid}`}
                    onPress={() => onDelete(secret)}
                    data-testid="rotation-delete-named"
                  >
                    Delete…
                  </ActionButton>
                </span>
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function At({ at, now }: { at: number; now: number }) {
  return <span title={exact(at)}>{ago(at, now)}</span>;
}
