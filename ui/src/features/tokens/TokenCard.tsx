/*
 * A profile's token at a glance: how long it lasts, copy it, renew it, and why there is none. It shows no token.
 */
import { ActionButton } from "@react-spectrum/s2/ActionButton";
import { Button, Text } from "@react-spectrum/s2/Button";
import { style } from "@react-spectrum/s2/style" with { type: "macro" };
import type { ReactNode } from "react";
import type { TokenState } from "../../bindings/TokenState";
import { Busy } from "../../shared/Busy";
import { LazyMenu } from "../../shared/LazyMenu";
import { ProblemNote } from "../../shared/ProblemNote";
import type { RemedyButton } from "../../shared/RemedyVerb";
import { exact, span, until, useNow } from "../../shared/time";
import { FORMS } from "./forms";
import { Ring } from "./Ring";
import { SignInSteps } from "./SignInSteps";
import type { TokenControl, TokenWork } from "./useToken";

interface TokenCardProps {
  token: TokenState;
  control: TokenControl;
  /** Shows what is in it. */
  onInspect: () => void;
  /** Whether a person signs in for it. */
  signsIn?: boolean;
  /** The button that mends the last problem. */
  remedy?: RemedyButton | undefined;
  /** What there is to know of the time that is left. */
  note?: ReactNode;
}

const card = style({
  display: "flex",
  flexDirection: "column",
  gap: 12,
  marginX: 24,
  // A low window has no room to lose.
  paddingY: { default: 12, "@media (max-height: 640px)": 4 },
  paddingX: 16,
  borderRadius: "lg",
  borderWidth: 1,
  borderStyle: "solid",
  borderColor: "gray-200",
  backgroundColor: "layer-1",
});
// Where the letters are large, the buttons have a line of their own and the words are not broken.
const line = style({
  display: "flex",
  flexWrap: "wrap",
  alignItems: "center",
  columnGap: 12,
  rowGap: 4,
  minHeight: 32,
});
const words = style({ display: "flex", flexDirection: "column", flexGrow: 1, minWidth: 0 });
const main = style({ font: "ui-lg", fontWeight: "bold", color: "heading" });
const side = style({ font: "ui-sm", color: "neutral-subdued" });
const buttons = style({ display: "flex", alignItems: "center", gap: 8, flexShrink: 0 });
const split = style({ display: "flex", alignItems: "center", gap: 4 });

const SENTENCES: Record<TokenWork, string> = {
  get: "Asking Adobe for a token…",
  renew: "Asking Adobe for a new token…",
  copy: "Getting the token…",
  sign_in: "Waiting for you to sign in, in the browser…",
  sign_out: "Signing out…",
};

export function TokenCard({ token, control, onInspect, signsIn = false, remedy, note }: TokenCardProps) {
  const now = useNow(1000);
  const ready = token.kind === "ready" && token.expires_at > now ? token : null;
  const part = ready ? (ready.expires_at - now) / Math.max(1, ready.expires_at - ready.created_at) : 0;
  const working = control.work !== null;
  return (
    <section
      className={card}
      aria-label="Token"
      data-testid="token-card"
      data-state={ready ? "ready" : token.kind}
    >
      <div className={line}>
        <Ring part={part} />
        <div className={words}>
          {ready ? (
            <>
              <span className={main} data-testid="token-left">
                {span(ready.expires_at - now)} left
              </span>
              <time className={side} title={exact(ready.expires_at)} dateTime={iso(ready.expires_at)}>
                until {until(ready.expires_at, now)}
              </time>
            </>
          ) : (
            <Missing token={token} signsIn={signsIn} />
          )}
        </div>
        {control.work && <Busy key={control.work} sentence={SENTENCES[control.work]} />}
        <div className={buttons}>
          {ready ? (
            <>
              <span className={split}>
                <Button
                  variant="accent"
                  onPress={() => control.copy("token")}
                  isDisabled={working}
                  data-testid="copy-token"
                >
                  <Text>Copy token</Text>
                </Button>
                <LazyMenu
                  label="More ways to copy"
                  icon="chevron"
                  isDisabled={working}
                  testId="copy-menu"
                  entries={FORMS.map(({ id, title }) => ({ id, title, run: () => control.copy(id) }))}
                />
              </span>
              <Button
                variant="secondary"
                onPress={control.renew}
                isDisabled={working}
                data-testid="renew-token"
              >
                Renew
              </Button>
              <ActionButton isQuiet onPress={onInspect} data-testid="inspect-token">
                Inspect
              </ActionButton>
            </>
          ) : (
            !signsIn && (
              <Button variant="accent" onPress={control.get} isDisabled={working} data-testid="get-token">
                Get token
              </Button>
            )
          )}
          {signsIn && control.work === "sign_in" && (
            <Button variant="secondary" onPress={control.stop} data-testid="stop-sign-in">
              Stop
            </Button>
          )}
          {signsIn && control.work !== "sign_in" && (
            <Button
              variant={ready ? "secondary" : "accent"}
              onPress={control.signIn}
              isDisabled={working}
              data-testid="sign-in"
            >
              {ready ? "Sign in again…" : "Sign in…"}
            </Button>
          )}
          {signsIn && ready && control.work !== "sign_in" && (
            <Button
              variant="secondary"
              fillStyle="outline"
              onPress={control.signOut}
              isDisabled={working}
              data-testid="sign-out"
            >
              Sign out
            </Button>
          )}
        </div>
      </div>
      {note}
      {control.page && <SignInSteps page={control.page} onAnswer={control.answer} />}
      {control.problem && !working && <ProblemNote problem={control.problem} remedy={remedy} />}
    </section>
  );
}

function iso(at: number): string {
  return new Date(at).toISOString();
}

function Missing({ token, signsIn }: { token: TokenState; signsIn: boolean }) {
  const [first, second] =
    token.kind === "unknown"
      ? ["Vault closed", "Open the vault to see whether there is a token"]
      : token.kind === "failed"
        ? ["No token", "The last attempt to get one failed"]
        : token.kind === "ready"
          ? ["Token has ended", "Get another one"]
          : signsIn
            ? ["Nobody is signed in", "Sign in in the browser, and Mudbrick gets the token"]
            : ["No token yet", "Mudbrick gets a token from Adobe and renews it for you"];
  return (
    <>
      <span className={main}>{first}</span>
      <span className={side}>{second}</span>
    </>
  );
}
