/*
 * What every plain text field of a profile's form has in common.
 */
import { style } from "@react-spectrum/s2/style" with { type: "macro" };
import type { ProfileDraft } from "../../bindings/ProfileDraft";
import type { DraftField, ProfileFormState } from "./useProfileForm";

export const full = style({ width: "full" });

/** The fields that hold one text as it was typed. */
export type TextFieldName = {
  [Name in DraftField]: ProfileDraft[Name] extends string
    ? string extends ProfileDraft[Name]
      ? Name
      : never
    : never;
}[DraftField];

/** What a field shows of its fault, and that it was left. */
export function checked({ faultOf, leave }: ProfileFormState, field: DraftField) {
  return {
    onBlur: () => leave(field),
    isInvalid: faultOf(field) !== undefined,
    errorMessage: faultOf(field) ?? "",
    styles: full,
    name: field,
    "data-field": field,
  };
}

export function textField(form: ProfileFormState, field: TextFieldName) {
  return {
    ...checked(form, field),
    value: form.draft[field],
    onChange: (value: string) => form.change({ [field]: value }),
    autoComplete: "off",
    spellCheck: "false",
  };
}
