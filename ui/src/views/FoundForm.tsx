/*
 * The whole form of a credential that was found, before it is a profile. Its secrets are not typed but come with it.
 */
import { useEffect, useRef } from "react";
import type { ProfileDraft } from "../bindings/ProfileDraft";
import { ProfileForm, tidied } from "../features/profiles/ProfileForm";
import { useProfileForm } from "../features/profiles/useProfileForm";

interface FoundFormProps {
  initial: ProfileDraft;
  onDraft: (draft: ProfileDraft) => void;
}

export function FoundForm({ initial, onDraft }: FoundFormProps) {
  const form = useProfileForm(initial);
  const { draft } = form;
  const told = useRef(draft);
  useEffect(() => {
    if (told.current === draft) return;
    told.current = draft;
    onDraft(tidied(draft));
  }, [draft, onDraft]);
  return (
    <ProfileForm form={form} secrets="found" onSubmit={() => void form.checkAll()}>
      {null}
    </ProfileForm>
  );
}
