/*
 * What has to be looked up in the Developer Console or asked of an administrator, with the ids by which Adobe knows the
 * profile, to be copied one by one or as a message.
 */
import { Button } from "@react-spectrum/s2/Button";
import { ButtonGroup } from "@react-spectrum/s2/ButtonGroup";
import { Content, Dialog, Heading } from "@react-spectrum/s2/Dialog";
import { style } from "@react-spectrum/s2/style" with { type: "macro" };
import { useCallback } from "react";
import type { Problem } from "../../bindings/Problem";
import type { ProfileSummary } from "../../bindings/ProfileSummary";
import { usePlatform } from "../../platform";
import { useLoad } from "../../shared/async";
import { copyPlain } from "../../shared/copied";
import { CopyButton } from "../../shared/CopyButton";
import { Fact, Facts } from "../../shared/Facts";
import { Foreign } from "../../shared/Foreign";

interface AskDialogProps {
  whom: "console" | "administrator";
  problem: Problem;
  /** Whose call it was; undefined where that is not known. */
  profile: ProfileSummary | undefined;
  /** Shows what its token was granted; undefined where it has none. */
  onInspect: (() => void) | undefined;
  onDismiss: () => void;
}

const stack = style({ display: "flex", flexDirection: "column", gap: 16 });
const text = style({ font: "body", margin: 0 });

const TITLES = { console: "What to look for in the Developer Console", administrator: "What to ask for" };

export function AskDialog({ whom, problem, profile, onInspect, onDismiss }: AskDialogProps) {
  const platform = usePlatform();
  const id = profile?.id;
  const { state } = useLoad(
    useCallback(async () => (id === undefined ? null : platform.profileGet(id)), [platform, id]),
  );
  const credential = state.kind === "ready" ? state.value?.credential : null;
  const account = credential && credential.grant !== "oauth_user" ? credential.technical_account_id : null;
  const ids: Array<[string, string]> = profile
    ? [
        ["Client ID", profile.client_id],
        ["Organization ID", profile.org_id],
        ...(account ? [["Technical account ID", account] as [string, string]] : []),
      ]
    : [];
  const message = [
    problem.message,
    problem.remedy?.text ?? "",
    ...ids.map(([name, value]) => `${name}: ${value}`),
  ];
  return (
    <Dialog size="M">
      <Heading slot="title">{TITLES[whom]}</Heading>
      <Content>
        <div className={stack} data-testid="ask-dialog">
          <p className={text}>
            <Foreign text={problem.message} />
          </p>
          {problem.remedy && <p className={text}>{problem.remedy.text}</p>}
          {ids.length > 0 && (
            <Facts label="How Adobe knows this profile">
              {ids.map(([name, value]) => (
                <Fact key={name} name={name} kind="code" actions={<CopyButton what={name} text={value} />}>
                  {value}
                </Fact>
              ))}
            </Facts>
          )}
        </div>
      </Content>
      <ButtonGroup>
        {onInspect && (
          <Button variant="secondary" fillStyle="outline" onPress={onInspect} data-testid="ask-inspect">
            Inspect the token
          </Button>
        )}
        <Button
          variant="secondary"
          onPress={() => void copyPlain("Message", message.filter(Boolean).join("\n"))}
          data-testid="copy-message"
        >
          Copy as a message
        </Button>
        <Button variant="accent" onPress={onDismiss}>
          Close
        </Button>
      </ButtonGroup>
    </Dialog>
  );
}
