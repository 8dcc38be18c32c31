/*
 * The menu behind LazyMenu's button. A title may be an answer's, such as that of a link.
 */
import { Keyboard, Menu, MenuItem, MenuTrigger, Text } from "@react-spectrum/s2/Menu";
import { useContext, useEffect, useState } from "react";
import { MenuButton, type MenuEntry, type MenuProps } from "./MenuButton";
import { RowMenuContext } from "./rowMenu";
import { visibleLine } from "./visible";

interface LoadedMenuProps extends MenuProps {
  /** Whether the button that stood in its place was pressed. */
  isPressed: boolean;
  /** Told when that button is pressed. */
  onEarlyPress: () => void;
}

export default function LoadedMenu({ entries, isPressed, ...button }: LoadedMenuProps) {
  const open = useContext(RowMenuContext);
  const [wasPressed] = useState(isPressed);
  const [isOpen, setOpen] = useState(false);
  useEffect(() => {
    // Once the button has the focus: that is where the menu gives it back to.
    if (wasPressed) queueMicrotask(() => setOpen(true));
  }, [wasPressed]);
  const run = (entry: MenuEntry | undefined) => {
    const more = entry?.more;
    if (!more) return entry?.run();
    // Once this menu has gone and its button has the focus again, below which the next one opens.
    return setTimeout(() => {
      const { left, bottom } = (document.activeElement ?? document.body).getBoundingClientRect();
      open({ label: entry.title, entries: more, at: { x: left, y: bottom } });
    });
  };
  return (
    <MenuTrigger isOpen={isOpen} onOpenChange={setOpen}>
      <MenuButton {...button} autoFocus={wasPressed} />
      <Menu
        aria-label={button.label}
        items={entries}
        disabledKeys={entries.filter((entry) => entry.refused).map((entry) => entry.id)}
        onAction={(id) => void run(entries.find((entry) => entry.id === id))}
      >
        {(entry) => (
          <MenuItem id={entry.id} textValue={visibleLine(entry.title)}>
            <Text slot="label">{visibleLine(entry.title)}</Text>
            {entry.refused && <Text slot="description">{entry.refused}</Text>}
            {entry.keys && <Keyboard>{entry.keys}</Keyboard>}
          </MenuItem>
        )}
      </Menu>
    </MenuTrigger>
  );
}
