/*
 * What comes of one request on many profiles, wherever it was started from. It goes on when one leaves.
 */
import { style } from "@react-spectrum/s2/style" with { type: "macro" };
import type { ReplayedOn } from "../bindings/ReplayedOn";
import { ReplayResults } from "../features/replay/ReplayResults";
import { usePlatform } from "../platform";
import { BackBar } from "../shared/BackBar";
import { Empty } from "../shared/Empty";
import { Foreign } from "../shared/Foreign";
import { ProblemNote } from "../shared/ProblemNote";
import { page } from "../shared/resultPage";
import { useStore } from "../shared/store";
import { attempt } from "../shared/toast";
import type { Place } from "./place";
import { useRemedy } from "./remedy";
import { useWindowState } from "./useWindowState";

const pad = style({ paddingX: 24 });

export default function ReplayPage({ back }: { back: Place }) {
  const platform = usePlatform();
  const window = useWindowState();
  const run = useStore(window.replay);
  const { go, select, show } = window;
  if (!run)
    return <Empty title="Nothing was replayed">Choose an entry of the history, then “Replay on…”.</Empty>;
  return (
    <div className={page} data-testid="replay-page">
      <BackBar onBack={() => go(back)} testId="replay-back">
        Replay of {run.original.method} <Foreign text={run.original.name || run.original.url} />
      </BackBar>
      {run.problem && (
        <div className={pad}>
          <ProblemNote problem={run.problem} />
        </div>
      )}
      <ReplayResults
        run={run}
        onCompare={(base, other) =>
          go({
            at: "compare",
            left: { kind: "exchange", id: base },
            right: { kind: "exchange", id: other },
            back: { at: "replay", back },
          })
        }
        onOpen={({ profile, exchange }) => exchange !== null && select(profile, { tab: "history", exchange })}
        onStop={() => void attempt(platform.jobStop(run.job))}
        onAgain={() => show({ kind: "replay", entry: run.original })}
        Problem={ResultProblem}
      />
    </div>
  );
}

/** A problem of one profile: its button is about that profile. */
function ResultProblem({ result }: { result: ReplayedOn }) {
  const remedy = useRemedy(result.profile);
  return result.problem && <ProblemNote problem={result.problem} remedy={remedy(result.problem, null)} />;
}
