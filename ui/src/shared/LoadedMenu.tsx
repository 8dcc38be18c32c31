/*
 * The menu behind LazyMenu's button.
 */
import { Keyboard, Menu, MenuItem, MenuTrigger, Text } from "@react-spectrum/s2/Menu";
import { MenuButton, type MenuProps } from "./MenuButton";

export default function LoadedMenu({ entries, ...button }: MenuProps) {
  return (
    <MenuTrigger>
      <MenuButton {...button} />
      <Menu
        aria-label={button.label}
        items={entries}
        disabledKeys={entries.filter((entry) => entry.refused).map((entry) => entry.id)}
        onAction={(id) => entries.find((entry) => entry.id === id)?.run()}
      >
        {(entry) => (
          <MenuItem id={entry.id} textValue={entry.title}>
            <Text slot="label">{entry.title}</Text>
            {entry.refused && <Text slot="description">{entry.refused}</Text>}
            {entry.keys && <Keyboard>{entry.keys}</Keyboard>}
          </MenuItem>
        )}
      </Menu>
    </MenuTrigger>
  );
}
