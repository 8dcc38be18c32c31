/*
 * Mudbrick's own settings: how it looks, the local Adobe, the vault, what goes in and out.
 */
import { Button } from "@react-spectrum/s2/Button";
import { ButtonGroup } from "@react-spectrum/s2/ButtonGroup";
import { Radio, RadioGroup } from "@react-spectrum/s2/RadioGroup";
import { style } from "@react-spectrum/s2/style" with { type: "macro" };
import { useEffect, type ReactNode } from "react";
import type { Theme } from "../bindings/Theme";
import { Around } from "../features/settings/Around";
import { Practice } from "../features/settings/Practice";
import { VaultSection } from "../features/vault/VaultSection";
import { usePlatform } from "../platform";
import { useTask } from "../shared/async";
import { Busy } from "../shared/Busy";
import { Page } from "../shared/Page";
import { ProblemNote } from "../shared/ProblemNote";
import { tellDiagnostics, tellExported } from "../shared/saved";
import { attempt } from "../shared/toast";
import { usePracticeView, useProfiles, useSettings, useVaultView, useWindowState } from "./useWindowState";
import { useVault } from "./useVault";

const section = style({
  display: "flex",
  flexDirection: "column",
  gap: 12,
  maxWidth: 760,
  alignItems: "start",
});
const title = style({ font: "title", margin: 0 });
const text = style({ font: "ui", color: "neutral-subdued", margin: 0 });

function Section({ name, children }: { name: string; children: ReactNode }) {
  return (
    <section className={section} aria-label={name}>
      <h2 className={title}>{name}</h2>
      {children}
    </section>
  );
}

export default function Preferences() {
  const platform = usePlatform();
  const { lock, unlock, look } = useVault();
  const asking = useTask<unknown>();
  const vaultTask = useTask<void>();
  const { run } = asking;
  useEffect(() => {
    void run(look);
  }, [run, look]);
  const vault = useVaultView();
  const practice = usePracticeView();
  const settings = useSettings();
  const isEmpty = useProfiles().length === 0;
  const { version, damaged, show, go, changeSettings, startPractice, stopPractice } = useWindowState();
  const inventory = () => attempt(platform.exportInventory().then(tellExported));
  const diagnostics = () => attempt(platform.diagnosticsSave().then(tellDiagnostics));
  return (
    <Page title="Settings" testId="preferences-page">
      <Section name="Appearance">
        <RadioGroup
          label="Theme"
          orientation="horizontal"
          value={settings.theme}
          onChange={(theme) => changeSettings({ theme: theme as Theme })}
        >
          <Radio value="system">As the system</Radio>
          <Radio value="light">Light</Radio>
          <Radio value="dark">Dark</Radio>
        </RadioGroup>
      </Section>
      <Section name="Side bar, quick window and tray">
        <Around
          key={settings.quick_keys}
          settings={settings}
          onSettings={changeSettings}
          onQuick={() => void attempt(platform.quickShow())}
        />
      </Section>
      <Section name="Local Adobe">
        <Practice
          practice={practice}
          onStart={async () => void (await startPractice())}
          onStop={stopPractice}
          onNew={(project) => go({ at: "new", project })}
        />
      </Section>
      <Section name="Vault">
        {!vault && asking.state.kind === "waiting" && <Busy sentence="Asking for the vault’s state…" />}
        {asking.state.kind === "failed" && <ProblemNote problem={asking.state.problem} />}
        {vault && (
          <VaultSection
            vault={vault}
            settings={settings}
            busy={vaultTask.state.kind === "waiting" ? "Asking the vault…" : null}
            onSettings={changeSettings}
            onLock={() => void vaultTask.run(lock)}
            onRetry={() => void vaultTask.run(() => unlock(null))}
            onUsePassphrase={() => show({ kind: "passphrase", change: "new" })}
            onChangePassphrase={() => show({ kind: "passphrase", change: "another" })}
            onUseKeyring={() => show({ kind: "keyring" })}
          />
        )}
      </Section>
      <Section name="In and out">
        <p className={text}>
          A share kit and the inventory contain no secrets. A backup contains all of them, encrypted. Import
          reads kits and backups.
        </p>
        <ButtonGroup>
          <Button variant="secondary" onPress={() => show({ kind: "backup", profiles: null })}>
            Back up…
          </Button>
          <Button variant="secondary" onPress={() => show({ kind: "kit", profiles: null })}>
            Share kit…
          </Button>
          <Button variant="secondary" onPress={() => void inventory()}>
            Inventory as CSV…
          </Button>
          <Button variant="secondary" fillStyle="outline" onPress={() => go({ at: "import" })}>
            Import…
          </Button>
        </ButtonGroup>
      </Section>
      {damaged.length > 0 && (
        <Section name="Damaged files">
          {damaged.map(({ path, problem }) => (
            <ProblemNote key={path} problem={problem} />
          ))}
        </Section>
      )}
      <Section name="About">
        <p className={text}>Mudbrick {version}. Not affiliated with Adobe.</p>
        <p className={text}>
          Diagnostics say what is wrong and what Mudbrick did lately, for whoever helps you. They contain no
          secrets, and Mudbrick sends them nowhere.
        </p>
        <Button variant="secondary" onPress={() => void diagnostics()}>
          Save diagnostics…
        </Button>
        {isEmpty && (
          <Button variant="secondary" onPress={() => go({ at: "welcome" })}>
            Back to the start
          </Button>
        )}
      </Section>
    </Page>
  );
}
