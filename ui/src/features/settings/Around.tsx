/*
 * What there is of Mudbrick outside its window, and in which order the side bar has the profiles.
 */
import { Button } from "@react-spectrum/s2/Button";
import { Radio, RadioGroup } from "@react-spectrum/s2/RadioGroup";
import { Switch } from "@react-spectrum/s2/Switch";
import { style } from "@react-spectrum/s2/style" with { type: "macro" };
import { TextField } from "@react-spectrum/s2/TextField";
import { useState } from "react";
import type { Settings } from "../../bindings/Settings";
import type { SideOrder } from "../../bindings/SideOrder";
import { plainKeys } from "../../shared/commands";

interface AroundProps {
  settings: Settings;
  onSettings: (change: Partial<Settings>) => void;
  onQuick: () => void;
}

const stack = style({ display: "flex", flexDirection: "column", alignItems: "start", gap: 12 });
const line = style({ display: "flex", alignItems: "end", flexWrap: "wrap", gap: 8 });
const text = style({ font: "ui", color: "neutral-subdued", margin: 0 });

export function Around({ settings, onSettings, onQuick }: AroundProps) {
  const now = plainKeys(settings.quick_keys);
  const [keys, setKeys] = useState(now);
  return (
    <div className={stack}>
      <RadioGroup
        label="Profiles in the side bar"
        orientation="horizontal"
        value={settings.side_order}
        onChange={(order) => onSettings({ side_order: order as SideOrder })}
      >
        <Radio value="name">By name</Radio>
        <Radio value="use">Last used first</Radio>
        <Radio value="own">As you dragged them</Radio>
      </RadioGroup>
      <p className={text}>
        The quick window copies a token from any program: type part of a profile’s name and press Enter. On
        Wayland, have your desktop run “mudbrick quick” for a shortcut.
      </p>
      <div className={line}>
        <TextField
          label="Shortcut of the quick window"
          value={keys}
          onChange={setKeys}
          data-testid="quick-keys"
        />
        <Button
          variant="secondary"
          isDisabled={keys.trim() === now}
          onPress={() => onSettings({ quick_keys: keys.trim() })}
        >
          Use this shortcut
        </Button>
        <Button variant="secondary" fillStyle="outline" onPress={onQuick}>
          Open it now
        </Button>
      </div>
      <Switch isSelected={settings.tray} onChange={(tray) => onSettings({ tray })} data-testid="tray-setting">
        Show Mudbrick in the tray, and keep it there when its window is closed
      </Switch>
    </div>
  );
}
