/*
 * What a person is asked before a request is sent: whether its file may be read, whether it may go to production, and what its file
 * asks for.
 */
import type { ProfileId } from "../bindings/ProfileId";
import { AskPrompts } from "../features/requests/AskPrompts";
import type { RequestState } from "../features/requests/requestState";
import { useOpenRequests } from "../features/requests/useOpenRequests";
import { ConfirmFile } from "../shared/ConfirmFile";
import { ConfirmWrite } from "../shared/ConfirmWrite";

interface RequestQuestionsProps extends Pick<RequestState, "asking" | "asked"> {
  profile: ProfileId;
  /** Method and URL. */
  what: string;
}

export function RequestQuestions({ profile: id, asking, asked, what }: RequestQuestionsProps) {
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
        isOpen={asking?.about === "production"}
        what={what}
        why={asking?.why ?? ""}
        onConfirm={() => void open.calls.confirm(id, "production")}
        onDismiss={() => open.calls.dismiss(id, "production")}
      />
      <AskPrompts
        asked={asked}
        onSend={(answers) => void open.calls.answer(id, answers)}
        onDismiss={() => open.calls.dismiss(id, "prompts")}
      />
    </>
  );
}
