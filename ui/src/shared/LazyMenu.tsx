/*
 * A button with a menu whose code is fetched after the first view: until then, and while it comes, the button alone
 * stands in its place.
 */
import { ActionButton } from "@react-spectrum/s2/ActionButton";
import ChevronDown from "@react-spectrum/s2/icons/ChevronDown";
import More from "@react-spectrum/s2/icons/More";
import { lazy, Suspense } from "react";

export interface MenuEntry {
  id: string;
  title: string;
  /** The shortcut as shown. */
  keys?: string;
  /** Why it cannot be done now. */
  refused?: string | undefined;
  run: () => void;
}

export interface LazyMenuProps {
  label: string;
  icon: "more" | "chevron";
  entries: MenuEntry[];
  isDisabled?: boolean;
  testId?: string;
}

const Loaded = lazy(() => import("./LoadedMenu"));

export function MenuButton({ label, icon, isDisabled, testId }: Omit<LazyMenuProps, "entries">) {
  return (
    <ActionButton
      aria-label={label}
      isQuiet={icon === "more"}
      isDisabled={isDisabled ?? false}
      data-testid={testId}
    >
      {icon === "more" ? <More /> : <ChevronDown />}
    </ActionButton>
  );
}

export function LazyMenu(props: LazyMenuProps) {
  return (
    <Suspense fallback={<MenuButton {...props} />}>
      <Loaded {...props} />
    </Suspense>
  );
}
