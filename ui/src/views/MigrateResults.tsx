/*
 * What a try of OAuth beside JWT found: the two tokens, and the requests that were sent with both.
 */
import { style } from "@react-spectrum/s2/style" with { type: "macro" };
import type { ComparedRequest } from "../bindings/ComparedRequest";
import type { MigrationView } from "../bindings/MigrationView";
import type { Problem } from "../bindings/Problem";
import type { ProfileSummary } from "../bindings/ProfileSummary";
import { TokenDifferences } from "../features/inspector/TokenDifferences";
import { ComparedRequests } from "../features/migration/ComparedRequests";
import type { Trial } from "../features/migration/migrations";
import { saidOfOutcome } from "../features/migration/said";
import { Foreign } from "../shared/Foreign";
import { ProblemNote } from "../shared/ProblemNote";
import { said, title } from "../shared/resultPage";
import { useNow } from "../shared/time";
import type { Place } from "./place";
import { useRemedy } from "./remedy";
import { useWindowState } from "./useWindowState";

const section = style({ display: "flex", flexDirection: "column", gap: 8, paddingTop: 16 });

interface MigrateResultsProps {
  trial: Trial | undefined;
  view: MigrationView;
  profile: ProfileSummary;
  /** Where the page of the migration goes back to. */
  back: Place;
}

export function MigrateResults({ trial, view, profile, back }: MigrateResultsProps) {
  const { go } = useWindowState();
  const now = useNow();
  const comparison = trial?.tried?.comparison;
  if (!comparison) {
    return (
      view.outcome && (
        <p className={said} data-testid="migrate-outcome">
          {saidOfOutcome(view.outcome, now)}
        </p>
      )
    );
  }
  const { claims, jwt_problem: over } = comparison;
  return (
    <>
      <section className={section} aria-label="The two tokens">
        <h2 className={title}>The two tokens</h2>
        {over ? (
          <Over problem={over} />
        ) : (
          <TokenDifferences differences={claims} left="By JWT" right="By OAuth" />
        )}
      </section>
      <ComparedRequests
        comparison={comparison}
        onCompare={(jwt, oauth) =>
          go({
            at: "compare",
            left: { kind: "exchange", id: jwt },
            right: { kind: "exchange", id: oauth },
            back: { at: "migrate", profile: profile.id, back },
          })
        }
        Problem={RequestProblem}
      />
    </>
  );
}

/** Nothing comes by JWT any more, which is what one leaves it for. */
function Over({ problem }: { problem: Problem }) {
  return (
    <p className={said} data-testid="jwt-over">
      Adobe gives no token by JWT: <Foreign text={problem.message} /> So no claims are compared, and the
      answers are compared with those that came by JWT before.
    </p>
  );
}

/** A problem of one request: its button is about the profile that it names. */
function RequestProblem({ request }: { request: ComparedRequest }) {
  const remedy = useRemedy(null);
  return request.problem && <ProblemNote problem={request.problem} remedy={remedy(request.problem, null)} />;
}
