/*
 * A new client secret that came in an answer: it is never shown, and stored in a profile with one click.
 */
import { Button } from "@react-spectrum/s2/Button";
import { Picker, PickerItem } from "@react-spectrum/s2/Picker";
import { style } from "@react-spectrum/s2/style" with { type: "macro" };
import { useState } from "react";
import type { ExchangeView } from "../bindings/ExchangeView";
import type { ProfileName } from "../bindings/ProfileName";
import { usePlatform } from "../platform";
import { useTask } from "../shared/async";
import { Name } from "../shared/Name";
import { ProblemNote } from "../shared/ProblemNote";
import { useProfiles } from "./useWindowState";

const note = style({ display: "flex", flexDirection: "column", gap: 8, paddingX: 16, paddingTop: 12 });
const line = style({ display: "flex", alignItems: "end", gap: 8, flexWrap: "wrap" });
const said = style({ font: "ui", margin: 0 });

export function NewSecret({ exchange }: { exchange: ExchangeView }) {
  const { new_secret: secret, summary } = exchange;
  const platform = usePlatform();
  const profiles = useProfiles();
  const [into, setInto] = useState(summary.profile);
  const storing = useTask<ProfileName>();
  if (secret === null) return null;
  const stored =
    storing.state.kind === "ready"
      ? storing.state.value.title
      : secret.kind === "stored"
        ? secret.title
        : null;
  if (stored !== null)
    return (
      <div className={note} data-testid="new-secret">
        <p className={said}>
          The new client secret of this answer is stored in <Name text={stored} />.
        </p>
      </div>
    );
  return (
    <div className={note} data-testid="new-secret">
      <p className={said}>
        A new client secret came in this answer. Adobe tells it only once. Mudbrick does not show it, and
        keeps it with this exchange until you store it. The profile then uses it first, and the secret it has
        now second.
      </p>
      <div className={line}>
        <Picker
          label="Profile that it belongs to"
          size="S"
          selectedKey={into}
          onSelectionChange={(key) => setInto(String(key))}
        >
          {profiles.map(({ id, title }) => (
            <PickerItem key={id} id={id} textValue={title}>
              {title}
            </PickerItem>
          ))}
        </Picker>
        <Button
          variant="accent"
          size="S"
          isPending={storing.state.kind === "waiting"}
          onPress={() => void storing.run(() => platform.historyStoreSecret(summary.id, into))}
          data-testid="store-secret"
        >
          Store in the vault
        </Button>
      </div>
      {storing.state.kind === "failed" && <ProblemNote problem={storing.state.problem} />}
    </div>
  );
}
