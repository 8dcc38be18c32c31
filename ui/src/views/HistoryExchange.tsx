/*
 * One exchange out of the history, whole, with what can be done with it.
 */
import { Button } from "@react-spectrum/s2/Button";
import { style } from "@react-spectrum/s2/style" with { type: "macro" };
import { memo } from "react";
import type { ExchangeSummary } from "../bindings/ExchangeSummary";
import type { ExchangeView } from "../bindings/ExchangeView";
import type { ProfileId } from "../bindings/ProfileId";
import type { ProfileSummary } from "../bindings/ProfileSummary";
import type { Request } from "../bindings/Request";
import { Answer } from "../features/requests/Answer";
import type { Seek } from "../features/requests/seek";
import { usePlatform } from "../platform";
import type { Async } from "../shared/async";
import { Busy } from "../shared/Busy";
import { LazyMenu } from "../shared/LazyMenu";
import type { MenuEntry } from "../shared/MenuButton";
import { Name } from "../shared/Name";
import { ProblemNote } from "../shared/ProblemNote";
import { NewSecret } from "./NewSecret";
import { useRemedy } from "./remedy";
import { SentFrom } from "./SentFrom";
import { useProfiles } from "./useWindowState";

interface HistoryExchangeProps {
  /** On screen; the exchange may be another profile's. */
  profile: ProfileSummary;
  exchange: Async<ExchangeView>;
  onReplay: (exchange: ExchangeSummary, on: ProfileId) => void;
  onReplayOn: (exchange: ExchangeSummary) => void;
  /** What it can be compared with. */
  comparisons: (exchange: ExchangeSummary) => MenuEntry[];
  /** Opens it as a request, at what has to be corrected. */
  onEdit: (request: Request, seek?: Seek) => void;
  onStop: () => void;
}

const shown = style({ display: "flex", flexDirection: "column", minHeight: 0, minWidth: 0 });
const bar = style({ display: "flex", gap: 8, alignItems: "center", paddingX: 16, paddingTop: 12 });
const name = style({ font: "title-sm", margin: 0, minWidth: 0, flexGrow: 1 });
const whose = style({ font: "ui-sm", color: "neutral-subdued" });
const pad = style({ padding: 16 });

/** Older entries that come into the list beside it change nothing here. */
export const HistoryExchange = memo(function HistoryExchange(props: HistoryExchangeProps) {
  const { profile, exchange: current, onReplay, onReplayOn, comparisons, onEdit, onStop } = props;
  const platform = usePlatform();
  const profiles = useProfiles();
  // *Replay* goes where it went before; to the profile on screen when that one is gone.
  const before = current.kind === "ready" ? current.value.summary.profile : profile.id;
  const request = current.kind === "ready" ? current.value.request : null;
  const remedy = useRemedy(before, request && ((seek) => onEdit(request, seek)));
  const sender = profiles.find((one) => one.id === before) ?? profile;
  return (
    <div className={shown}>
      {current.kind === "waiting" && (
        <div className={pad}>
          <Busy sentence="Waiting for the answer…" onCancel={onStop} />
        </div>
      )}
      {current.kind === "failed" && (
        <div className={pad}>
          <ProblemNote problem={current.problem} remedy={remedy(current.problem, null)} />
        </div>
      )}
      {current.kind === "ready" && (
        <>
          <div className={bar}>
            <h2 className={name}>
              <Name text={current.value.summary.name} />
              {before !== profile.id && (
                <span className={whose}>
                  <Name text={current.value.summary.profile_title} />
                </span>
              )}
            </h2>
            <Button
              variant={sender.risk === "production" ? "negative" : "secondary"}
              size="S"
              onPress={() => onReplay(current.value.summary, sender.id)}
              data-testid="replay"
            >
              Replay
            </Button>
            <Button
              variant="secondary"
              fillStyle="outline"
              size="S"
              onPress={() => onReplayOn(current.value.summary)}
              data-testid="replay-on"
            >
              Replay on…
            </Button>
            <LazyMenu
              label="Compare"
              icon="word"
              size="S"
              entries={comparisons(current.value.summary)}
              testId="compare-menu"
            />
            <Button
              variant="secondary"
              fillStyle="outline"
              size="S"
              onPress={() => onEdit(current.value.request)}
            >
              Open as request
            </Button>
          </div>
          <SentFrom id={current.value.summary.id} on={sender.id} />
          <Answer
            key={current.value.summary.id}
            exchange={current.value}
            remedy={current.value.problem ? remedy(current.value.problem, null) : undefined}
            bodies={platform}
            onOpen={(linked) => onEdit(linked)}
            note={<NewSecret exchange={current.value} />}
          />
        </>
      )}
    </div>
  );
});
