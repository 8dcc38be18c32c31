/*
 * The sandboxes of Experience Platform that a profile may use, as Platform lists them, and working in another one.
 */
import { ActionButton } from "@react-spectrum/s2/ActionButton";
import { style } from "@react-spectrum/s2/style" with { type: "macro" };
import type { SandboxList } from "../../bindings/SandboxList";
import type { SandboxView } from "../../bindings/SandboxView";
import { useTask } from "../../shared/async";
import { Busy } from "../../shared/Busy";
import { Foreign } from "../../shared/Foreign";
import { ProblemNote } from "../../shared/ProblemNote";
import { useRemedies } from "../../shared/remedies";
import { ago, exact, useNow } from "../../shared/time";

interface SandboxSwitchProps {
  /** The one that the profile works in. */
  own: string;
  /** Asks for the list: what Platform said lately, or anew. */
  onList: (how: "kept" | "refresh") => Promise<SandboxList>;
  onSwitch: (name: string) => Promise<void>;
}

const stack = style({ display: "flex", flexDirection: "column", gap: 8, paddingY: 8 });
const list = style({
  display: "flex",
  flexWrap: "wrap",
  gap: 8,
  margin: 0,
  padding: 0,
  listStyleType: "none",
});
const foot = style({
  display: "flex",
  alignItems: "center",
  gap: 8,
  font: "ui-sm",
  color: "neutral-subdued",
});
const type = style({
  font: "ui-xs",
  fontWeight: "bold",
  color: { default: "neutral-subdued", isProduction: "negative" },
});

const KINDS = { production: "PRODUCTION", development: "development" } as const;

export function SandboxSwitch({ own, onList, onSwitch }: SandboxSwitchProps) {
  const listed = useTask<SandboxList>();
  const switching = useTask<void>();
  const remedies = useRemedies();
  const now = useNow(60_000);
  const look = (how: "kept" | "refresh") => void listed.run(() => onList(how));
  const { state } = listed;
  if (state.kind === "idle") {
    return (
      <ActionButton size="S" isQuiet onPress={() => look("kept")} data-testid="sandbox-list">
        Switch…
      </ActionButton>
    );
  }
  return (
    <div className={stack} data-testid="sandboxes">
      {state.kind === "waiting" && <Busy sentence="Asking Experience Platform for sandboxes…" />}
      {state.kind === "failed" && (
        <ProblemNote problem={state.problem} remedy={remedies(state.problem, () => look("refresh"))} />
      )}
      {switching.state.kind === "failed" && <ProblemNote problem={switching.state.problem} />}
      {state.kind === "ready" && (
        <>
          <ul className={list} aria-label="Sandboxes">
            {state.value.sandboxes.map((one) => (
              <li key={one.name}>
                <ActionButton
                  size="S"
                  isDisabled={switching.state.kind === "waiting" || one.name === own}
                  onPress={() => void switching.run(() => onSwitch(one.name))}
                  aria-label={wordsOf(one)}
                  data-testid="sandbox"
                >
                  <Foreign text={one.name} />
                  <span className={type({ isProduction: one.kind === "production" })}>
                    {one.kind ? KINDS[one.kind] : "type unknown"}
                  </span>
                </ActionButton>
              </li>
            ))}
          </ul>
          <div className={foot}>
            <span title={exact(state.value.at)}>As Platform said {ago(state.value.at, now)}.</span>
            {!state.value.is_whole && <span>There are more.</span>}
            <ActionButton size="S" isQuiet onPress={() => look("refresh")} data-testid="sandbox-refresh">
              Ask again
            </ActionButton>
            <ActionButton size="S" isQuiet onPress={listed.reset}>
              Close
            </ActionButton>
          </div>
        </>
      )}
    </div>
  );
}

/** `dev, Development, development`. */
const wordsOf = ({ name, title, kind }: SandboxView) =>
  [name, title, kind ?? "type unknown"].filter(Boolean).join(", ");
