/*
 * The Overview tab: the credential, a test of it, and the token call as curl.
 */
import { Button } from "@react-spectrum/s2/Button";
import { style } from "@react-spectrum/s2/style" with { type: "macro" };
import { useCallback } from "react";
import type { ProfileSummary } from "../bindings/ProfileSummary";
import type { SecretKind } from "../bindings/SecretKind";
import { Overview } from "../features/profiles/Overview";
import { SandboxSwitch } from "../features/profiles/SandboxSwitch";
import type { TokenControl } from "../features/tokens/useToken";
import { usePlatform } from "../platform";
import { settle, useTask } from "../shared/async";
import { Busy } from "../shared/Busy";
import { CodeBlock } from "../shared/CodeBlock";
import { tellCopied } from "../shared/copied";
import { ProblemNote } from "../shared/ProblemNote";
import { attempt, tell, tellProblem } from "../shared/toast";
import { migrate } from "./migrate";
import { useRemedy, versions } from "./remedy";
import { useChecking } from "./useChecking";
import { useProfile } from "./useProfile";
import { useWindowState } from "./useWindowState";

const page = style({
  height: "full",
  overflow: "auto",
  boxSizing: "border-box",
  paddingX: 24,
  paddingTop: 12,
  paddingBottom: 32,
  display: "flex",
  flexDirection: "column",
  gap: 16,
});
const verbs = style({ display: "flex", gap: 8, alignItems: "center" });
const inner = style({ maxWidth: 880, display: "flex", flexDirection: "column", gap: 16 });

interface OverviewTabProps {
  profile: ProfileSummary;
  token: TokenControl;
}

export function OverviewTab({ profile, token }: OverviewTabProps) {
  const platform = usePlatform();
  const window = useWindowState();
  const { show, select } = window;
  const { id } = profile;
  const remedy = useRemedy(id);
  const { state, reload } = useProfile(id);
  const curl = useTask<string>();
  const test = useTask<void>();
  const check = useChecking();

  const copySecret = useCallback(
    async (kind: SecretKind) => {
      const settled = await settle(platform.secretCopy(id, kind));
      if (settled.kind === "failed") return tellProblem(settled.problem);
      if (settled.kind !== "ready") return;
      return tellCopied(settled.value, () => void attempt(platform.clipboardClear()));
    },
    [platform, id],
  );
  const reveal = useCallback(
    async (kind: SecretKind) => {
      const settled = await settle(platform.secretReveal(id, kind));
      if (settled.kind === "failed") await tellProblem(settled.problem);
      return settled.kind === "ready" ? settled.value : null;
    },
    [platform, id],
  );
  const removeSecond = async () => {
    const settled = await settle(platform.secretRemove(id, "second_client_secret"));
    if (settled.kind === "failed") return tellProblem(settled.problem);
    await reload();
    return tell("Second client secret removed", {
      label: "Earlier versions…",
      run: () => show(versions(profile)),
    });
  };
  const switchSandbox = async (name: string) => {
    await platform.sandboxSwitch(id, name);
    await tell(`${profile.title} works in the sandbox ${name}`);
  };
  const runTest = () =>
    test.run(async () => {
      const answer = await platform.tokenRenew(id);
      if (answer.kind === "failed") throw answer.problem;
      await tell("Adobe accepted this credential and sent a token");
    });
  const showCurl = () => void curl.run(() => platform.tokenCurl(id));

  return (
    <div className={page}>
      <div className={inner}>
        {state.kind === "waiting" && <Busy sentence="Reading the profile…" />}
        {state.kind === "failed" && <ProblemNote problem={state.problem} retry={() => void reload()} />}
        {state.kind === "ready" && (
          <>
            <Overview
              view={state.value}
              onCopySecret={(kind) => void copySecret(kind)}
              onReveal={reveal}
              onRemoveSecond={() => void removeSecond()}
              onOpenKeys={() => select(id, { tab: "keys" })}
              onLeaveJwt={() => migrate(window, id)}
              sandboxes={
                <SandboxSwitch
                  own={state.value.sandbox}
                  onList={(how) => platform.sandboxesList(id, how)}
                  onSwitch={switchSandbox}
                />
              }
            />
            <div className={verbs}>
              <Button
                variant="secondary"
                onPress={() => void runTest()}
                isDisabled={test.state.kind === "waiting" || token.work !== null}
                data-testid="test-credential"
              >
                Test
              </Button>
              <Button variant="secondary" onPress={() => check([id])} data-testid="check-profile">
                Check…
              </Button>
              <Button
                variant="secondary"
                fillStyle="outline"
                onPress={() => (curl.state.kind === "ready" ? curl.reset() : showCurl())}
              >
                {curl.state.kind === "ready" ? "Hide the token call" : "Show the token call as curl"}
              </Button>
              {test.state.kind === "waiting" && <Busy sentence="Making one token call…" />}
            </div>
            {test.state.kind === "failed" && (
              <ProblemNote
                problem={test.state.problem}
                remedy={remedy(test.state.problem, () => void runTest())}
              />
            )}
            {curl.state.kind === "failed" && (
              <ProblemNote problem={curl.state.problem} remedy={remedy(curl.state.problem, showCurl)} />
            )}
            {curl.state.kind === "ready" && <CodeBlock what="Token call as curl" code={curl.state.value} />}
          </>
        )}
      </div>
    </div>
  );
}
