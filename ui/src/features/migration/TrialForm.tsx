/*
 * What OAuth is tried with: the credential's client secret and scopes, and how many recent requests are sent with both. A profile
 * that is there already is tried as it is.
 */
import { Button } from "@react-spectrum/s2/Button";
import { NumberField } from "@react-spectrum/s2/NumberField";
import { style } from "@react-spectrum/s2/style" with { type: "macro" };
import { TextArea } from "@react-spectrum/s2/TextArea";
import { TextField } from "@react-spectrum/s2/TextField";
import { useRef, useState } from "react";
import type { MigrationView } from "../../bindings/MigrationView";
import type { TrialWish } from "../../bindings/TrialWish";
import { title } from "../../shared/resultPage";
import { ScopePicker } from "../profiles/ScopePicker";

interface TrialFormProps {
  view: MigrationView;
  isBusy: boolean;
  /** The secret is null where the one that is stored stays. */
  onTry: (wish: TrialWish, secret: string | null) => void;
}

const form = style({ display: "flex", flexDirection: "column", gap: 16, paddingTop: 16, maxWidth: 720 });
const text = style({ font: "ui", margin: 0 });
const full = style({ width: "full" });
const narrow = style({ width: 240 });

const MISSING = {
  client_secret: "Copy the client secret from the credential’s page in the Developer Console.",
  scopes: "Copy the scopes from the credential’s page in the Developer Console.",
};
type Entered = keyof typeof MISSING;

const USUAL_REQUESTS = 10;
const MOST_REQUESTS = 100;

export function TrialForm({ view, isBusy, onTry }: TrialFormProps) {
  const { needs } = view;
  const [secret, setSecret] = useState("");
  const [scopes, setScopes] = useState(view.scopes);
  const [requests, setRequests] = useState(USUAL_REQUESTS);
  const [refused, setRefused] = useState<readonly Entered[]>([]);
  const element = useRef<HTMLFormElement>(null);
  const fault = (field: Entered, value: string) => {
    const isMissing = refused.includes(field) && value.trim() === "";
    return { isInvalid: isMissing, errorMessage: isMissing ? MISSING[field] : "" };
  };
  const submit = () => {
    const missing: Entered[] = [];
    if (needs === "credential" && secret.trim() === "") missing.push("client_secret");
    if (needs === "credential" && scopes.trim() === "") missing.push("scopes");
    setRefused(missing);
    const [first] = missing;
    if (first !== undefined) {
      element.current?.querySelector<HTMLElement>(`[name="${first}"]`)?.focus();
      return;
    }
    const wish = { scopes: needs === "nothing" ? "" : scopes, requests };
    onTry(wish, needs === "nothing" || secret === "" ? null : secret);
  };
  return (
    <form
      ref={element}
      className={form}
      noValidate
      data-testid="trial-form"
      onSubmit={(event) => {
        event.preventDefault();
        if (!isBusy) submit();
      }}
    >
      <h2 className={title}>Try OAuth beside JWT</h2>
      <p className={text}>
        Mudbrick makes a second profile with OAuth, gets a token with it, and compares both tokens. Then it
        sends recent requests of this profile that only read with both, and compares the answers. The profile
        itself stays as it is.
      </p>
      {needs === "nothing" ? (
        <p className={text} data-testid="trial-own">
          You have an OAuth profile of the same client already. It is tried as it is, and nothing has to be
          entered.
        </p>
      ) : (
        <>
          <TextField
            label="Client secret"
            type="password"
            value={secret}
            onChange={setSecret}
            description={needs === "correction" ? "One is stored. Leave empty to keep it." : ""}
            styles={full}
            name="client_secret"
            autoComplete="off"
            isRequired={needs === "credential"}
            {...fault("client_secret", secret)}
          />
          <TextArea
            label="Scopes"
            description="Separated by commas, spaces or line ends"
            value={scopes}
            onChange={setScopes}
            styles={full}
            name="scopes"
            autoComplete="off"
            spellCheck="false"
            isRequired={needs === "credential"}
            {...fault("scopes", scopes)}
          />
          <ScopePicker grant="oauth_server_to_server" scopes={scopes} onChange={setScopes} />
        </>
      )}
      <NumberField
        label="Recent requests to send with both"
        value={requests}
        onChange={(value) => setRequests(Number.isNaN(value) ? USUAL_REQUESTS : value)}
        minValue={0}
        maxValue={MOST_REQUESTS}
        styles={narrow}
      />
      <div>
        <Button
          type="submit"
          variant={view.step === "not_begun" ? "accent" : "secondary"}
          isDisabled={isBusy}
          data-testid="try-oauth"
        >
          {view.step === "not_begun" ? "Try" : "Try again"}
        </Button>
      </div>
    </form>
  );
}
