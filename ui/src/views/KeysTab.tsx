/*
 * The Keys & certificates tab: the key pairs, a new one, and what becomes of them.
 */
import { Button, Text } from "@react-spectrum/s2/Button";
import Add from "@react-spectrum/s2/icons/Add";
import { style } from "@react-spectrum/s2/style" with { type: "macro" };
import { useState } from "react";
import type { KeyView } from "../bindings/KeyView";
import type { ProfileSummary } from "../bindings/ProfileSummary";
import { KeyCard } from "../features/keys/KeyCard";
import { useKeyGeneration } from "../features/keys/useKeyGeneration";
import { draftOf } from "../features/profiles/draft";
import { usePlatform } from "../platform";
import { settle } from "../shared/async";
import { Busy } from "../shared/Busy";
import { Empty } from "../shared/Empty";
import { Page } from "../shared/Page";
import { ProblemNote } from "../shared/ProblemNote";
import { tell, tellProblem } from "../shared/toast";
import { firstDraft, KeyMaker, KeyWork } from "./KeyMaker";
import { useKeys } from "./useKeys";
import { useKeyVerbs } from "./useKeyVerbs";
import { useProfile } from "./useProfile";

const head = style({ display: "flex", alignItems: "center", gap: 16, maxWidth: 880 });
const intro = style({ font: "ui", color: "neutral-subdued", margin: 0, flexGrow: 1 });

export default function KeysTab({ profile }: { profile: ProfileSummary }) {
  const platform = usePlatform();
  const generation = useKeyGeneration();
  const { state, reload } = useKeys();
  const { verbs, dialogs } = useKeyVerbs();
  const { state: view } = useProfile(profile.id);
  const [writing, setWriting] = useState(false);
  const jwt = profile.grant === "jwt";
  const mine = view.kind === "ready" ? (view.value.key?.id ?? null) : null;
  const made = generation.making.kind === "ready" ? generation.making.value.id : null;

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
          platform.profileUpdate(profile.id, now.revision, { ...draftOf(now), key: key.id }, null, null),
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
      {!writing && <KeyWork />}
      {writing ? (
        <KeyMaker
          initial={firstDraft(`${profile.organization} ${profile.name}`, profile.organization)}
          profile={jwt ? profile.id : null}
          onClose={() => setWriting(false)}
        />
      ) : (
        <div className={head}>
          <p className={intro}>{introOf(profile)}</p>
          <Button
            variant={jwt && !mine ? "accent" : "secondary"}
            isDisabled={generation.making.kind === "waiting"}
            onPress={() => {
              generation.reset();
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
      {state.kind === "failed" && <ProblemNote problem={state.problem} retry={() => void reload()} />}
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
          verbs={verbs}
          onRegister={jwt && profile.adobe === "practice" ? (one) => void register(one) : null}
          onUse={jwt && key.id !== mine ? (one) => void use(one) : null}
        />
      ))}
      {dialogs}
    </Page>
  );
}

function introOf({ grant, adobe }: ProfileSummary): string {
  if (grant !== "jwt")
    return "This profile needs no key pair. Only profiles with a service account (JWT) sign with one.";
  const signs = "This profile signs with a private key.";
  return adobe === "practice"
    ? `${signs} The local Adobe knows it by the certificate that you register.`
    : `${signs} Adobe knows it by its certificate. The Developer Console has taken no new certificates since 30 June 2025.`;
}
