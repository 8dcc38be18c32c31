/*
 * The dialogs that can lie over any place: exports, the vault's passphrase, earlier versions.
 */
import { AlertDialog } from "@react-spectrum/s2/AlertDialog";
import { DialogContainer } from "@react-spectrum/s2/Dialog";
import { useCallback } from "react";
import type { Exported } from "../bindings/Exported";
import type { SecretOwner } from "../bindings/SecretOwner";
import { BundleDialog } from "../features/export/BundleDialog";
import { ExportDialog } from "../features/export/ExportDialog";
import { SavedDialog } from "../features/export/SavedDialog";
import { PasteRequest } from "../features/requests/PasteRequest";
import { PassphraseDialog } from "../features/vault/PassphraseDialog";
import { VersionsDialog } from "../features/vault/VersionsDialog";
import { usePlatform } from "../platform";
import { settle, useLoad, useTask } from "../shared/async";
import { tellExported } from "../shared/saved";
import { tell, tellProblem } from "../shared/toast";
import type { DialogRequest } from "./place";
import { useProfiles, useWindowState } from "./useWindowState";
import { usePasting } from "./usePasting";
import { useVault } from "./useVault";

export default function Dialogs({ request }: { request: DialogRequest }) {
  const platform = usePlatform();
  const { show } = useWindowState();
  const profiles = useProfiles();
  const { look } = useVault();
  const { take } = usePasting();
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
    <DialogContainer onDismiss={dismiss}>
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
          profile={request.profile}
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
      {request.kind === "versions" && (
        <Versions owner={request.owner} title={request.title} good={request.good} onDismiss={dismiss} />
      )}
    </DialogContainer>
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
