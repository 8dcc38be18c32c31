/*
 * What lies over the window for a moment and belongs to no page: the menu of a row, and the whole of a name that is cut. It
 * also keeps the web view's own menu away: *Reload* and *Back* would lose what is being written.
 */
import { useCallback, useEffect, useState, type ReactNode } from "react";
import { later } from "../shared/later";
import { RowMenuContext, type OpenMenu } from "../shared/rowMenu";
import { WholeName } from "../shared/WholeName";

const RowMenu = later(async () => ({ default: (await import("../shared/RowMenu")).RowMenu }));

export function Overlays({ children }: { children: ReactNode }) {
  const [menu, setMenu] = useState<OpenMenu | null>(null);
  const close = useCallback(() => setMenu(null), []);
  useEffect(() => {
    const none = (event: Event) => event.preventDefault();
    addEventListener("contextmenu", none);
    return () => removeEventListener("contextmenu", none);
  }, []);
  return (
    <RowMenuContext value={setMenu}>
      {children}
      <WholeName />
      {menu && <RowMenu menu={menu} onClose={close} />}
    </RowMenuContext>
  );
}
