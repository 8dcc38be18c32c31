/*
 * Header lines to read.
 */
import { style } from "@react-spectrum/s2/style" with { type: "macro" };
import type { Header } from "../bindings/Header";
import { Foreign } from "./Foreign";

const list = style({
  display: "grid",
  gridTemplateColumns: ["minmax(120px, max-content)", "1fr"],
  columnGap: 16,
  rowGap: 4,
  margin: 0,
  font: "code-sm",
});
const name = style({ color: "neutral-subdued" });
const value = style({ margin: 0, overflowWrap: "anywhere", color: "body" });

export function HeaderList({ headers, label }: { headers: Header[]; label: string }) {
  return (
    <dl className={list} aria-label={label}>
      {headers.map((header, n) => (
        // Names may repeat and their order counts.
        // oxlint-disable-next-line react/no-array-index-key
        <div key={n} className={style({ display: "contents" })}>
          <dt className={name}>
            <Foreign text={header.name} />
          </dt>
          <dd className={value}>
            <Foreign text={header.value} />
          </dd>
        </div>
      ))}
    </dl>
  );
}
