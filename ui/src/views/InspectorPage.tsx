/*
 * The inspector: what is in a token, offline. Adobe is asked about it, or told to end it, only on a click. What is pasted lives in
 * this page's state alone, and is gone with it.
 */
import { Button } from "@react-spectrum/s2/Button";
import { Picker, PickerItem, Text } from "@react-spectrum/s2/Picker";
import { style } from "@react-spectrum/s2/style" with { type: "macro" };
import { useCallback, useEffect, useState } from "react";
import type { AskedView } from "../bindings/AskedView";
import type { InspectedView } from "../bindings/InspectedView";
import type { ProfileId } from "../bindings/ProfileId";
import type { ProfileSummary } from "../bindings/ProfileSummary";
import type { TokenSource } from "../bindings/TokenSource";
import { ConfirmRevoke } from "../features/inspector/ConfirmRevoke";
import { InspectedToken } from "../features/inspector/InspectedToken";
import { isEmpty, namedBy, NOTHING_PASTED, ownerOf } from "../features/inspector/source";
import { TokenChooser } from "../features/inspector/TokenChooser";
import { TokenDifferences } from "../features/inspector/TokenDifferences";
import { usePlatform } from "../platform";
import { idle, useLoad, useSettled, useTask } from "../shared/async";
import { Busy } from "../shared/Busy";
import { Name } from "../shared/Name";
import { Page } from "../shared/Page";
import { ProblemNote } from "../shared/ProblemNote";
import { exact } from "../shared/time";
import { tell } from "../shared/toast";
import { visibleLine } from "../shared/visible";
import { useRemedy } from "./remedy";
import { useProfiles } from "./useWindowState";

const verbs = style({ display: "flex", flexWrap: "wrap", alignItems: "end", gap: 8 });
const picker = style({ width: 320 });
const saidStyle = style({ font: "ui", margin: 0, color: { default: "green-1100", isWrong: "negative" } });
const inner = style({ display: "flex", flexDirection: "column", gap: 16, maxWidth: 880 });

/** A paste is one change; typing is many. */
const SETTLED_MS = 150;

export default function InspectorPage({ profile }: { profile: ProfileId | null }) {
  const profiles = useProfiles();
  const [left, setLeft] = useState<TokenSource>(profile ? { kind: "kept", profile } : NOTHING_PASTED);
  const [right, setRight] = useState<TokenSource | null>(null);
  return (
    <Page title="Inspector" testId="inspector-page">
      <div className={inner}>
        <TokenChooser
          label="Token to inspect"
          field="Token"
          source={left}
          onChange={setLeft}
          profiles={profiles}
        />
        <Inspected source={useSettled(left, SETTLED_MS)} profiles={profiles} />
        {right === null ? (
          <div>
            <Button variant="secondary" onPress={() => setRight(NOTHING_PASTED)} data-testid="compare-token">
              Compare with another token
            </Button>
          </div>
        ) : (
          <TokenChooser
            label="Compare it with"
            field="Other token"
            source={right}
            onChange={setRight}
            profiles={profiles}
          />
        )}
        <Compared left={useSettled(left, SETTLED_MS)} right={useSettled(right, SETTLED_MS)} />
      </div>
    </Page>
  );
}

interface InspectedProps {
  source: TokenSource;
  profiles: ProfileSummary[];
}

function Inspected({ source, profiles }: InspectedProps) {
  const platform = usePlatform();
  // Of a pasted token, whose it might be: as the person says, else as the token does.
  const [wish, setWish] = useState<{ source: TokenSource; profile: ProfileId } | null>(null);
  const owner = ownerOf(source) ?? (wish?.source === source ? wish.profile : null);
  const load = useLoad(
    useCallback(
      () => (isEmpty(source) ? Promise.resolve(null) : platform.tokenInspect(source, owner)),
      [platform, source, owner],
    ),
  );
  const { state, reload } = load;
  const view = state.kind === "ready" ? state.value : null;
  const named = view && owner === null ? namedBy(view, profiles)?.id : undefined;
  if (named !== undefined) setWish({ source, profile: named });
  const whose = profiles.find(({ id }) => id === owner);
  const remedy = useRemedy(owner);
  // A profile that gets another token has another one to be looked at.
  const token = source.kind === "kept" ? whose?.token : undefined;
  const which = token?.kind === "ready" ? token.expires_at : token?.kind;
  useEffect(() => {
    if (which !== undefined) void reload();
  }, [which, reload]);
  if (isEmpty(source)) return null;
  return (
    <>
      {state.kind === "failed" && (
        <ProblemNote problem={state.problem} remedy={remedy(state.problem, () => void reload())} />
      )}
      {view && source.kind === "pasted" && (
        <Picker
          label="Is it a token of"
          placeholder="Choose a profile"
          items={profiles}
          selectedKey={owner}
          onSelectionChange={(key) => setWish({ source, profile: String(key) })}
          styles={picker}
        >
          {({ id, title }: ProfileSummary) => (
            <PickerItem id={id} textValue={visibleLine(title)}>
              <Text slot="label">
                <Name text={title} />
              </Text>
            </PickerItem>
          )}
        </Picker>
      )}
      {view && (
        <InspectedToken token={view} whose={whose?.title ?? null}>
          {whose && view.kind !== "assertion" && (
            <AtAdobe
              key={whose.id}
              source={source}
              view={view}
              whose={whose}
              onRevoked={() => void reload()}
            />
          )}
        </InspectedToken>
      )}
    </>
  );
}

