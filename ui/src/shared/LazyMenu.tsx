/*
 * A button with a menu whose code is fetched after the first view: until then, and while it comes, the button alone
 * stands in its place.
 */
import { lazy, Suspense } from "react";
import { MenuButton, type MenuProps } from "./MenuButton";

const Loaded = lazy(() => import("./LoadedMenu"));

export function LazyMenu(props: MenuProps) {
  return (
    <Suspense fallback={<MenuButton {...props} />}>
      <Loaded {...props} />
    </Suspense>
  );
}
