/*
 * The jobs that go on, at the foot of whatever page one is at. The window knows their names where it started them.
 */
import type { JobKind } from "../bindings/JobKind";
import { JobList, type NamedJob } from "../features/jobs/JobList";
import { useKeyGeneration } from "../features/keys/useKeyGeneration";
import { useOpenRequests } from "../features/requests/useOpenRequests";
import { usePlatform } from "../platform";
import { useStore } from "../shared/store";
import { attempt } from "../shared/toast";
import { useRenewal, useWindowState } from "./useWindowState";

const NAMES: Record<JobKind, string> = {
  send: "Sending a request",
  token: "Getting a token",
  inspection: "Asking Adobe about a token",
  sign_in: "Waiting for somebody to sign in",
  renewal: "Renewing tokens",
  key_pair: "Making a key pair",
  import_test: "Trying what was imported",
  backup: "Writing a backup",
  search: "Searching an answer",
  compare: "Comparing",
  check: "Checking profiles",
  sandboxes: "Listing sandboxes",
  migration: "Trying OAuth beside JWT",
  replay: "Replaying on other profiles",
  run: "Running requests",
  rotation: "Rotating client secrets",
};

const STAGES = { searching: "searching for primes", signing: "signing", storing: "saving" } as const;

export default function Jobs() {
  const platform = usePlatform();
  const { jobs: all, checkups, migrations, rotations } = useWindowState();
  const jobs = useStore(all);
  const requests = useOpenRequests();
  const { job: making, stage } = useKeyGeneration();
  const renewal = useRenewal();
  const checked = useStore(checkups.state);
  const { run: rotated } = useStore(rotations.state);
  const trials = useStore(migrations.trials);
  if (!jobs.length) return null;
  const named = jobs.map((job): NamedJob => {
    const sent = requests.calls.nameOf(job.id);
    const works = [renewal, checked, rotated, ...trials.values()];
    const work = works.find((one) => one?.job === job.id)?.progress;
    return {
      job,
      name: sent === null ? NAMES[job.kind] : `Sending ${sent}`,
      stage:
        typeof work?.of === "number"
          ? `${work.done} of ${work.of}`
          : job.id === making && stage
            ? STAGES[stage.stage]
            : null,
    };
  });
  return <JobList jobs={named} onStop={(job) => void attempt(platform.jobStop(job))} />;
}