interface AtAdobeProps {
  source: TokenSource;
  view: InspectedView;
  whose: ProfileSummary;
  onRevoked: () => void;
}

/** What goes to Adobe, and only on a click. */
function AtAdobe({ source, view, whose, onRevoked }: AtAdobeProps) {
  const platform = usePlatform();
  const asked = useTask<AskedView>();
  const revoking = useTask<void>();
  const [asking, setAsking] = useState(false);
  const remedy = useRemedy(whose.id);
  // What was said of one token is not said of another.
  const [about, setAbout] = useState(view);
  const ask = () => {
    setAbout(view);
    void asked.run(() => platform.tokenAsk(source, whose.id));
  };
  const revoke = () =>
    void revoking.run(async () => {
      await platform.tokenRevoke(source, whose.id);
      asked.reset();
      await tell("Token revoked. Adobe’s gateway may go on taking it for a minute");
      onRevoked();
    });
  const isBusy = asked.state.kind === "waiting" || revoking.state.kind === "waiting";
  const said = about === view ? asked.state : idle;
  const answer = said.kind === "ready" ? said.value : null;
  return (
    <>
      <div className={verbs}>
        <Button variant="secondary" onPress={ask} isDisabled={isBusy} data-testid="ask-ims">
          Ask Adobe whether it works
        </Button>
        <Button
          variant="negative"
          fillStyle="outline"
          onPress={() => setAsking(true)}
          isDisabled={isBusy}
          data-testid="revoke-token"
        >
          Revoke…
        </Button>
        {asked.state.kind === "waiting" && <Busy sentence="Asking Adobe…" />}
        {revoking.state.kind === "waiting" && <Busy sentence="Having Adobe end it…" />}
      </div>
      {answer && (
        <p className={saidStyle({ isWrong: !answer.valid })} role="status" data-testid="asked-ims">
          {answer.valid
            ? `Adobe takes it${answer.expires_at === null ? "" : `, until ${exact(answer.expires_at)}`}.`
            : `Adobe does not take it${answer.reason === null ? "" : `: ${answer.reason}`}.`}
        </p>
      )}
      {said.kind === "failed" && <ProblemNote problem={said.problem} remedy={remedy(said.problem, ask)} />}
      {revoking.state.kind === "failed" && (
        <ProblemNote problem={revoking.state.problem} remedy={remedy(revoking.state.problem, revoke)} />
      )}
      <ConfirmRevoke
        isOpen={asking}
        title={whose.title}
        onConfirm={() => {
          setAsking(false);
          revoke();
        }}
        onDismiss={() => setAsking(false)}
      />
    </>
  );
}

function Compared({ left, right }: { left: TokenSource; right: TokenSource | null }) {
  const platform = usePlatform();
  const { state } = useLoad(
    useCallback(
      () =>
        right === null || isEmpty(left) || isEmpty(right)
          ? Promise.resolve(null)
          : platform.tokenCompare(left, right),
      [platform, left, right],
    ),
  );
  const remedy = useRemedy(right && ownerOf(right));
  if (right === null || isEmpty(right)) return null;
  if (state.kind === "failed") {
    return <ProblemNote problem={state.problem} remedy={remedy(state.problem, null)} />;
  }
  return state.kind === "ready" && state.value ? <TokenDifferences differences={state.value} /> : null;
}
