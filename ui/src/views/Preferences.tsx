/*
 * Mudbrick's own settings: how it looks, the local Adobe, the state of the vault.
 */
import { Button } from "@react-spectrum/s2/Button";
import { Radio, RadioGroup } from "@react-spectrum/s2/RadioGroup";
import { style } from "@react-spectrum/s2/style" with { type: "macro" };
import { useCallback, type ReactNode } from "react";
import type { Theme } from "../bindings/Theme";
import type { VaultView } from "../bindings/VaultView";
import { Practice } from "../features/settings/Practice";
import { usePlatform } from "../platform";
import { useLoad } from "../shared/async";
import { Busy } from "../shared/Busy";
import { Page } from "../shared/Page";
import { ProblemNote } from "../shared/ProblemNote";
import type { Desk } from "./useDesk";

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

const VAULT_WORDS: Record<Exclude<VaultView["kind"], "closed">, string> = {
  untouched: "Nothing has needed a secret since Mudbrick started.",
  open: "Open: secrets can be read and written.",
};

export default function Preferences({ desk }: { desk: Desk }) {
  const platform = usePlatform();
  const vault = useLoad(useCallback(() => platform.vaultState(), [platform]));
  const { state } = vault;
  return (
    <Page title="Settings" testId="preferences-page">
      <Section name="Appearance">
        <RadioGroup
          label="Theme"
          orientation="horizontal"
          value={desk.settings.theme}
          onChange={(theme) => desk.changeSettings({ theme: theme as Theme })}
        >
          <Radio value="system">As the system</Radio>
          <Radio value="light">Light</Radio>
          <Radio value="dark">Dark</Radio>
        </RadioGroup>
      </Section>
      <Section name="Local Adobe">
        <Practice
          practice={desk.practice}
          onStart={async () => void (await desk.startPractice())}
          onStop={desk.stopPractice}
          onNew={(project) => desk.go({ at: "new", project })}
        />
      </Section>
      <Section name="Vault">
        {state.kind === "waiting" && <Busy sentence="Asking for the vault’s state…" />}
        {state.kind === "failed" && <ProblemNote problem={state.problem} />}
        {state.kind === "ready" &&
          (state.value.kind === "closed" ? (
            <ProblemNote
              problem={state.value.problem}
              remedy={{ label: "Try again", run: () => void vault.reload() }}
            />
          ) : (
            <p className={text} data-testid="vault-state">
              {VAULT_WORDS[state.value.kind]}
            </p>
          ))}
      </Section>
      {desk.damaged.length > 0 && (
        <Section name="Damaged files">
          {desk.damaged.map((problem) => (
            <ProblemNote key={problem.message} problem={problem} />
          ))}
        </Section>
      )}
      <Section name="About">
        <p className={text}>Mudbrick {desk.version}. Not affiliated with Adobe.</p>
        {desk.profiles.length === 0 && (
          <Button variant="secondary" onPress={() => desk.go({ at: "welcome" })}>
            Back to the start
          </Button>
        )}
      </Section>
    </Page>
  );
}
