/*
 * The requests one can send: found by typing, and a tree of those never saved, one's own, and the catalogue.
 */
import { ActionButton } from "@react-spectrum/s2/ActionButton";
import Add from "@react-spectrum/s2/icons/Add";
import { SearchField } from "@react-spectrum/s2/SearchField";
import { style } from "@react-spectrum/s2/style" with { type: "macro" };
import { memo, useState } from "react";
import { LazyMenu } from "../../shared/LazyMenu";
import type { MenuEntry } from "../../shared/MenuButton";
import { RequestRows, type RequestRowsProps } from "./RequestRows";

interface RequestListProps extends Omit<RequestRowsProps, "text" | "isSeeking"> {
  onNew: () => void;
  /** What one can do with all of them. */
  menu: MenuEntry[];
}

const pane = style({
  display: "flex",
  flexDirection: "column",
  minHeight: 0,
  borderStyle: "solid",
  borderWidth: 0,
  borderEndWidth: 1,
  borderColor: "gray-200",
});
const head = style({ display: "flex", gap: 8, padding: 12, paddingStart: 24, alignItems: "center" });
const grow = style({ flexGrow: 1, minWidth: 0 });

export function RequestList({ onNew, menu, ...tree }: RequestListProps) {
  const [text, setText] = useState("");
  const [isSeeking, setSeeking] = useState(false);
  return (
    <div className={pane} data-testid="request-list">
      <div className={head}>
        <SearchField
          aria-label="Find a request"
          placeholder="Find"
          size="S"
          value={text}
          onChange={setText}
          onFocusChange={setSeeking}
          styles={grow}
        />
        <Verbs onNew={onNew} menu={menu} />
      </div>
      <RequestRows {...tree} text={text} isSeeking={isSeeking} />
    </div>
  );
}

/** What stands beside the field, drawn once and not with each letter in it. */
const Verbs = memo(function Verbs({ onNew, menu }: Pick<RequestListProps, "onNew" | "menu">) {
  return (
    <>
      <ActionButton size="S" aria-label="New request" onPress={onNew} data-testid="new-request">
        <Add />
      </ActionButton>
      <LazyMenu label="More for requests" icon="more" size="S" entries={menu} testId="requests-menu" />
    </>
  );
});
