/*
 * What there is to do while somebody signs in: the page's address, for whom no browser opened, and a field for the address that
 * the browser was sent to, where Mudbrick cannot listen for it.
 */
import { Button } from "@react-spectrum/s2/Button";
import { style } from "@react-spectrum/s2/style" with { type: "macro" };
import { TextField } from "@react-spectrum/s2/TextField";
import { useState } from "react";
import type { Problem } from "../../bindings/Problem";
import type { SignInPage } from "../../bindings/SignInPage";
import { CopyButton } from "../../shared/CopyButton";

interface SignInStepsProps {
  page: SignInPage;
  onAnswer: (address: string) => Promise<Problem | null>;
}

const steps = style({ display: "flex", flexDirection: "column", gap: 8 });
const line = style({ display: "flex", alignItems: "center", gap: 8 });
const note = style({ font: "ui-sm", color: "neutral-subdued", margin: 0 });
const wide = style({ flexGrow: 1 });

export function SignInSteps({ page, onAnswer }: SignInStepsProps) {
  const [address, setAddress] = useState("");
  const [fault, setFault] = useState<string | null>(null);
  const send = async () => {
    const problem = await onAnswer(address);
    setFault(problem && [problem.message, problem.remedy?.text].filter(Boolean).join(" "));
  };
  return (
    <div className={steps} data-testid="sign-in-steps">
      <div className={line}>
        <p className={note}>
          Sign in on the page that opened in your browser. If none did, copy its address.
        </p>
        <CopyButton what="Address of the sign-in page" text={page.url} />
      </div>
      {page.way_back === "pasted" && (
        <form
          className={line}
          onSubmit={(event) => {
            event.preventDefault();
            void send();
          }}
        >
          <TextField
            label="Address that the browser was sent to"
            description={`Begins with ${page.redirect_uri} and shows no page`}
            value={address}
            onChange={setAddress}
            isInvalid={fault !== null}
            errorMessage={fault ?? ""}
            styles={wide}
            autoComplete="off"
            spellCheck="false"
          />
          <Button type="submit" variant="accent" isDisabled={!address.trim()} data-testid="answer-sign-in">
            Continue
          </Button>
        </form>
      )}
    </div>
  );
}
