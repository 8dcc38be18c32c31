/*
 * The dialogs that can lie over any place: exports, the vault's passphrase, earlier versions.
 */
import { ActionButton } from "@react-spectrum/s2/ActionButton";
import { AlertDialog } from "@react-spectrum/s2/AlertDialog";
import { style } from "@react-spectrum/s2/style" with { type: "macro" };
import { useCallback, type ComponentProps } from "react";
import type { Exported } from "../bindings/Exported";
import type { ProfileId } from "../bindings/ProfileId";
import type { PromptAnswers } from "../bindings/PromptAnswers";
import type { SecretOwner } from "../bindings/SecretOwner";
import { BundleDialog } from "../features/export/BundleDialog";
import { ExportDialog } from "../features/export/ExportDialog";
import { SavedDialog } from "../features/export/SavedDialog";
import { AskDialog } from "../features/profiles/AskDialog";
import { ReplayDialog } from "../features/replay/ReplayDialog";
import { ExportRequests } from "../features/requests/ExportRequests";
import { ImportRequests } from "../features/requests/ImportRequests";
import { PasteRequest } from "../features/requests/PasteRequest";
import { PassphraseDialog } from "../features/vault/PassphraseDialog";
import { VersionsDialog } from "../features/vault/VersionsDialog";
import { usePlatform } from "../platform";
import { settle, useLoad, useTask } from "../shared/async";
import { FreshDialog } from "../shared/FreshDialog";
import { tellExported } from "../shared/saved";
import { count, listed } from "../shared/size";
import { tell, tellProblem } from "../shared/toast";
import type { DialogRequest } from "./place";
import { RunDialog } from "./RunDialog";
import { useCollections } from "./useCollections";
import { useProfileAtHand, useProfiles, useReading, useWindowState } from "./useWindowState";
import { usePasting } from "./usePasting";
import { useReplay } from "./useReplay";
import { useVault } from "./useVault";

const besides = style({ font: "ui", display: "flex", alignItems: "center", flexWrap: "wrap", gap: 8 });

export default function Dialogs({ request }: { request: DialogRequest }) {
  const platform = usePlatform();
  const { show } = useWindowState();
  const profiles = useProfiles();
  const { look } = useVault();
  const { take } = usePasting();
  const collections = useCollections();
  const replay = useReplay();
  const atHand = useProfileAtHand();
  const dismiss = () => show(null);
  const done = (exported: Exported) => {
    if (exported.notes?.length || exported.left_out?.length) return show({ kind: "saved", exported });
    dismiss();
    void tellExported(exported);
  };
  const moveToKeyring = async () => {
    const settled = await settle(platform.vaultUseKeyring().then(look));
    if (settled.kind === "failed") await tellProblem(settled.problem);
    else await tell("The keyring now keeps the vault’s key");
  };
  return (
    <FreshDialog onDismiss={dismiss}>
      {request.kind === "export" && (
        <ExportDialog
          title={request.profile.title}
          onExport={(format, secrets) => platform.exportProfile(request.profile.id, format, secrets)}
          onDone={done}
          onDismiss={dismiss}
        />
      )}
      {(request.kind === "kit" || request.kind === "backup") && (
        <BundleDialog
          kind={request.kind}
          profiles={profiles}
          chosen={request.profiles}
          onSave={(selection, passphrase, unreadable) =>
            request.kind === "kit"
              ? platform.exportKit(selection, unreadable)
              : platform.exportBackup(selection, passphrase, unreadable)
          }
          onDone={done}
          onDismiss={dismiss}
        />
      )}
      {request.kind === "saved" && <SavedDialog exported={request.exported} onDismiss={dismiss} />}
      {request.kind === "passphrase" && (
        <PassphraseDialog
          change={request.change}
          onSet={async (current, passphrase) => {
            if (request.change === "another") await platform.vaultChangePassphrase(current, passphrase);
            else await platform.vaultUsePassphrase(passphrase);
            await look();
            await tell(
              request.change === "another" ? "Passphrase changed" : "The vault now has a passphrase",
            );
          }}
          onDismiss={dismiss}
        />
      )}
      {request.kind === "keyring" && (
        <AlertDialog
          title="Move to the keyring?"
          variant="confirmation"
          primaryActionLabel="Move to the keyring"
          cancelLabel="Cancel"
          onPrimaryAction={() => void moveToKeyring()}
        >
          Your computer’s keyring opens the vault from now on, whenever you are logged in. The passphrase no
          longer opens it.
        </AlertDialog>
      )}
      {request.kind === "paste" && (
        <PasteRequest
          text={request.text}
          onRead={platform.requestPasted}
          onTake={(pasted) => {
            dismiss();
            take(request.profile, pasted);
          }}
          onDismiss={dismiss}
        />
      )}
      {request.kind === "collection" && (
        <ImportRequests
          found={request.found}
          profile={profiles.find(({ id }) => id === atHand)?.title}
          besides={<Besides />}
          onAdd={(view, to, variables) => collections.add(request.found, view, to, variables)}
          onDismiss={() => {
            collections.discard(request.found);
            dismiss();
          }}
        />
      )}
      {request.kind === "export-requests" && (
        <ExportRequests
          title={request.title}
          onExport={(format) => platform.requestsExport(request.named, format)}
          onDone={(exported) => {
            dismiss();
            collections.exported(exported);
          }}
          onDismiss={dismiss}
        />
      )}
      {request.kind === "replay" && (
        <Replay
          entry={request.entry}
          onReplay={(choice) => {
            dismiss();
            void replay(request.entry, choice);
          }}
          onDismiss={dismiss}
        />
      )}
      {request.kind === "ask" && (
        <Ask
          whom={request.whom}
          problem={request.problem}
          profile={profiles.find(({ id }) => id === request.profile)}
          onDismiss={dismiss}
        />
      )}
      {request.kind === "run" && <RunDialog what={request.what} title={request.title} onDismiss={dismiss} />}
      {request.kind === "versions" && (
        <Versions owner={request.owner} title={request.title} good={request.good} onDismiss={dismiss} />
      )}
    </FreshDialog>
  );
}

