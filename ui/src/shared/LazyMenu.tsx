/*
 * A button with a menu whose code is fetched after the first view: until then, and while it comes, the button alone
 * stands in its place. A press on it opens the menu once that is there.
 */
import { lazy, Suspense, useState } from "react";
import { MenuButton, type MenuProps } from "./MenuButton";

const Loaded = lazy(() => import("./LoadedMenu"));

export function LazyMenu(props: MenuProps) {
  const [isPressed, setPressed] = useState(false);
  return (
    <Suspense fallback={<MenuButton {...props} onPress={() => setPressed(true)} />}>
      <Loaded {...props} isPressed={isPressed} />
    </Suspense>
  );
}
