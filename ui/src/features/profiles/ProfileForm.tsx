/*
 * The form of a profile, in the Developer Console's words and order. It checks nothing itself and saves nothing: see
 * useProfileForm and the views.
 */
import { ActionButton } from "@react-spectrum/s2/ActionButton";
import { Picker, PickerItem, Text } from "@react-spectrum/s2/Picker";
import { Radio, RadioGroup } from "@react-spectrum/s2/RadioGroup";
import { style } from "@react-spectrum/s2/style" with { type: "macro" };
import { TextArea } from "@react-spectrum/s2/TextArea";
import { TextField } from "@react-spectrum/s2/TextField";
import { useEffect, useRef, useState, type ReactNode } from "react";
import type { Adobe } from "../../bindings/Adobe";
import type { Grant } from "../../bindings/Grant";
import type { KeyView } from "../../bindings/KeyView";
import type { ProfileDraft } from "../../bindings/ProfileDraft";
import type { Risk } from "../../bindings/Risk";
import type { UserClient } from "../../bindings/UserClient";
import { Name } from "../../shared/Name";
import { visibleLine } from "../../shared/visible";
import { ColourPicker } from "./ColourPicker";
import { withAdobe } from "./draft";
import { bringTo, bringToFirst, needsSecond, type Goal } from "./goal";
import { columns, section, title } from "./section";
import { RequestFields } from "./RequestFields";
import { ScopePicker } from "./ScopePicker";
import { SendingFields } from "./SendingFields";
import { full, textField, type TextFieldName } from "./textField";
import type { ProfileFormState } from "./useProfileForm";

/** Which secrets are stored already. */
interface TypedSecrets {
  first: boolean;
  second: boolean;
}

interface ProfileFormProps {
  form: ProfileFormState;
  /** Key pairs to sign with, for JWT. */
  keys?: KeyView[];
  /** Where its secrets come from: typed here, perhaps over stored ones, or found along with an imported credential. */
  secrets: TypedSecrets | "found";
  /** What the person comes here for. */
  goal?: Goal | undefined;
  /** They are there now. */
  onGoal?: () => void;
  onSubmit: () => void;
  /** What stands under the fields: buttons, problems. */
  children: ReactNode;
}

const form = style({ display: "flex", flexDirection: "column", gap: 24, maxWidth: 760 });
const scopes = style({
  gridColumnStart: 1,
  gridColumnEnd: -1,
  display: "flex",
  flexDirection: "column",
  gap: 8,
});
/** Under the client secret. */
const below = style({ gridColumnStart: 2 });
const note = style({ font: "ui-sm", color: "neutral-subdued", margin: 0 });
const stack = style({ display: "flex", flexDirection: "column", gap: 16 });

const JWT_NOTE =
  "Legacy: Adobe converted the Console’s JWT credentials to OAuth Server-to-Server after 1 March 2026; AEM service credentials still use JWT.";

const NO_KEYS: KeyView[] = [];
const STORED = "One is stored. Leave empty to keep it.";
const SECOND = "Tried when Adobe refuses the first: for changing secrets without a gap";

