/*
 * Edits an ordered list of names with values: headers, variables. An empty row at the end is for the next one.
 */
import { ActionButton } from "@react-spectrum/s2/ActionButton";
import Close from "@react-spectrum/s2/icons/Close";
import { style } from "@react-spectrum/s2/style" with { type: "macro" };
import { useId, type ReactNode } from "react";

export interface Pair {
  name: string;
  value: string;
}

/** One field of a row, for who draws it otherwise. */
export interface PairField {
  part: keyof Pair;
  pair: Pair;
  label: string;
  className: string;
  placeholder: string;
  onChange: (text: string) => void;
}

interface PairTableProps<P extends Pair> {
  /** What one row is, such as `Header`. */
  what: string;
  pairs: P[];
  onChange: (pairs: Array<P | Pair>) => void;
  /** Draws a field in the place of a plain one. */
  field?: (field: PairField) => ReactNode;
  /** Which names are marked while there is a fault. */
  isWrong?: (name: string) => boolean;
  /** What is wrong with one of them. */
  fault?: string | undefined;
  /** The keyboard has left a name. */
  onLeave?: () => void;
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

const refused = style({ font: "ui-sm", color: "negative", margin: 0 });

export function PairTable<P extends Pair>(props: PairTableProps<P>) {
  const { what, pairs, onChange, field, isWrong, fault, onLeave } = props;
  const id = useId();
  const change = (at: number, part: Partial<Pair>) => {
    const row: Pair = { name: "", value: "", ...pairs[at], ...part };
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
          field={field}
          fault={fault !== undefined && isWrong?.(pair.name) ? id : undefined}
          onChange={change}
          onLeave={onLeave}
          onRemove={() => onChange(pairs.filter((_, m) => m !== n))}
        />
      ))}
      {fault !== undefined && (
        <p id={id} className={refused + style({ gridColumnStart: 1, gridColumnEnd: -1 })}>
          {fault}
        </p>
      )}
    </div>
  );
}

interface RowProps {
  what: string;
  at: number;
  pair: Pair;
  last: boolean;
  field: ((field: PairField) => ReactNode) | undefined;
  /** The id of what is said about its name, when that is wrong. */
  fault: string | undefined;
  onChange: (at: number, part: Partial<Pair>) => void;
  onLeave: (() => void) | undefined;
  onRemove: () => void;
}

function Row({ what, at, pair, last, field, fault, onChange, onLeave, onRemove }: RowProps) {
  const drawn = (part: keyof Pair, placeholder: string) =>
    field?.({
      part,
      pair,
      label: `${what} ${at + 1} ${part}`,
      className: input,
      placeholder: last ? placeholder : "",
      onChange: (text) => onChange(at, { [part]: text }),
    });
  return (
    <>
      {drawn("name", "Name") ?? (
        <input
          className={input + " focusable pair-name"}
          aria-label={`${what} ${at + 1} name`}
          aria-invalid={fault === undefined ? undefined : true}
          aria-describedby={fault}
          placeholder={last ? "Name" : ""}
          spellCheck={false}
          value={pair.name}
          onChange={(event) => onChange(at, { name: event.target.value })}
          onBlur={onLeave}
        />
      )}
      {drawn("value", "Value") ?? (
        <input
          className={input + " focusable"}
          aria-label={`${what} ${at + 1} value`}
          data-pair={pair.name}
          placeholder={last ? "Value" : ""}
          spellCheck={false}
          value={pair.value}
          onChange={(event) => onChange(at, { value: event.target.value })}
        />
      )}
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
