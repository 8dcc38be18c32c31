/*
 * What the engine is at just now, wherever in the window it was started: what it is, how far, and a way to stop it alone.
 */
import { ActionButton } from "@react-spectrum/s2/ActionButton";
import { ProgressCircle } from "@react-spectrum/s2/ProgressCircle";
import { style } from "@react-spectrum/s2/style" with { type: "macro" };
import type { JobId } from "../../bindings/JobId";
import type { JobView } from "../../bindings/JobView";
import { Foreign } from "../../shared/Foreign";
import { useNow } from "../../shared/time";

export interface NamedJob {
  job: JobView;
  /** Such as `Sending List libraries`. */
  name: string;
  /** How far it is, where that is known. */
  stage: string | null;
}

interface JobListProps {
  jobs: NamedJob[];
  onStop: (job: JobId) => void;
}

/** What is done sooner needs no line of its own. */
const SHOWN_AFTER_MS = 1_000;
const TICK_MS = 500;

const list = style({
  margin: 0,
  padding: 0,
  listStyleType: "none",
  flexShrink: 0,
  maxHeight: 112,
  overflowY: "auto",
  borderStyle: "solid",
  borderWidth: 0,
  borderTopWidth: 1,
  borderColor: "gray-200",
});
const row = style({
  display: "flex",
  alignItems: "center",
  gap: 12,
  paddingX: 24,
  paddingY: 4,
  font: "ui-sm",
});
const label = style({ truncate: true, minWidth: 0, flexGrow: 1, color: "neutral" });
const since = style({ color: "neutral-subdued", flexShrink: 0 });

export function JobList({ jobs, onStop }: JobListProps) {
  const now = useNow(TICK_MS);
  const shown = jobs.filter(({ job }) => now - job.started_at >= SHOWN_AFTER_MS);
  if (!shown.length) return null;
  return (
    <ul className={list} aria-label="What is going on" data-testid="jobs">
      {shown.map(({ job, name, stage }) => (
        <li key={job.id} className={row} data-testid="job">
          <ProgressCircle isIndeterminate size="S" aria-label={name} />
          <span className={label}>
            <Foreign text={name} />
          </span>
          <span className={since}>
            {job.stopping ? "stopping" : (stage ?? `${Math.round((now - job.started_at) / 1_000)} s`)}
          </span>
          <ActionButton
            size="S"
            aria-label={`Cancel: ${name}`}
            isDisabled={job.stopping}
            onPress={() => onStop(job.id)}
          >
            Cancel
          </ActionButton>
        </li>
      ))}
    </ul>
  );
}
