/*
 * The dialog that asks how something is run, and begins it: the page of the run is shown then.
 */
import type { RunWhat } from "../bindings/RunWhat";
import { RunForm } from "../features/runs/RunForm";
import { useRuns } from "../features/runs/useRuns";
import { usePlatform } from "../platform";
import { tellProblem } from "../shared/toast";
import { useProfiles, useWindowState } from "./useWindowState";

interface RunDialogProps {
  what: RunWhat;
  title: string;
  onDismiss: () => void;
}

export function RunDialog({ what, title, onDismiss }: RunDialogProps) {
  const platform = usePlatform();
  const runs = useRuns();
  const { go } = useWindowState();
  return (
    <RunForm
      title={title}
      what={what}
      profiles={useProfiles()}
      onData={platform.runDataChoose}
      onPlan={(settings) => platform.runPlan(settings)}
      onRun={(settings, answers, confirmed) => {
        onDismiss();
        go({ at: "runs" });
        const begin = async () => {
          const ended = await runs.begin(title, settings, answers, confirmed ? "confirmed" : "unconfirmed");
          if (ended.kind === "failed") await tellProblem(ended.problem);
        };
        void begin();
      }}
      onDismiss={onDismiss}
    />
  );
}
