/*
 * The first start: two ways in, the one without an Adobe account first.
 */
import { Button } from "@react-spectrum/s2/Button";
import { style } from "@react-spectrum/s2/style" with { type: "macro" };
import { useCallback } from "react";
import { useTask } from "../shared/async";
import { Busy } from "../shared/Busy";
import { showKeys } from "../shared/commands";
import { ProblemNote } from "../shared/ProblemNote";
import { usePractice } from "./usePractice";
import { useWindowState } from "./useWindowState";

const page = style({
  flexGrow: 1,
  display: "flex",
  flexDirection: "column",
  alignItems: "center",
  justifyContent: "center",
  padding: 32,
  gap: 32,
  overflow: "auto",
});
const head = style({
  display: "flex",
  flexDirection: "column",
  alignItems: "center",
  gap: 8,
  textAlign: "center",
});
const title = style({ font: "heading-xl", margin: 0 });
const lead = style({ font: "body-lg", margin: 0, maxWidth: 520 });
const ways = style({
  display: "grid",
  gridTemplateColumns: ["1fr", "1fr"],
  gap: 16,
  width: "full",
  maxWidth: 720,
});
const way = style({
  display: "flex",
  flexDirection: "column",
  gap: 8,
  padding: 24,
  borderRadius: "xl",
  borderWidth: 1,
  borderStyle: "solid",
  borderColor: "gray-200",
  backgroundColor: "layer-1",
});
const wayTitle = style({ font: "title-lg", margin: 0 });
const wayText = style({ font: "body", margin: 0, flexGrow: 1, paddingBottom: 12 });
const pair = style({ display: "flex", gap: 8 });
const state = style({ minHeight: 32, width: "full", maxWidth: 720 });

export default function Welcome() {
  const tryPractice = usePractice();
  const { go, damaged } = useWindowState();
  const { state: task, run } = useTask<void>();
  const begin = useCallback(() => void run(tryPractice), [run, tryPractice]);
  return (
    <div className={page} data-testid="welcome">
      <div className={head}>
        <h1 className={title}>Your Adobe projects, one token away</h1>
        <p className={lead}>
          Mudbrick keeps the credentials of your Developer Console projects, always has a fresh token, and
          sends requests to Adobe’s APIs.
        </p>
      </div>
      <div className={ways}>
        <section className={way} aria-labelledby="way-practice">
          <h2 className={wayTitle} id="way-practice">
            Look around first
          </h2>
          <p className={wayText}>
            A local Adobe on this computer answers for Places, Campaign Standard and Experience Platform. No
            account is needed, and nothing leaves this computer.
          </p>
          <Button
            variant="accent"
            size="L"
            onPress={begin}
            isDisabled={task.kind === "waiting"}
            data-testid="try-practice"
          >
            Try it with the local Adobe
          </Button>
        </section>
        <section className={way} aria-labelledby="way-own">
          <h2 className={wayTitle} id="way-own">
            Bring your own project
          </h2>
          <p className={wayText}>
            Drop a file anywhere in this window: a project or credential from the Adobe Developer Console, a
            Postman environment, an .env file, a key. Or paste its text with {showKeys("mod+v")}.
          </p>
          <div className={pair}>
            <Button
              variant="secondary"
              size="L"
              onPress={() => go({ at: "import" })}
              data-testid="welcome-import"
            >
              Import
            </Button>
            <Button
              variant="secondary"
              fillStyle="outline"
              size="L"
              onPress={() => go({ at: "new", project: null })}
            >
              New profile
            </Button>
          </div>
        </section>
      </div>
      <div className={state}>
        {task.kind === "waiting" && <Busy sentence="Starting the local Adobe…" />}
        {task.kind === "failed" && <ProblemNote problem={task.problem} retry={begin} />}
        {task.kind !== "failed" &&
          damaged.map(({ path, problem }) => <ProblemNote key={path} problem={problem} />)}
      </div>
    </div>
  );
}
