/*
 * The button of a menu, and what a menu holds.
 */
import { ActionButton, Text } from "@react-spectrum/s2/ActionButton";
import ChevronDown from "@react-spectrum/s2/icons/ChevronDown";
import More from "@react-spectrum/s2/icons/More";

export interface MenuEntry {
  id: string;
  title: string;
  /** The shortcut as shown. */
  keys?: string;
  /** Why it cannot be done now. */
  refused?: string | undefined;
  /** What it leads to, in its place; `run` is not called then. */
  more?: MenuEntry[];
  run: () => void;
}

export interface MenuProps {
  label: string;
  /** What stands on the button instead of its label. */
  shown?: string;
  /** What stands on the button; `word` is its label. */
  icon: "more" | "chevron" | "word";
  entries: MenuEntry[];
  size?: "XS" | "S" | "M";
  isDisabled?: boolean;
  testId?: string;
}

interface MenuButtonProps extends Omit<MenuProps, "entries"> {
  onPress?: () => void;
  autoFocus?: boolean;
}

export function MenuButton({
  label,
  shown = label,
  icon,
  size = "M",
  isDisabled,
  testId,
  onPress,
  autoFocus = false,
}: MenuButtonProps) {
  return (
    <ActionButton
      aria-label={label}
      size={size}
      isQuiet={icon !== "chevron"}
      isDisabled={isDisabled ?? false}
      autoFocus={autoFocus}
      data-testid={testId}
      {...(onPress && { onPress })}
    >
      {icon === "word" ? <Text>{shown}</Text> : icon === "more" ? <More /> : <ChevronDown />}
    </ActionButton>
  );
}
