/*
 * What a person is asked before a request is sent: whether its file may be read, whether it may go to production, and what its file
 * asks for.
 */
import type { ProfileSummary } from "../bindings/ProfileSummary";
import { AskPrompts } from "../features/requests/AskPrompts";
import type { RequestState } from "../features/requests/requestState";
import { useOpenRequests } from "../features/requests/useOpenRequests";
import { ConfirmFile } from "../shared/ConfirmFile";
import { ConfirmWrite } from "../shared/ConfirmWrite";

interface RequestQuestionsProps extends Pick<RequestState, "asking" | "asked"> {
  profile: ProfileSummary;
  /** Method and URL. */
  what: string;
}

export function RequestQuestions({ profile: { id, risk }, asking, asked, what }: RequestQuestionsProps) {
  const open = useOpenRequests();
  return (
    <>
      <ConfirmFile
        file={asking?.about === "file" ? (asking.file ?? asking.why) : null}
        what={what}
        onConfirm={() => void open.calls.confirm(id, "file")}
        onDismiss={() => open.calls.dismiss(id, "file")}
      />
      <ConfirmWrite
        isOpen={asking?.about === "sending"}
        asks={risk === "production" ? "production" : "one"}
        what={what}
        why={asking?.why ?? ""}
        onConfirm={() => void open.calls.confirm(id, "sending")}
        onDismiss={() => open.calls.dismiss(id, "sending")}
      />
      <AskPrompts
        asked={asked}
        onSend={(answers) => void open.calls.answer(id, answers)}
        onDismiss={() => open.calls.dismiss(id, "prompts")}
      />
    </>
  );
}
