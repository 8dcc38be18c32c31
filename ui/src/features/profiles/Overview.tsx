/*
 * Every field of a profile's credential, in the Developer Console's words and order.
 */
import { ActionButton } from "@react-spectrum/s2/ActionButton";
import { style } from "@react-spectrum/s2/style" with { type: "macro" };
import type { ReactNode } from "react";
import type { ProfileView } from "../../bindings/ProfileView";
import type { SecretKind } from "../../bindings/SecretKind";
import { CopyButton } from "../../shared/CopyButton";
import { Fact, Facts } from "../../shared/Facts";
import { exact, onDate, span, useNow } from "../../shared/time";
import { certificateEnding } from "./endings";
import { SecretFact } from "./SecretFact";
import { Foreign } from "../../shared/Foreign";

interface OverviewProps {
  view: ProfileView;
  onCopySecret: (kind: SecretKind) => void;
  onReveal: (kind: SecretKind) => Promise<string | null>;
  onRemoveSecond: () => void;
  onOpenKeys: () => void;
  onLeaveJwt: () => void;
  /** The sandboxes to choose from. */
  sandboxes: ReactNode;
}

const note = style({ color: "neutral-subdued" });
const code = style({ font: "code-sm" });
const sandbox = style({ display: "flex", flexWrap: "wrap", alignItems: "center", columnGap: 8 });
const left = style({
  color: { default: "body", isShort: "negative" },
  fontWeight: { default: "normal", isShort: "bold" },
});

export const GRANT_NAMES = {
  oauth_server_to_server: "OAuth Server-to-Server",
  jwt: "Service account (JWT)",
  oauth_user: "OAuth for users",
} as const;

export const CLIENT_NAMES = {
  web: "OAuth Web App",
  single_page: "OAuth Single-Page App",
  native: "OAuth Native App",
} as const;

export function Overview(props: OverviewProps) {
  const { view, onCopySecret, onReveal, onRemoveSecond, onOpenKeys, onLeaveJwt, sandboxes } = props;
  const now = useNow(60_000);
  const { summary, credential } = view;
  const account = credential.grant === "oauth_user" ? null : credential.technical_account_id;
  const scopes = credential.grant === "jwt" ? credential.metascopes : credential.scopes;
  const ends = view.key?.certificate?.validity.not_after ?? null;
  const ending = certificateEnding({ ...summary, certificate_ends: ends }, now);
  const variables = Object.entries(view.variables);
  return (
    <Facts label="Credential">
      <Fact
        name="Credential"
        actions={
          credential.grant === "jwt" && (
            <ActionButton size="S" isQuiet onPress={onLeaveJwt}>
              Leave JWT…
            </ActionButton>
          )
        }
      >
        {credential.grant === "oauth_user" ? CLIENT_NAMES[credential.client] : GRANT_NAMES[summary.grant]}
      </Fact>
      {credential.grant === "oauth_user" && (
        <Fact
          name="Redirect URI"
          kind="code"
          actions={<CopyButton what="Redirect URI" text={credential.redirect_uri} />}
        >
          {credential.redirect_uri}
        </Fact>
      )}
      <Fact
        name="Client ID (API key)"
        kind="code"
        actions={<CopyButton what="Client ID" text={summary.client_id} />}
        testId="fact-client-id"
      >
        {summary.client_id}
      </Fact>
      {view.secrets
        .filter(({ kind, present }) => present || kind !== "second_client_secret")
        .map((secret) => (
          <SecretFact
            key={secret.kind}
            secret={secret}
            onCopy={() => onCopySecret(secret.kind)}
            onReveal={() => onReveal(secret.kind)}
            onRemove={secret.kind === "second_client_secret" ? onRemoveSecond : null}
          />
        ))}
      <Fact
        name="Organization ID"
        kind="code"
        actions={<CopyButton what="Organization ID" text={summary.org_id} />}
        testId="fact-org-id"
      >
        {summary.org_id}
      </Fact>
      {account && (
        <Fact
          name="Technical account ID"
          kind="code"
          actions={<CopyButton what="Technical account ID" text={account} />}
        >
          {account}
        </Fact>
      )}
      <Fact
        name={credential.grant === "jwt" ? "Metascopes" : "Scopes"}
        kind={scopes.length ? "code" : "text"}
        actions={scopes.length > 0 && <CopyButton what="Scopes" text={scopes.join(",")} />}
      >
        {scopes.length ? scopes.join(", ") : <span className={note}>None</span>}
      </Fact>
      {credential.grant === "jwt" && (
        <Fact
          name="Certificate"
          actions={
            // Not a new one: for what Adobe has ended, nothing but leaving JWT helps.
            <ActionButton size="S" isQuiet aria-label="Open certificate" onPress={onOpenKeys}>
              Open
            </ActionButton>
          }
        >
          {view.key?.certificate ? (
            <span
              className={left({ isShort: ending !== null })}
              title={exact(view.key.certificate.validity.not_after)}
              data-testid="certificate-left"
            >
              <Foreign text={view.key.name} /> ·{" "}
              {ending?.words ?? `${span(view.key.certificate.validity.not_after - now)} left`}
            </span>
          ) : (
            <span className={note}>
              {view.key ? (
                <>
                  <Foreign text={view.key.name} /> · no certificate
                </>
              ) : (
                "No key pair yet"
              )}
            </span>
          )}
        </Fact>
      )}
      <Fact
        name="Sandbox"
        kind="code"
        actions={<CopyButton what="Sandbox" text={view.sandbox} />}
        testId="fact-sandbox"
      >
        <div className={sandbox}>
          <Foreign text={view.sandbox} />
          {sandboxes}
        </div>
      </Fact>
      {variables.length > 0 && (
        <Fact name="Variables">
          {variables.map(([name, value]) => (
            <div key={name} className={code}>
              <Foreign text={name} /> = <Foreign text={value} />
            </div>
          ))}
        </Fact>
      )}
      {view.allowed_hosts.length > 0 && (
        <Fact name="Allowed hosts" kind="code">
          {view.allowed_hosts.map((host) => (
            <div key={host}>
              <Foreign text={host} />
            </div>
          ))}
        </Fact>
      )}
      {view.refused_hosts.length > 0 && (
        <Fact name="Refused hosts" testId="fact-refused-hosts">
          {view.refused_hosts.map(({ host, why }) => (
            <div key={host}>
              <span className={code}>
                <Foreign text={host} />
              </span>{" "}
              is not allowed. <Foreign text={why} />
            </div>
          ))}
        </Fact>
      )}
      <Fact name="Saved">
        <span title={exact(view.updated_at)}>{onDate(view.updated_at)}</span>
      </Fact>
    </Facts>
  );
}
