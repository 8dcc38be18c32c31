/*
 * The vault in the settings: the state it is in and the way out of it, who keeps its key, and when it locks itself.
 */
import { Button } from "@react-spectrum/s2/Button";
import { ButtonGroup } from "@react-spectrum/s2/ButtonGroup";
import { Picker, PickerItem } from "@react-spectrum/s2/Picker";
import { style } from "@react-spectrum/s2/style" with { type: "macro" };
import { Switch } from "@react-spectrum/s2/Switch";
import type { Custody } from "../../bindings/Custody";
import type { Settings } from "../../bindings/Settings";
import type { VaultState } from "../../bindings/VaultState";
import type { VaultView } from "../../bindings/VaultView";
import { Busy } from "../../shared/Busy";
import { ProblemNote } from "../../shared/ProblemNote";
import { count } from "../../shared/size";

interface VaultSectionProps {
  vault: VaultView;
  settings: Settings;
  /** What is being done just now. */
  busy: string | null;
  onSettings: (change: Partial<Settings>) => void;
  onLock: () => void;
  onRetry: () => void;
  onUsePassphrase: () => void;
  onChangePassphrase: () => void;
  onUseKeyring: () => void;
}

const stack = style({
  display: "flex",
  flexDirection: "column",
  gap: 12,
  alignItems: "start",
  width: "full",
});
const wide = style({ width: "full" });
const text = style({ font: "ui", margin: 0 });
const soft = style({ font: "ui-sm", color: "neutral-subdued", margin: 0 });
const field = style({ width: 240 });

const WORDS: Record<"untouched" | "open", string> = {
  untouched: "Not opened yet: Mudbrick has not needed a secret since it started.",
  open: "Open: secrets can be read and written.",
};

const KEPT: Record<Custody, string> = {
  keyring: "Your computer’s keyring keeps the vault’s key and opens it when you log in.",
  passphrase: "A passphrase keeps the vault’s key. Mudbrick asks for it once after each start.",
  age_key: "You keep the vault’s key yourself, and give it to Mudbrick when it starts (MUDBRICK_AGE_KEY).",
};

const MINUTES = [0, 1, 5, 15, 30, 60, 240];

function minutesWords(minutes: number): string {
  if (minutes === 0) return "Never";
  return minutes % 60 === 0 ? count(minutes / 60, "hour") : count(minutes, "minute");
}

export function VaultSection({
  vault: { state, custody, excess_memory_mib: excess },
  settings,
  busy,
  onSettings,
  onLock,
  onRetry,
  onUsePassphrase,
  onChangePassphrase,
  onUseKeyring,
}: VaultSectionProps) {
  const minutes = [...new Set([...MINUTES, settings.lock_after_minutes])].toSorted((a, b) => a - b);
  return (
    <div className={stack}>
      <State state={state} onRetry={onRetry} />
      {custody && ["open", "untouched", "locked"].includes(state.kind) && (
        <p className={text}>{KEPT[custody]}</p>
      )}
      {excess !== undefined && (
        <p className={text} data-testid="vault-memory">
          Opening this vault takes {excess} MiB of memory. To bring that down to 256 MiB or less, change the
          passphrase. The new one may be the one you have.
        </p>
      )}
      <ButtonGroup>
        {state.kind === "open" && (
          <Button variant="secondary" onPress={onLock} data-testid="lock-now">
            Lock now
          </Button>
        )}
        {custody === "passphrase" && (
          <Button variant="secondary" fillStyle="outline" onPress={onChangePassphrase}>
            Change passphrase…
          </Button>
        )}
        {custody === "passphrase" && (
          <Button
            variant="secondary"
            fillStyle="outline"
            isDisabled={state.kind !== "open"}
            onPress={onUseKeyring}
          >
            Move to the keyring…
          </Button>
        )}
        {custody !== "passphrase" && (state.kind === "open" || custody === null) && (
          <Button variant="secondary" fillStyle="outline" onPress={onUsePassphrase}>
            Use a passphrase instead…
          </Button>
        )}
        {busy && <Busy sentence={busy} />}
      </ButtonGroup>
      <Picker
        label="Lock after inactivity"
        selectedKey={String(settings.lock_after_minutes)}
        onSelectionChange={(key) => onSettings({ lock_after_minutes: Number(key) })}
        styles={field}
      >
        {minutes.map((one) => (
          <PickerItem key={one} id={String(one)}>
            {minutesWords(one)}
          </PickerItem>
        ))}
      </Picker>
      <Switch
        isSelected={settings.lock_with_screen}
        onChange={(lock_with_screen) => onSettings({ lock_with_screen })}
      >
        Lock when the screen locks
      </Switch>
      <p className={soft}>
        Locking removes the key, all tokens and everything read but not saved from memory. Not every system
        tells Mudbrick when its screen locks.
      </p>
    </div>
  );
}

function State({ state, onRetry }: { state: VaultState; onRetry: () => void }) {
  if (state.kind === "open" || state.kind === "untouched") {
    return (
      <p className={text} data-testid="vault-state" data-state={state.kind}>
        {WORDS[state.kind]}
      </p>
    );
  }
  return (
    <div className={wide} data-testid="vault-state" data-state={state.kind}>
      <ProblemNote problem={state.problem} remedy={{ label: "Ask the keyring again", run: onRetry }} />
    </div>
  );
}
