/*
 * What a check of profiles found. It goes on when one leaves.
 */
import { Button } from "@react-spectrum/s2/Button";
import { useMemo } from "react";
import type { CheckupStep } from "../bindings/CheckupStep";
import type { ProfileId } from "../bindings/ProfileId";
import { CheckupTable } from "../features/checkup/CheckupTable";
import { isUnderWay, jobsOf, problemOf, saidOf } from "../features/checkup/checkupRun";
import { usePlatform } from "../platform";
import { BackBar } from "../shared/BackBar";
import { copyPlain } from "../shared/copied";
import { Empty } from "../shared/Empty";
import { ProblemNote } from "../shared/ProblemNote";
import { RemedyVerb } from "../shared/RemedyVerb";
import { bar, pad, page, said } from "../shared/resultPage";
import { tellExported } from "../shared/saved";
import { Scroll } from "../shared/Scroll";
import { count } from "../shared/size";
import { useStore } from "../shared/store";
import { attempt } from "../shared/toast";
import type { Place } from "./place";
import { useRemedy } from "./remedy";
import { useChecking } from "./useChecking";
import { useWindowState } from "./useWindowState";

export default function CheckPage({ back }: { back: Place }) {
  const platform = usePlatform();
  const { go, select, checkups } = useWindowState();
  const run = useStore(checkups.state);
  const check = useChecking();
  if (!run) return <Empty title="Nothing was checked">Choose “Check…” on a profile or on the board.</Empty>;
  const { report, problem, progress, profiles, also } = run;
  const again = () => check(profiles, also);
  return (
    <div className={page} data-testid="check-page">
      <BackBar onBack={() => go(back)} testId="check-back">
        Check of {count(profiles.length, "profile")}
      </BackBar>
      <div className={pad}>
        <div className={bar}>
          <span className={said} role="status" data-testid="check-said">
            {report
              ? saidOf(report)
              : problem
                ? ""
                : `Asking Adobe: ${progress.done.toLocaleString("en")} of ${count(progress.of, "profile")} done…`}
          </span>
          {report && (
            <>
              <Button
                size="S"
                variant="secondary"
                fillStyle="outline"
                onPress={() => void attempt(copyPlain("Report", platform.checkupMarkdown(report)))}
                data-testid="check-copy"
              >
                Copy as Markdown
              </Button>
              <Button
                size="S"
                variant="secondary"
                fillStyle="outline"
                onPress={() => void attempt(platform.checkupSave(report).then(tellExported))}
                data-testid="check-save"
              >
                Save…
              </Button>
            </>
          )}
          {isUnderWay(run) ? (
            <Button
              size="S"
              variant="secondary"
              onPress={() => void attempt(platform.jobStop(run.job))}
              data-testid="check-stop"
            >
              Stop
            </Button>
          ) : (
            <Button
              size="S"
              variant="secondary"
              onPress={again}
              isDisabled={jobsOf(run).length > 0}
              data-testid="check-again"
            >
              Check again
            </Button>
          )}
        </div>
        {problem && <ProblemNote problem={problem} retry={again} />}
        {report && (
          <Scroll label="Report">
            {report.profiles.map((found) => (
              <CheckupTable
                key={found.profile}
                found={found}
                onOpen={(id) => select(id)}
                onExchange={(id, { exchange }) =>
                  exchange !== undefined && select(id, { tab: "history", exchange })
                }
                onAsk={(id, products) => void checkups.beginAgain(id, products)}
                again={run.again[found.profile]}
                onStop={(id) => checkups.stopAgain(id)}
                Remedy={StepRemedy}
              />
            ))}
          </Scroll>
        )}
      </div>
    </div>
  );
}

/** The button of a step: it leads to the place of that profile, or checks it again. */
function StepRemedy({ profile, step }: { profile: ProfileId; step: CheckupStep }) {
  const remedy = useRemedy(profile);
  const { checkups } = useWindowState();
  const problem = useMemo(() => problemOf(step), [step]);
  const button = remedy(problem, () => checkups.beginAgain(profile));
  return button && <RemedyVerb problem={problem} remedy={button} />;
}
