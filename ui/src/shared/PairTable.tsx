/*
 * Edits an ordered list of names with values: headers, variables. An empty row at the end is for the next one.
 */
import { ActionButton } from "@react-spectrum/s2/ActionButton";
import Close from "@react-spectrum/s2/icons/Close";
import { style } from "@react-spectrum/s2/style" with { type: "macro" };

export interface Pair {
  name: string;
  value: string;
}

interface PairTableProps {
  /** What one row is, such as `Header`. */
  what: string;
  pairs: Pair[];
  onChange: (pairs: Pair[]) => void;
}

const table = style({
  display: "grid",
  gridTemplateColumns: ["minmax(120px, 2fr)", "minmax(140px, 3fr)", 32],
  columnGap: 8,
  rowGap: 4,
  alignItems: "center",
});
const input = style({
  font: "code-sm",
  color: "body",
  height: 28,
  paddingX: 8,
  minWidth: 0,
  boxSizing: "border-box",
  borderRadius: "default",
  borderWidth: 1,
  borderStyle: "solid",
  borderColor: { default: "gray-200", ":hover": "gray-400" },
  backgroundColor: "base",
});

export function PairTable({ what, pairs, onChange }: PairTableProps) {
  const change = (at: number, part: Partial<Pair>) => {
    const row = { name: "", value: "", ...pairs[at], ...part };
    onChange(at < pairs.length ? pairs.map((one, n) => (n === at ? row : one)) : [...pairs, row]);
  };
  return (
    <div className={table} role="group" aria-label={`${what}s`}>
      {[...pairs, { name: "", value: "" }].map((pair, n) => (
        <Row
          // Rows have no identity but their place.
          // oxlint-disable-next-line react/no-array-index-key
          key={n}
          what={what}
          at={n}
          pair={pair}
          last={n === pairs.length}
          onChange={change}
          onRemove={() => onChange(pairs.filter((_, m) => m !== n))}
        />
      ))}
    </div>
  );
}

interface RowProps {
  what: string;
  at: number;
  pair: Pair;
  last: boolean;
  onChange: (at: number, part: Partial<Pair>) => void;
  onRemove: () => void;
}

function Row({ what, at, pair, last, onChange, onRemove }: RowProps) {
  return (
    <>
      <input
        className={input + " focusable"}
        aria-label={`${what} ${at + 1} name`}
        placeholder={last ? "Name" : ""}
        spellCheck={false}
        value={pair.name}
        onChange={(event) => onChange(at, { name: event.target.value })}
      />
      <input
        className={input + " focusable"}
        aria-label={`${what} ${at + 1} value`}
        data-pair={pair.name}
        placeholder={last ? "Value" : ""}
        spellCheck={false}
        value={pair.value}
        onChange={(event) => onChange(at, { value: event.target.value })}
      />
      {last ? (
        <span />
      ) : (
        <ActionButton
          isQuiet
          size="S"
          aria-label={`Remove ${what.toLowerCase()} ${pair.name || at + 1}`}
          onPress={onRemove}
        >
          <Close />
        </ActionButton>
      )}
    </>
  );
}
