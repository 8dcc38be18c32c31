/*
 * A button with a menu whose code is fetched after the first view: until then, and while it comes, the button alone
 * stands in its place. A press on it opens the menu once that is there.
 */
import { useState } from "react";
import { later } from "./later";
import { MenuButton, type MenuProps } from "./MenuButton";

const Loaded = later(
  () => import("./LoadedMenu"),
  (props) => <MenuButton {...props} onPress={props.onEarlyPress} />,
);

function Late(props: MenuProps) {
  const [isPressed, setPressed] = useState(false);
  return <Loaded {...props} isPressed={isPressed} onEarlyPress={() => setPressed(true)} />;
}

export const LazyMenu = Object.assign(Late, { fetch: Loaded.fetch });
