/*
 * The local Adobe: start and stop it, where it listens, and its projects.
 */
import { ActionButton } from "@react-spectrum/s2/ActionButton";
import { Button } from "@react-spectrum/s2/Button";
import { style } from "@react-spectrum/s2/style" with { type: "macro" };
import type { PracticeProject } from "../../bindings/PracticeProject";
import type { PracticeView } from "../../bindings/PracticeView";
import { useTask } from "../../shared/async";
import { Busy } from "../../shared/Busy";
import { CopyButton } from "../../shared/CopyButton";
import { Fact, Facts } from "../../shared/Facts";
import { ProblemNote } from "../../shared/ProblemNote";

interface PracticeProps {
  practice: PracticeView | null;
  onStart: () => Promise<void>;
  onStop: () => Promise<void>;
  /** Opens the form for a profile of this project. */
  onNew: (project: PracticeProject) => void;
}

const text = style({ font: "ui", color: "neutral-subdued", margin: 0 });
const wide = style({ width: "full" });

export function Practice({ practice, onStart, onStop, onNew }: PracticeProps) {
  const { state, run } = useTask<void>();
  const waiting = state.kind === "waiting";
  return (
    <>
      <p className={text}>
        A local Adobe on this computer that answers for Adobe’s host names. A practice profile connects only
        to it.
      </p>
      {practice && (
        <div className={wide}>
          <Facts label="Local Adobe">
            <Fact
              name="Base URL"
              kind="code"
              actions={<CopyButton what="Base URL" text={practice.base_url} />}
              testId="practice-url"
            >
              {practice.base_url}
            </Fact>
            {practice.projects.map((project) => (
              <Fact
                key={project.draft.client_id}
                name="Project"
                actions={
                  <ActionButton size="S" isQuiet onPress={() => onNew(project)}>
                    New profile
                  </ActionButton>
                }
              >
                {project.draft.organization} · {project.title}
              </Fact>
            ))}
          </Facts>
        </div>
      )}
      <Button
        variant="secondary"
        isDisabled={waiting}
        onPress={() => void run(practice ? onStop : onStart)}
        data-testid="practice-switch"
      >
        {practice ? "Stop the local Adobe" : "Start the local Adobe"}
      </Button>
      {waiting && <Busy sentence={practice ? "Stopping the local Adobe…" : "Starting the local Adobe…"} />}
      {state.kind === "failed" && <ProblemNote problem={state.problem} />}
    </>
  );
}
