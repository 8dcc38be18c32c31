/*
 * Making a key pair: one at a time in the whole window, going on while one is elsewhere. The form and the list only
 * watch.
 */
import { createContext, useCallback, useContext, useMemo, useState } from "react";
import type { JobId } from "../../bindings/JobId";
import type { KeyPairDraft } from "../../bindings/KeyPairDraft";
import type { KeyProgress } from "../../bindings/KeyProgress";
import type { KeyView } from "../../bindings/KeyView";
import type { ProfileId } from "../../bindings/ProfileId";
import { newJob, usePlatform } from "../../platform";
import { useTask, type Async } from "../../shared/async";

export interface KeyGeneration {
  making: Async<KeyView>;
  stage: KeyProgress | null;
  /** The pair that is being made. */
  job: JobId | null;
  generate: (draft: KeyPairDraft, profile: ProfileId | null) => Promise<Async<KeyView>>;
  cancel: () => void;
  /** Forgets the last outcome. */
  reset: () => void;
}

export const KeyGenerationContext = createContext<KeyGeneration | null>(null);

export function useKeyGeneration(): KeyGeneration {
  const generation = useContext(KeyGenerationContext);
  if (!generation) throw new Error("BUG: no key generation above this component");
  return generation;
}

export function useNewKeyGeneration(): KeyGeneration {
  const platform = usePlatform();
  const { state, run, reset } = useTask<KeyView>();
  const [job, setJob] = useState<JobId | null>(null);
  const [stage, setStage] = useState<KeyProgress | null>(null);
  const generate = useCallback(
    (draft: KeyPairDraft, profile: ProfileId | null) => {
      setStage(null);
      const begun = newJob();
      setJob(begun);
      return run(() => platform.keyGenerate(begun, draft, profile, setStage));
    },
    [platform, run],
  );
  const cancel = useCallback(() => {
    if (job !== null) platform.jobStop(job).catch(() => reset());
  }, [platform, job, reset]);
  return useMemo(
    () => ({ making: state, stage, job, generate, cancel, reset }),
    [state, stage, job, generate, cancel, reset],
  );
}
