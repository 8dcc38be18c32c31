/*
 * The scopes that credentials of each product usually have, to be taken over into the form: found by product, scope or what one
 * opens. What is in the form and not listed here stays as it is.
 */
import { ActionButton } from "@react-spectrum/s2/ActionButton";
import { Checkbox } from "@react-spectrum/s2/Checkbox";
import { style } from "@react-spectrum/s2/style" with { type: "macro" };
import { TextField } from "@react-spectrum/s2/TextField";
import { useCallback, useMemo, useState } from "react";
import type { Grant } from "../../bindings/Grant";
import type { ProductView } from "../../bindings/ProductView";
import { usePlatform } from "../../platform";
import { useLoad } from "../../shared/async";
import { Busy } from "../../shared/Busy";
import { ProblemNote } from "../../shared/ProblemNote";
import { Scroll } from "../../shared/Scroll";
import { chosenOf, found, hasOneOf, toggled, withAll } from "./scopes";

interface ScopePickerProps {
  grant: Grant;
  /** As it stands in the form. */
  scopes: string;
  onChange: (scopes: string) => void;
}

const stack = style({ display: "flex", flexDirection: "column", gap: 8, minHeight: 0 });
const box = style({ display: "flex", flexDirection: "column", height: 280, minHeight: 0 });
const group = style({ display: "flex", flexDirection: "column", gap: 4, paddingY: 8 });
const head = style({ display: "flex", alignItems: "center", gap: 8 });
const name = style({ font: "ui", fontWeight: "bold", margin: 0 });
const note = style({ font: "ui-sm", color: "neutral-subdued", margin: 0 });
const words = style({ font: "ui-sm", color: "neutral-subdued" });
const full = style({ width: "full" });

export function ScopePicker(props: ScopePickerProps) {
  const [open, setOpen] = useState(false);
  if (!open) {
    return (
      <div>
        <ActionButton size="S" onPress={() => setOpen(true)} data-testid="scope-picker">
          Usual scopes…
        </ActionButton>
      </div>
    );
  }
  return <OpenPicker {...props} onClose={() => setOpen(false)} />;
}

function OpenPicker({ grant, scopes, onChange, onClose }: ScopePickerProps & { onClose: () => void }) {
  const platform = usePlatform();
  const { state, reload } = useLoad(useCallback(() => platform.productsList(), [platform]));
  const [text, setText] = useState("");
  const products = state.kind === "ready" ? state.value : null;
  const shown = useMemo(() => found(products ?? [], grant, text), [products, grant, text]);
  const chosen = useMemo(() => new Set(chosenOf(scopes)), [scopes]);
  return (
    <div className={stack} role="group" aria-label="Usual scopes" data-testid="scopes">
      <div className={head}>
        <TextField
          aria-label="Find a scope or product"
          placeholder="Find a product, a scope, or what it opens"
          value={text}
          onChange={setText}
          autoComplete="off"
          styles={full}
        />
        <ActionButton size="S" isQuiet onPress={onClose}>
          Close
        </ActionButton>
      </div>
      {state.kind === "waiting" && <Busy sentence="Looking up scopes…" />}
      {state.kind === "failed" && <ProblemNote problem={state.problem} retry={() => void reload()} />}
      {products && (
        <div className={box}>
          <Scroll label="Products and their scopes">
            {shown.map(({ product, scopes: usual }) => (
              <div key={product.name} className={group} data-testid="scope-group">
                <div className={head}>
                  <h3 className={name}>{product.name}</h3>
                  {usual.length > 0 && !hasOneOf(product, grant) && (
                    <ActionButton
                      size="S"
                      isQuiet
                      aria-label={`Add all of ${product.name}`}
                      isDisabled={usual.every((one) => chosen.has(one.name))}
                      onPress={() => onChange(withAll(scopes, usual))}
                    >
                      Add all
                    </ActionButton>
                  )}
                </div>
                <Known product={product} />
                {hasOneOf(product, grant) && <p className={note}>A credential has one of these.</p>}
                {usual.map(({ name: scope, opens }) => (
                  <Checkbox
                    key={scope}
                    size="S"
                    isSelected={chosen.has(scope)}
                    onChange={() => onChange(toggled(scopes, scope))}
                  >
                    {scope}
                    {opens && <span className={words}>: {opens}</span>}
                  </Checkbox>
                ))}
              </div>
            ))}
            {shown.length === 0 && <p className={note}>Nothing fits. Enter what the Console shows.</p>}
          </Scroll>
        </div>
      )}
      <p className={note}>The Console shows the exact scopes of a credential: they go before these.</p>
    </div>
  );
}

/** Where it is known from. */
function Known({ product }: { product: ProductView }) {
  return (
    <p className={note}>
      {product.certainty}: {product.source}. {product.note}
    </p>
  );
}
