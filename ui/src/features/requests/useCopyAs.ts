/*
 * Copies a request as code: without a secret, so that it can be kept and shared, or with the token in it, which the engine puts
 * on the clipboard and takes off again. A body that is too long for code is saved as the file that the code reads.
 */
import { useMemo } from "react";
import type { CodeLanguage } from "../../bindings/CodeLanguage";
import type { ProfileId } from "../../bindings/ProfileId";
import type { PromptAnswers } from "../../bindings/PromptAnswers";
import type { EditedRequest } from "../../bindings/EditedRequest";
import type { RequestSource } from "../../bindings/RequestSource";
import { usePlatform } from "../../platform";
import { copyPlain, tellCopied } from "../../shared/copied";
import type { MenuEntry } from "../../shared/MenuButton";
import { attempt, tell, type Offer } from "../../shared/toast";

const TITLES: Record<CodeLanguage, string> = {
  bash: "curl for bash",
  cmd: "curl for cmd",
  powershell: "curl for PowerShell",
  invoke_rest_method: "Invoke-RestMethod",
  httpie: "HTTPie",
  python: "Python (requests)",
  aepp: "Python (aepp)",
  javascript: "JavaScript (fetch)",
  java: "Java",
  csharp: "C#",
};
const LANGUAGES = Object.keys(TITLES) as CodeLanguage[];
/** What one runs at once and does not keep: with the token in it, it works without Mudbrick, until the token ends. */
const WITH_TOKEN: CodeLanguage[] = ["bash", "cmd", "powershell"];

/** What is copied, with what belongs to it. */
interface Copied {
  request: EditedRequest;
  source: RequestSource | null;
  answers: PromptAnswers;
}

/** An entry for each language; `current` gives the request as it is by then. */
export function useCopyAs(profile: ProfileId, current: () => Copied | null): MenuEntry[] {
  const platform = usePlatform();
  return useMemo(() => {
    const ofCurrent = (work: (copied: Copied) => Promise<void>) => () => {
      const now = current();
      if (now) void attempt(work(now));
    };
    /** The file beside the code, of the request as it was copied. */
    const beside = (
      { request, source, answers }: Copied,
      language: CodeLanguage,
      file: string | null,
      secrets: "masked" | "with_token",
    ): Offer[] => {
      if (file === null) return [];
      const save = async () => {
        const path = await platform.requestSaveCodeBody(profile, request, language, source, answers, secrets);
        if (path !== null) tell(`Body saved to ${path}`);
      };
      return [{ label: `Save ${file}…`, stays: true, run: () => void attempt(save()) }];
    };
    const plain = (language: CodeLanguage): MenuEntry => ({
      id: language,
      title: TITLES[language],
      run: ofCurrent(async (copied) => {
        const { request, source, answers } = copied;
        const written = platform.requestWrittenAs(profile, request, language, source, answers);
        const text = written.then((got) => got.text);
        const known = written.then(({ notes, body_file: file }) => ({
          notes,
          offers: beside(copied, language, file, "masked"),
        }));
        await copyPlain(TITLES[language], text, known);
      }),
    });
    const secret = (language: CodeLanguage): MenuEntry => ({
      id: `${language}-token`,
      title: `${TITLES[language]}, with the token`,
      run: ofCurrent(async (wanted) => {
        const { request, source, answers } = wanted;
        const { copied, body_file: file } = await platform.requestCopyWithSecrets(
          profile,
          request,
          language,
          source,
          answers,
        );
        const offers = beside(wanted, language, file, "with_token");
        tellCopied(copied, () => void attempt(platform.clipboardClear()), offers);
      }),
    });
    return [...LANGUAGES.map(plain), ...WITH_TOKEN.map(secret)];
  }, [platform, profile, current]);
}