export function ProfileForm(props: ProfileFormProps) {
  const { form: state, keys = NO_KEYS, secrets, goal, onGoal, onSubmit, children } = props;
  const { draft, change, secret, setSecret, second, setSecond } = state;
  const typed = secrets === "found" ? null : secrets;
  const [two, setTwo] = useState(typed?.second ?? false);
  const [met, setMet] = useState<Goal>();
  if (goal && goal !== met) {
    setMet(goal);
    if (needsSecond(goal)) setTwo(true);
  }
  const element = useRef<HTMLFormElement>(null);
  useEffect(() => {
    if (!goal || !element.current) return;
    bringTo(element.current, goal);
    onGoal?.();
  }, [goal, onGoal]);
  const { refused } = state;
  useEffect(() => {
    if (refused.length > 0 && element.current) bringToFirst(element.current, refused);
  }, [refused]);
  const jwt = draft.grant === "jwt";
  const user = draft.grant === "oauth_user";
  const hasSecret = !user || draft.user_client === "web";

  const text = (field: TextFieldName) => textField(state, field);

  return (
    <form
      ref={element}
      className={form}
      data-testid="profile-form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        onSubmit();
      }}
    >
      <section className={section}>
        <h2 className={title}>Credential</h2>
        <RadioGroup
          label="How it gets a token"
          data-field="grant"
          orientation="horizontal"
          value={draft.grant}
          onChange={(grant) => change({ grant: grant as Grant })}
        >
          <Radio value="oauth_server_to_server">OAuth Server-to-Server</Radio>
          <Radio value="jwt">Service account (JWT)</Radio>
          <Radio value="oauth_user">OAuth for users</Radio>
        </RadioGroup>
        {jwt && <p className={note}>{JWT_NOTE}</p>}
        {user && (
          <RadioGroup
            label="Application type"
            data-field="user_client"
            orientation="horizontal"
            value={draft.user_client}
            onChange={(client) => change({ user_client: client as UserClient })}
            description="A web app has a client secret, the others have none"
          >
            <Radio value="web">Web App</Radio>
            <Radio value="single_page">Single-Page App</Radio>
            <Radio value="native">Native App</Radio>
          </RadioGroup>
        )}
        <div className={columns}>
          <TextField label="Client ID (API key)" {...text("client_id")} isRequired />
          {user && (
            <TextField
              label="Redirect URI"
              description="As the credential's page has it. Mudbrick listens where it leads to this computer"
              {...text("redirect_uri")}
              isRequired
            />
          )}
          {typed && hasSecret && (
            <TextField
              label="Client secret"
              type="password"
              value={secret}
              onChange={setSecret}
              description={typed.first ? STORED : ""}
              styles={full}
              name="client_secret"
              data-field="client_secret"
              autoComplete="off"
            />
          )}
          {typed && hasSecret && two && (
            <div className={below}>
              <TextField
                label="Second client secret"
                type="password"
                value={second}
                onChange={setSecond}
                description={typed.second ? STORED : SECOND}
                styles={full}
                name="second_client_secret"
                data-field="second_client_secret"
                autoComplete="off"
              />
            </div>
          )}
          <TextField label="Organization ID" {...text("org_id")} isRequired />
          {!user && (
            <TextField label="Technical account ID" {...text("technical_account_id")} isRequired={jwt} />
          )}
          <div className={scopes}>
            <TextArea
              label={jwt ? "Metascopes" : "Scopes"}
              description="Separated by commas, spaces or line ends"
              {...text("scopes")}
            />
            <ScopePicker
              grant={draft.grant}
              scopes={draft.scopes}
              onChange={(chosen) => change({ scopes: chosen })}
            />
          </div>
          {typed && jwt && (
            <Picker
              label="Key pair"
              data-field="key"
              placeholder={keys.length ? "Choose a key pair" : "None yet: make one after saving"}
              isDisabled={!keys.length}
              items={keys}
              selectedKey={draft.key}
              onSelectionChange={(key) => change({ key: key as string })}
              styles={full}
            >
              {(key: KeyView) => (
                <PickerItem id={key.id} textValue={visibleLine(key.name)}>
                  <Text slot="label">
                    <Name text={key.name} />
                  </Text>
                </PickerItem>
              )}
            </Picker>
          )}
        </div>
        {typed && hasSecret && !two && (
          <div>
            <ActionButton size="S" onPress={() => setTwo(true)}>
              Add a second client secret
            </ActionButton>
          </div>
        )}
      </section>
      <section className={section}>
        <h2 className={title}>In Mudbrick</h2>
        <div className={columns}>
          <TextField label="Name" {...text("name")} isRequired />
          <TextField
            label="Organization"
            description="Groups profiles in the side bar"
            {...text("organization")}
          />
          <RadioGroup
            label="Environment"
            data-field="risk"
            value={draft.risk}
            onChange={(risk) => change({ risk: risk as Risk })}
            description="Production asks before every writing call"
          >
            <Radio value="development">Development</Radio>
            <Radio value="staging">Staging</Radio>
            <Radio value="production">Production</Radio>
          </RadioGroup>
          <div className={stack}>
            <Picker
              label="Connects to"
              data-field="adobe"
              selectedKey={draft.adobe}
              onSelectionChange={(adobe) => change(withAdobe(draft, adobe as Adobe))}
              styles={full}
            >
              <PickerItem id="production">Adobe</PickerItem>
              <PickerItem id="stage">Adobe’s stage environment</PickerItem>
              <PickerItem id="practice">Local Adobe (practice)</PickerItem>
            </Picker>
            <ColourPicker value={draft.colour} onChange={(colour) => change({ colour })} />
          </div>
        </div>
      </section>
      <RequestFields form={state} goal={goal} />
      <SendingFields form={state} keys={keys} />
      {children}
    </form>
  );
}

/** The draft as it is saved: what a list typed by hand leaves over is dropped. */
export function tidied(draft: ProfileDraft): ProfileDraft {
  return { ...draft, allowed_hosts: draft.allowed_hosts.filter(Boolean) };
}
