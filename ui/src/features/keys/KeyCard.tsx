/*
 * One key pair: what its certificate says, how long it lasts, who signs with it, and where it can be saved. The
 * certificate comes first; the private key only after a warning.
 */
import { ActionButton } from "@react-spectrum/s2/ActionButton";
import { Button } from "@react-spectrum/s2/Button";
import { style } from "@react-spectrum/s2/style" with { type: "macro" };
import type { CertificateForm } from "../../bindings/CertificateForm";
import type { KeyView } from "../../bindings/KeyView";
import { CopyButton } from "../../shared/CopyButton";
import { Fact, Facts } from "../../shared/Facts";
import { LazyMenu } from "../../shared/LazyMenu";
import type { MenuEntry } from "../../shared/MenuButton";
import { exact, onDate, span, useNow } from "../../shared/time";
import { Name } from "../../shared/Name";
import { useRowMenu } from "../../shared/rowMenu";
import { Foreign } from "../../shared/Foreign";

export interface KeyVerbs {
  onSaveCertificate: (key: KeyView, form: CertificateForm) => void;
  onSavePrivate: (key: KeyView) => void;
  onSavePkcs12: (key: KeyView) => void;
  onSaveReminder: (key: KeyView) => void;
  onMatch: (key: KeyView) => void;
  onVersions: (key: KeyView) => void;
  onRename: (key: KeyView) => void;
  onDelete: (key: KeyView) => void;
}

interface KeyCardProps {
  pair: KeyView;
  verbs: KeyVerbs;
  /** Whether the profile on screen signs with it. */
  isMine?: boolean;
  /** Whether it was made just now: its next step stands out. */
  isNew?: boolean;
  /** Hands the certificate to the local Adobe; none where the profile is not a practice one. */
  onRegister?: ((key: KeyView) => void) | null;
  /** Lets this profile sign with it; none when it does already or signs nothing. */
  onUse?: ((key: KeyView) => void) | null;
}

const card = style({
  borderWidth: 1,
  borderStyle: "solid",
  borderColor: { default: "gray-200", isNew: "gray-400" },
  borderRadius: "lg",
  padding: 16,
  maxWidth: 848,
  display: "flex",
  flexDirection: "column",
  gap: 8,
  backgroundColor: "layer-1",
});
const head = style({ display: "flex", alignItems: "center", gap: 8 });
const name = style({ font: "title", margin: 0, minWidth: 0 });
const side = style({ font: "ui-sm", color: "neutral-subdued", flexGrow: 1, flexShrink: 0 });
const notice = style({ font: "ui", color: "negative", margin: 0 });
const soft = style({ color: "neutral-subdued" });
const left = style({ font: "ui", fontWeight: "bold", color: { default: "body", isShort: "negative" } });
const buttons = style({ display: "flex", gap: 8, paddingTop: 8, flexWrap: "wrap" });

const MONTH = 30 * 24 * 3_600_000;

/** Every verb of a key pair, by what there is of it. */
export function entriesFor(
  pair: KeyView,
  verbs: KeyVerbs,
  onUse: ((key: KeyView) => void) | null,
): MenuEntry[] {
  const entry = (id: string, title: string, run: (key: KeyView) => void, refused?: string): MenuEntry => ({
    id,
    title,
    run: () => run(pair),
    refused,
  });
  return [
    entry("match", "Does it match…", verbs.onMatch),
    ...(onUse ? [entry("use", "Sign with it in this profile", onUse)] : []),
    ...(pair.certificate
      ? [
          entry("pem", "Save certificate for Adobe…", (key) => verbs.onSaveCertificate(key, "pem")),
          entry("der", "Save certificate as DER…", (key) => verbs.onSaveCertificate(key, "der")),
          entry("reminder", "Calendar reminder…", verbs.onSaveReminder),
        ]
      : []),
    ...(pair.private
      ? [
          entry("pkcs12", "Save as PKCS #12…", verbs.onSavePkcs12),
          entry("private", "Save private key…", verbs.onSavePrivate),
          entry("versions", "Earlier versions…", verbs.onVersions),
        ]
      : []),
    entry("rename", "Rename…", verbs.onRename),
    entry(
      "delete",
      "Delete…",
      verbs.onDelete,
      pair.used_by.length ? `Used by ${pair.used_by.join(", ")}` : undefined,
    ),
  ];
}

export function KeyCard({
  pair,
  verbs,
  isMine = false,
  isNew = false,
  onRegister = null,
  onUse = null,
}: KeyCardProps) {
  const now = useNow(60_000);
  const menu = useRowMenu();
  const { certificate } = pair;
  const ends = certificate?.validity.not_after;
  return (
    <article
      className={card({ isNew })}
      aria-label={`Key pair ${pair.name}`}
      data-testid="key-card"
      {...menu(`More for ${pair.name}`, () => entriesFor(pair, verbs, onUse))}
    >
      <div className={head}>
        <h2 className={name}>
          <Name text={pair.name} />
        </h2>
        <span className={side}>
          RSA {pair.bits}
          {isMine && " · signs for this profile"}
        </span>
        {ends !== undefined && (
          <span className={left({ isShort: ends - now < MONTH })} title={exact(ends)}>
            {ends > now ? `${span(ends - now)} left` : "Certificate has ended"}
          </span>
        )}
        <LazyMenu
          label={`More for ${pair.name}`}
          icon="more"
          testId="key-menu"
          entries={entriesFor(pair, verbs, onUse)}
        />
      </div>
      {pair.damaged && (
        <p className={notice}>
          <Foreign text={pair.damaged.message} />
        </p>
      )}
      {pair.notice && (
        <p className={notice} data-testid="key-notice">
          {pair.notice}
        </p>
      )}
      <Facts label={`Certificate of ${pair.name}`}>
        {certificate ? (
          <>
            <Fact name="Subject" kind="code">
              {certificate.subject}
            </Fact>
            <Fact
              name="SHA-1 fingerprint"
              kind="code"
              actions={<CopyButton what="SHA-1 fingerprint" text={certificate.sha1} />}
            >
              {certificate.sha1}
            </Fact>
            <Fact
              name="SHA-256 fingerprint"
              kind="code"
              actions={<CopyButton what="SHA-256 fingerprint" text={certificate.sha256} />}
            >
              {certificate.sha256}
            </Fact>
            <Fact name="Valid">
              {onDate(certificate.validity.not_before)} to {onDate(certificate.validity.not_after)}
            </Fact>
          </>
        ) : (
          <Fact name="Certificate">None: this private key came without one</Fact>
        )}
        {!pair.private && <Fact name="Private key">Not in the vault: this is a certificate alone</Fact>}
        <Fact name="Used by">
          {pair.used_by.length > 0 ? pair.used_by.join(", ") : <span className={soft}>No profile</span>}
        </Fact>
      </Facts>
      {certificate && (
        <div className={buttons}>
          <Button
            variant={isNew ? "accent" : "secondary"}
            onPress={() => verbs.onSaveCertificate(pair, "pem")}
            data-testid="save-certificate"
          >
            Save certificate for Adobe
          </Button>
          {onRegister && (
            <Button variant="secondary" onPress={() => onRegister(pair)} data-testid="register-certificate">
              Register with the local Adobe
            </Button>
          )}
          {onUse && (
            <ActionButton isQuiet onPress={() => onUse(pair)}>
              Sign with it in this profile
            </ActionButton>
          )}
        </div>
      )}
    </article>
  );
}
