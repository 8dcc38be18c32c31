/*
 * All key pairs in a table with their fingerprints as Adobe shows them; a row opens on what can be done with it.
 */
import ChevronDown from "@react-spectrum/s2/icons/ChevronDown";
import ChevronRight from "@react-spectrum/s2/icons/ChevronRight";
import { iconStyle, style } from "@react-spectrum/s2/style" with { type: "macro" };
import { Fragment, type ReactNode } from "react";
import type { KeyId } from "../../bindings/KeyId";
import type { KeyView } from "../../bindings/KeyView";
import { exact, span } from "../../shared/time";
import { Foreign } from "../../shared/Foreign";
import type { MenuEntry } from "../../shared/MenuButton";
import { Name } from "../../shared/Name";
import { useRowMenu } from "../../shared/rowMenu";
import { visibleLine } from "../../shared/visible";

interface KeyTableProps {
  keys: KeyView[];
  now: number;
  /** The one that is open. */
  open: KeyId | null;
  onOpen: (id: KeyId | null) => void;
  /** Every verb of a pair. */
  verbsOf: (key: KeyView) => MenuEntry[];
  /** What stands under the open row. */
  details: ReactNode;
}

const scroll = style({ overflowX: "auto", flexShrink: 0 });
const table = style({
  width: "full",
  minWidth: 832,
  borderCollapse: "collapse",
  tableLayout: "fixed",
  font: "ui",
  color: "body",
});
const column = style({
  font: "ui-sm",
  fontWeight: "bold",
  color: "neutral-subdued",
  textAlign: "start",
  paddingX: 8,
  paddingY: 8,
  width: {
    size: { name: "auto", print: 288, subject: "[16%]", left: 88, used: "[14%]" },
  },
  borderStyle: "solid",
  borderWidth: 0,
  borderBottomWidth: 1,
  borderColor: "gray-300",
});
const cell = style({
  paddingX: 8,
  height: 48,
  borderStyle: "solid",
  borderWidth: 0,
  borderBottomWidth: 1,
  borderColor: "gray-100",
  truncate: true,
  verticalAlign: "middle",
  font: { default: "ui", isCode: "code-xs" },
});
const opener = style({
  display: "flex",
  alignItems: "center",
  gap: 4,
  font: "ui",
  fontWeight: "bold",
  color: "body",
  backgroundColor: "transparent",
  borderWidth: 0,
  padding: 0,
  width: "full",
  minHeight: 32,
  textAlign: "start",
  cursor: "default",
});
const soft = style({ color: "neutral-subdued" });
const two = style({ display: "flex", flexDirection: "column", minWidth: 0 });
const bits = style({ font: "ui-xs", color: "neutral-subdued" });
const left = style({
  color: { default: "body", isShort: "negative" },
  fontWeight: { default: "normal", isShort: "bold" },
});
const opened = style({
  padding: 0,
  paddingY: 12,
  borderStyle: "solid",
  borderWidth: 0,
  borderBottomWidth: 1,
  borderColor: "gray-100",
});

/** `CN` alone where there is one: the whole subject stands in the details. */
function commonName(subject: string): string {
  return /(?:^|,\s*)CN=([^,]*)/.exec(subject)?.[1] ?? subject;
}

export function KeyTable({ keys, now, open, onOpen, verbsOf, details }: KeyTableProps) {
  const menu = useRowMenu();
  return (
    <div className={scroll}>
      <table className={table} aria-label="Key pairs" data-testid="key-table">
        <thead>
          <tr>
            <th scope="col" className={column({ size: "name" })}>
              Name
            </th>
            <th scope="col" className={column({ size: "print" })}>
              SHA-1 fingerprint
            </th>
            <th scope="col" className={column({ size: "subject" })}>
              Common name
            </th>
            <th scope="col" className={column({ size: "used" })}>
              Used by
            </th>
            <th scope="col" className={column({ size: "left" })}>
              Left
            </th>
          </tr>
        </thead>
        <tbody>
          {keys.map((key) => {
            const { certificate } = key;
            const ends = certificate?.validity.not_after;
            const isOpen = key.id === open;
            return (
              <Fragment key={key.id}>
                <tr
                  data-testid="key-row"
                  data-key={key.id}
                  {...menu(`More for ${key.name}`, () => verbsOf(key))}
                >
                  <td className={cell({})}>
                    <button
                      type="button"
                      className={opener + " focusable"}
                      aria-expanded={isOpen}
                      onClick={() => onOpen(isOpen ? null : key.id)}
                    >
                      {isOpen ? (
                        <ChevronDown styles={iconStyle({ size: "XS" })} />
                      ) : (
                        <ChevronRight styles={iconStyle({ size: "XS" })} />
                      )}
                      <span className={two}>
                        <Name text={key.name} />
                        <span className={bits}>RSA {key.bits}</span>
                      </span>
                    </button>
                  </td>
                  <td className={cell({ isCode: true })} title={certificate?.sha1}>
                    {certificate ? certificate.sha1 : <span className={soft}>No certificate</span>}
                  </td>
                  <td className={cell({})} title={certificate ? visibleLine(certificate.subject) : undefined}>
                    <Foreign text={certificate ? commonName(certificate.subject) : ""} />
                  </td>
                  <td className={cell({})} title={visibleLine(key.used_by.join(", "))}>
                    {key.used_by.length ? (
                      <Foreign text={key.used_by.join(", ")} />
                    ) : (
                      <span className={soft}>No profile</span>
                    )}
                  </td>
                  <td className={cell({})} title={ends === undefined ? undefined : exact(ends)}>
                    {ends !== undefined && (
                      <span className={left({ isShort: key.notice !== null })}>
                        {ends > now ? span(ends - now) : "Ended"}
                      </span>
                    )}
                  </td>
                </tr>
                {isOpen && (
                  <tr>
                    <td colSpan={5} className={opened}>
                      {details}
                    </td>
                  </tr>
                )}
              </Fragment>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}
