/*
 * The values found for a credential, each with its origin.
 */
import { style } from "@react-spectrum/s2/style" with { type: "macro" };
import type { FoundField } from "../../bindings/FoundField";
import type { FoundKey } from "../../bindings/FoundKey";
import { onDate } from "../../shared/time";
import { Foreign } from "../../shared/Foreign";

interface FoundFieldsProps {
  title: string;
  fields: FoundField[];
  signs: FoundKey | null;
}

const list = style({ display: "flex", flexDirection: "column", margin: 0 });
const row = style({
  display: "grid",
  gridTemplateColumns: [160, "minmax(0, 1fr)"],
  columnGap: 16,
  paddingY: 4,
  borderStyle: "solid",
  borderWidth: 0,
  borderTopWidth: 1,
  borderColor: "gray-100",
});
const term = style({ font: "ui", color: "neutral-subdued" });
const value = style({ font: { default: "code-sm", isText: "ui" }, color: "body", overflowWrap: "anywhere" });
const data = style({ margin: 0, minWidth: 0, display: "flex", flexDirection: "column" });
const origin = style({ font: "ui-xs", color: "neutral-subdued", overflowWrap: "anywhere" });

export function FoundFields({ title, fields, signs }: FoundFieldsProps) {
  return (
    <dl className={list} aria-label={`Found for ${title}`}>
      {fields.map((field) => (
        <div key={`${field.field} ${field.origin}`} className={row}>
          <dt className={term}>{field.label}</dt>
          <dd className={data}>
            <span className={value({})}>
              <Foreign text={field.value} />
            </span>
            <span className={origin}>
              from <Foreign text={field.origin} />
            </span>
          </dd>
        </div>
      ))}
      {signs && (
        <div className={row} data-testid="found-own-key">
          <dt className={term}>Key pair</dt>
          <dd className={data}>
            <span className={value({ isText: true })}>
              <Foreign text={keyWords(signs)} />
            </span>
            {signs.certificate && <span className={value({})}>{signs.certificate.sha1}</span>}
            {signs.repairs.map((repair) => (
              <span key={repair.text} className={value({ isText: true })}>
                <Foreign text={repair.text} />
              </span>
            ))}
            <span className={origin}>
              from <Foreign text={signs.origins.join(", ")} />
            </span>
          </dd>
        </div>
      )}
    </dl>
  );
}

/** `acme_campaign · RSA 2048 · certificate until 1 Sep 2027`. */
export function keyWords({ name, bits, certificate, private: whole }: FoundKey): string {
  return [
    name,
    `RSA ${bits}`,
    whole ? null : "certificate without its private key",
    certificate ? `certificate until ${onDate(certificate.validity.not_after)}` : "no certificate",
  ]
    .filter(Boolean)
    .join(" · ");
}
