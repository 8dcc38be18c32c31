/*
 * Makes a key pair: the form with its templates, and how far the work has come.
 */
import { useCallback } from "react";
import type { KeyPairDraft } from "../bindings/KeyPairDraft";
import type { KeyProgress } from "../bindings/KeyProgress";
import type { ProfileId } from "../bindings/ProfileId";
import { KeyForm } from "../features/keys/KeyForm";
import { useKeyGeneration, type KeyGeneration } from "../features/keys/useKeyGeneration";
import { usePlatform } from "../platform";
import { settle, useLoad } from "../shared/async";
import { Busy } from "../shared/Busy";
import { ProblemNote } from "../shared/ProblemNote";
import { tell, tellProblem } from "../shared/toast";

function sentence(stage: KeyProgress | null): string {
  if (stage?.stage === "signing") return "Signing the certificate…";
  if (stage?.stage === "storing") return "Storing the private key in the vault…";
  return "Generating the key. This takes a few seconds…";
}

function faultOf({ making }: KeyGeneration) {
  return making.kind === "failed" && making.problem.code !== "cancelled" ? making.problem : null;
}

/** What the form begins with; the name is made of what one is working on. */
export function firstDraft(about: string, organization: string): KeyPairDraft {
  const stem = about
    .trim()
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "_")
    .replace(/^_|_$/g, "");
  return {
    name: stem || "integration",
    bits: 2048,
    days: 365,
    country: "",
    state: "",
    locality: "",
    organization,
    organizational_unit: "",
    common_name: "",
    email: "",
  };
}

interface KeyMakerProps {
  initial: KeyPairDraft;
  /** Who signs with it from the start. */
  profile: ProfileId | null;
  onClose: () => void;
}

export function KeyMaker({ initial, profile, onClose }: KeyMakerProps) {
  const platform = usePlatform();
  const generation = useKeyGeneration();
  const templates = useLoad(useCallback(() => platform.subjectTemplates(), [platform]));
  const keep = async (work: Promise<void>, words: string) => {
    const settled = await settle(work);
    if (settled.kind === "failed") return tellProblem(settled.problem);
    await templates.reload();
    return tell(words);
  };
  return (
    <KeyForm
      initial={initial}
      progress={
        generation.making.kind === "waiting"
          ? { sentence: sentence(generation.stage), onStop: generation.cancel }
          : null
      }
      problem={faultOf(generation)}
      templates={templates.state.kind === "ready" ? templates.state.value : []}
      onSaveTemplate={(template) =>
        void keep(platform.subjectTemplateSave(template), `Template ${template.name} saved`)
      }
      onDeleteTemplate={(name) => void keep(platform.subjectTemplateDelete(name), `Template ${name} deleted`)}
      onCheck={async (draft) => {
        const settled = await settle(platform.keyCheck(draft));
        // A check that failed must not stand in the way: generating checks again and says why.
        return settled.kind === "ready" ? settled.value : [];
      }}
      onGenerate={(draft) =>
        void generation.generate(draft, profile).then((done) => done.kind === "ready" && onClose())
      }
      onCancel={onClose}
    />
  );
}

/** What goes on, or went wrong, while the form is not on screen. */
export function KeyWork() {
  const generation = useKeyGeneration();
  const fault = faultOf(generation);
  if (generation.making.kind === "waiting")
    return <Busy sentence={sentence(generation.stage)} onCancel={generation.cancel} />;
  return fault && <ProblemNote problem={fault} />;
}