function Ask(props: Omit<ComponentProps<typeof AskDialog>, "onInspect">) {
  const { go } = useWindowState();
  const { profile, onDismiss } = props;
  // An administrator grants what a token lacks: what it has is there to be seen.
  const inspect = (id: ProfileId) => () => {
    onDismiss();
    go({ at: "inspector", profile: id });
  };
  return (
    <AskDialog {...props} onInspect={profile?.token.kind === "ready" ? inspect(profile.id) : undefined} />
  );
}

type ReplayProps = Pick<ComponentProps<typeof ReplayDialog>, "entry" | "onReplay" | "onDismiss">;

function Replay(props: ReplayProps) {
  const platform = usePlatform();
  const { id } = props.entry;
  const plan = useCallback(
    (on: ProfileId[], answers: PromptAnswers) => platform.replayPlan(id, on, answers),
    [platform, id],
  );
  const prompts = useCallback((on: ProfileId[]) => platform.replayPrompts(id, on), [platform, id]);
  return <ReplayDialog {...props} profiles={useProfiles()} onPlan={plan} onPrompts={prompts} />;
}

/** Credentials in the files that hold the requests. */
function Besides() {
  const reading = useReading();
  const { show, go } = useWindowState();
  if (reading.kind !== "ready") return null;
  const { profiles, keys } = reading.value;
  return (
    <div className={besides} data-testid="import-requests-besides">
      <span>
        The same file holds{" "}
        {listed([
          profiles.length ? count(profiles.length, "profile") : "",
          keys.length ? count(keys.length, "key") : "",
        ])}
        .
      </span>
      <ActionButton
        size="S"
        onPress={() => {
          show(null);
          go({ at: "import" });
        }}
      >
        Look at them instead
      </ActionButton>
    </div>
  );
}

interface VersionsProps {
  owner: SecretOwner;
  title: string;
  good: number | undefined;
  onDismiss: () => void;
}

function Versions({ owner, title, good, onDismiss }: VersionsProps) {
  const platform = usePlatform();
  const { state } = useLoad(useCallback(() => platform.secretGenerations(owner), [platform, owner]));
  const restoring = useTask<void>();
  return (
    <VersionsDialog
      title={title}
      versions={state}
      good={good}
      busy={restoring.state.kind === "waiting"}
      problem={restoring.state.kind === "failed" ? restoring.state.problem : null}
      onRestore={({ number }) =>
        void restoring
          .run(() => platform.secretRestore(owner, number))
          .then((settled) => {
            if (settled.kind !== "ready") return;
            onDismiss();
            void tell(`Earlier secrets of ${title} restored`);
          })
      }
      onDismiss={onDismiss}
    />
  );
}
