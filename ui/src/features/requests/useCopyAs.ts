/*
 * Copies a request as code: without a secret, so that it can be kept and shared, or with the token in it, which the engine puts
 * on the clipboard and takes off again.
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
import { attempt } from "../../shared/toast";

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
    const plain = (language: CodeLanguage): MenuEntry => ({
      id: language,
      title: TITLES[language],
      run: ofCurrent(async ({ request, source, answers }) => {
        const written = platform.requestWrittenAs(profile, request, language, source, answers);
        const [text, notes] = [written.then((got) => got.text), written.then((got) => got.notes)];
        await copyPlain(TITLES[language], text, notes);
      }),
    });
    const secret = (language: CodeLanguage): MenuEntry => ({
      id: `${language}-token`,
      title: `${TITLES[language]}, with the token`,
      run: ofCurrent(async ({ request, source, answers }) => {
        const copied = await platform.requestCopyWithSecrets(profile, request, language, source, answers);
        tellCopied(copied, () => void attempt(platform.clipboardClear()));
      }),
    });
    return [...LANGUAGES.map(plain), ...WITH_TOKEN.map(secret)];
  }, [platform, profile, current]);
}
