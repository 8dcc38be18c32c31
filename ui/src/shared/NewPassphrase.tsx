/*
 * A new passphrase, typed twice. Advice goes by length alone: rules about digits and signs make bad passphrases.
 */
import { style } from "@react-spectrum/s2/style" with { type: "macro" };
import { TextField } from "@react-spectrum/s2/TextField";

export interface TypedTwice {
  first: string;
  second: string;
}

export const NOTHING_TYPED: TypedTwice = { first: "", second: "" };

/** Whether it can be used: something is typed, twice the same. */
export function agrees({ first, second }: TypedTwice): boolean {
  return first !== "" && first === second;
}

/** What to say of a passphrase of this length. */
export function adviceFor(length: number): string {
  if (length === 0)
    return "Four or five words that do not belong together are easy to remember and hard to guess.";
  if (length < 12) return "Short: it could be guessed. Twenty characters are better.";
  if (length < 20) return "Fair. Twenty characters or more are better.";
  return "Long enough.";
}

interface NewPassphraseProps {
  typed: TypedTwice;
  onChange: (typed: TypedTwice) => void;
  autoFocus?: boolean;
}

const fields = style({ display: "flex", flexDirection: "column", gap: 16 });
const full = style({ width: "full" });

export function NewPassphrase({ typed, onChange, autoFocus = false }: NewPassphraseProps) {
  const differs = typed.second !== "" && !typed.first.startsWith(typed.second);
  return (
    <div className={fields}>
      <TextField
        label="New passphrase"
        type="password"
        autoComplete="new-password"
        autoFocus={autoFocus}
        value={typed.first}
        onChange={(first) => onChange({ ...typed, first })}
        description={adviceFor(typed.first.length)}
        styles={full}
      />
      <TextField
        label="Repeat the passphrase"
        type="password"
        autoComplete="new-password"
        value={typed.second}
        onChange={(second) => onChange({ ...typed, second })}
        isInvalid={differs}
        errorMessage="The two passphrases are different."
        styles={full}
      />
    </div>
  );
}
