/*
 * What can be done with a key pair, wherever it is shown, and the dialogs that go with it.
 */
import { AlertDialog } from "@react-spectrum/s2/AlertDialog";
import { useMemo, useState, type ReactNode } from "react";
import type { KeyView } from "../bindings/KeyView";
import type { KeyVerbs } from "../features/keys/KeyCard";
import { Pkcs12Dialog, RenameDialog } from "../features/keys/KeyDialogs";
import { MatchDialog } from "../features/keys/MatchDialog";
import { usePlatform } from "../platform";
import { settle } from "../shared/async";
import { FreshDialog } from "../shared/FreshDialog";
import { tell, tellProblem } from "../shared/toast";
import { useProfiles, useWindowState } from "./useWindowState";

type Asking = { about: "match" | "rename" | "delete" | "private" | "pkcs12"; pair: KeyView };

/** Says where something was saved, unless the person closed the dialog. */
async function told(work: Promise<string | null>, what: string) {
  const settled = await settle(work);
  if (settled.kind === "failed") await tellProblem(settled.problem);
  if (settled.kind === "ready" && settled.value !== null) await tell(`${what} saved to ${settled.value}`);
}

export function useKeyVerbs(): { verbs: KeyVerbs; dialogs: ReactNode } {
  const profiles = useProfiles();
  const { show } = useWindowState();
  const platform = usePlatform();
  const [asking, setAsking] = useState<Asking | null>(null);
  const verbs = useMemo<KeyVerbs>(
    () => ({
      onSaveCertificate: ({ id }, form) => void told(platform.keySaveCertificate(id, form), "Certificate"),
      onSaveReminder: ({ id }) => void told(platform.keySaveReminder(id), "Calendar reminder"),
      onVersions: ({ id, name }) => show({ kind: "versions", owner: { kind: "key", id }, title: name }),
      onSavePrivate: (pair) => setAsking({ about: "private", pair }),
      onSavePkcs12: (pair) => setAsking({ about: "pkcs12", pair }),
      onMatch: (pair) => setAsking({ about: "match", pair }),
      onRename: (pair) => setAsking({ about: "rename", pair }),
      onDelete: (pair) => setAsking({ about: "delete", pair }),
    }),
    [platform, show],
  );
  const dismiss = () => setAsking(null);
  const remove = async ({ id, name }: KeyView) => {
    const settled = await settle(platform.keyDelete(id));
    if (settled.kind === "failed") await tellProblem(settled.problem);
    else await tell(`${name} deleted`);
  };
  const pair = asking?.pair;
  const dialogs = (
    <FreshDialog onDismiss={dismiss}>
      {pair && asking.about === "match" && (
        <MatchDialog
          pair={pair}
          profiles={profiles.filter((one) => one.grant === "jwt")}
          onMatch={(against) => platform.keyMatch(pair.id, against)}
          onDismiss={dismiss}
        />
      )}
      {pair && asking.about === "rename" && (
        <RenameDialog pair={pair} onDo={(name) => platform.keyRename(pair.id, name)} onDismiss={dismiss} />
      )}
      {pair && asking.about === "pkcs12" && (
        <Pkcs12Dialog
          pair={pair}
          onDo={async (passphrase) => {
            const path = await platform.keySavePkcs12(pair.id, passphrase);
            if (path !== null) await tell(`PKCS #12 file saved to ${path}`);
          }}
          onDismiss={dismiss}
        />
      )}
      {pair && asking.about === "private" && (
        <AlertDialog
          title="Save the private key?"
          variant="warning"
          primaryActionLabel="Save private key"
          cancelLabel="Cancel"
          onPrimaryAction={() => void told(platform.keySavePrivate(pair.id), "Private key")}
        >
          Adobe never asks for it. Whoever has this file can sign as this account. Keep it out of e-mail, chat
          and shared folders.
        </AlertDialog>
      )}
      {pair && asking.about === "delete" && (
        <AlertDialog
          title={`Delete ${pair.name}?`}
          variant="destructive"
          primaryActionLabel="Delete"
          cancelLabel="Cancel"
          autoFocusButton="cancel"
          onPrimaryAction={() => void remove(pair)}
        >
          {pair.private
            ? "The private key is deleted too. Adobe cannot give it back, because Adobe has only the certificate."
            : "The certificate is deleted. Adobe keeps its own copy."}
        </AlertDialog>
      )}
    </FreshDialog>
  );
  return { verbs, dialogs };
}
