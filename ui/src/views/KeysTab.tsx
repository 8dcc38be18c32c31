/*
 * The Keys & certificates tab: the key pairs, a new one, and what becomes of them.
 */
import { AlertDialog } from "@react-spectrum/s2/AlertDialog";
import { Button, Text } from "@react-spectrum/s2/Button";
import { DialogContainer } from "@react-spectrum/s2/Dialog";
import Add from "@react-spectrum/s2/icons/Add";
import { style } from "@react-spectrum/s2/style" with { type: "macro" };
import { useCallback, useEffect, useState } from "react";
import type { KeyPairDraft } from "../bindings/KeyPairDraft";
import type { KeyProgress } from "../bindings/KeyProgress";
import type { KeyView } from "../bindings/KeyView";
import type { ProfileSummary } from "../bindings/ProfileSummary";
import { KeyCard } from "../features/keys/KeyCard";
import { KeyForm } from "../features/keys/KeyForm";
import { useKeyDesk } from "../features/keys/useKeyDesk";
import { draftOf } from "../features/profiles/draft";
import { usePlatform } from "../platform";
import { settle, useLoad } from "../shared/async";
import { Busy } from "../shared/Busy";
import { Empty } from "../shared/Empty";
import { Page } from "../shared/Page";
import { ProblemNote } from "../shared/ProblemNote";
import { tell, tellProblem } from "../shared/toast";
import { useProfile } from "./useProfile";
import type { Desk } from "./useDesk";

const head = style({ display: "flex", alignItems: "center", gap: 16, maxWidth: 880 });
const intro = style({ font: "ui", color: "neutral-subdued", margin: 0, flexGrow: 1 });

function sentence(stage: KeyProgress | null): string {
  if (stage?.stage === "signing") return "Signing the certificate…";
  if (stage?.stage === "storing") return "Storing the private key in the vault…";
  return "Looking for two large primes; this takes a few seconds…";
}

function firstDraft({ name, organization }: ProfileSummary): KeyPairDraft {
  const stem = `${organization} ${name}`
    .trim()
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "_")
    .replace(/^_|_$/g, "");
  return {
    name: stem || "integration",
    bits: 2048,
    days: 365,
    country: "",
    state: "",
    locality: "",
    organization,
    organizational_unit: "",
    common_name: "",
    email: "",
  };
}

/** Says where something was saved, unless the person closed the dialog. */
async function told(work: Promise<string | null>, what: string) {
  const settled = await settle(work);
  if (settled.kind === "failed") await tellProblem(settled.problem);
  if (settled.kind === "ready" && settled.value !== null) await tell(`${what} saved to ${settled.value}`);
}

export default function KeysTab({ profile }: { desk: Desk; profile: ProfileSummary }) {
  const platform = usePlatform();
  const desk = useKeyDesk();
  const { state, reload } = useLoad(useCallback(() => platform.keysList(), [platform]));
  const { state: view } = useProfile(profile.id);
  const [writing, setWriting] = useState(false);
  const [warned, setWarned] = useState<KeyView | null>(null);
  const jwt = profile.grant === "jwt";
  const fault =
    desk.making.kind === "failed" && desk.making.problem.code !== "cancelled" ? desk.making.problem : null;
  const mine = view.kind === "ready" ? (view.value.key?.id ?? null) : null;
  const made = desk.making.kind === "ready" ? desk.making.value.id : null;

  useEffect(() => {
    const stop = platform.listen((event) => {
      if (event.kind === "keys_changed") void reload();
    });
    return () => void stop.then((unlisten) => unlisten());
  }, [platform, reload]);
  const generate = async (draft: KeyPairDraft) => {
    const done = await desk.generate(draft, jwt ? profile.id : null);
    if (done.kind === "ready") setWriting(false);
  };
  const register = async (key: KeyView) => {
    const settled = await settle(platform.keyRegisterWithPractice(key.id, profile.id));
    if (settled.kind === "failed") await tellProblem(settled.problem);
    else await tell(`The local Adobe now accepts what ${key.name} signs`);
  };
  const use = async (key: KeyView) => {
    const settled = await settle(
      platform
        .profileGet(profile.id)
        .then((now) =>
          platform.profileUpdate(profile.id, now.revision, { ...draftOf(now), key: key.id }, null),
        ),
    );
    if (settled.kind === "failed") await tellProblem(settled.problem);
    else await tell(`${profile.title} signs with ${key.name}`);
  };

  const keys =
    state.kind === "ready"
      ? state.value.toSorted(
          (a, b) => Number(b.id === mine) - Number(a.id === mine) || b.created_at - a.created_at,
        )
      : [];
  return (
    <Page testId="keys-tab">
      {!writing && desk.making.kind === "waiting" && (
        <Busy sentence={sentence(desk.stage)} onCancel={desk.cancel} />
      )}
      {!writing && fault && <ProblemNote problem={fault} />}
      {writing ? (
        <KeyForm
          initial={firstDraft(profile)}
          progress={
            desk.making.kind === "waiting" ? { sentence: sentence(desk.stage), onStop: desk.cancel } : null
          }
          problem={fault}
          onGenerate={(draft) => void generate(draft)}
          onCancel={() => setWriting(false)}
        />
      ) : (
        <div className={head}>
          <p className={intro}>
            {jwt
              ? "This profile signs with a private key. Adobe knows it by the certificate that you upload in the Developer Console."
              : "This profile needs no key pair; profiles with a service account (JWT) sign with one."}
          </p>
          <Button
            variant={jwt && !mine ? "accent" : "secondary"}
            isDisabled={desk.making.kind === "waiting"}
            onPress={() => {
              desk.reset();
              setWriting(true);
            }}
            data-testid="new-key"
          >
            <Add />
            <Text>New key pair</Text>
          </Button>
        </div>
      )}
      {state.kind === "waiting" && <Busy sentence="Reading the key pairs…" />}
      {state.kind === "failed" && (
        <ProblemNote problem={state.problem} remedy={{ label: "Try again", run: () => void reload() }} />
      )}
      {state.kind === "ready" && !keys.length && !writing && (
        <Empty title="No key pairs yet">
          A key pair is a private key, which stays in the vault, and a certificate, which Adobe gets.
        </Empty>
      )}
      {keys.map((key) => (
        <KeyCard
          key={key.id}
          pair={key}
          isMine={key.id === mine}
          isNew={key.id === made}
          onSaveCertificate={(one) => void told(platform.keySaveCertificate(one.id), "Certificate")}
          onSavePrivate={setWarned}
          onRegister={jwt && profile.adobe === "practice" ? (one) => void register(one) : null}
          onUse={jwt && key.id !== mine ? (one) => void use(one) : null}
        />
      ))}
      <DialogContainer onDismiss={() => setWarned(null)}>
        {warned && (
          <AlertDialog
            title="Save the private key?"
            variant="warning"
            primaryActionLabel="Save private key"
            cancelLabel="Cancel"
            onPrimaryAction={() => void told(platform.keySavePrivate(warned.id), "Private key")}
          >
            Adobe never asks for it. Whoever has this file can sign as this account; keep it out of e-mail,
            chat and shared folders.
          </AlertDialog>
        )}
      </DialogContainer>
    </Page>
  );
}
