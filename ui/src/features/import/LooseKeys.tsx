/*
 * Keys and certificates that belong to no credential found with them.
 */
import { Checkbox } from "@react-spectrum/s2/Checkbox";
import { style } from "@react-spectrum/s2/style" with { type: "macro" };
import type { FoundKey } from "../../bindings/FoundKey";
import { keyWords } from "./FoundFields";
import { Foreign } from "../../shared/Foreign";

interface LooseKeysProps {
  keys: FoundKey[];
  wanted: (index: number) => boolean;
  onChoose: (index: number, chosen: boolean) => void;
}

const list = style({
  margin: 0,
  padding: 0,
  listStyleType: "none",
  display: "flex",
  flexDirection: "column",
  gap: 8,
});
const card = style({
  borderWidth: 1,
  borderStyle: "solid",
  borderColor: "gray-200",
  borderRadius: "lg",
  backgroundColor: "layer-1",
  padding: 12,
  display: "flex",
  flexDirection: "column",
  gap: 2,
});
const code = style({ font: "code-sm", overflowWrap: "anywhere", paddingStart: 24 });
const side = style({ font: "ui-sm", color: "neutral-subdued", overflowWrap: "anywhere", paddingStart: 24 });
const words = style({ font: "ui", margin: 0, paddingStart: 24 });

export function LooseKeys({ keys, wanted, onChoose }: LooseKeysProps) {
  return (
    <ul className={list} aria-label="Keys found">
      {keys.map((key) => (
        <li key={key.index} className={card} data-testid="found-key">
          {key.known ? (
            <p className={words}>
              <Foreign text={keyWords(key)} />: already here
            </p>
          ) : (
            <Checkbox isSelected={wanted(key.index)} onChange={(chosen) => onChoose(key.index, chosen)}>
              <Foreign text={keyWords(key)} />
            </Checkbox>
          )}
          {key.certificate && <span className={code}>{key.certificate.sha1}</span>}
          {key.repairs.map((repair) => (
            <p key={repair.text} className={words}>
              <Foreign text={repair.text} />
            </p>
          ))}
          <span className={side}>
            from <Foreign text={key.origins.join(", ")} />
          </span>
        </li>
      ))}
    </ul>
  );
}
