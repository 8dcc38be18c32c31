/*
 * The side bar: every profile under its organisation, found by typing, and the ways to what belongs to none. It holds no state of
 * the engine's.
 */
import { ActionButton } from "@react-spectrum/s2/ActionButton";
import Search from "@react-spectrum/s2/icons/Search";
import SettingsIcon from "@react-spectrum/s2/icons/Settings";
import { iconStyle, style } from "@react-spectrum/s2/style" with { type: "macro" };
import { useCallback, useDeferredValue, useMemo, useRef, useState, type KeyboardEvent } from "react";
import type { DamagedRecord } from "../../bindings/DamagedRecord";
import type { ProfileId } from "../../bindings/ProfileId";
import type { ProfileSummary } from "../../bindings/ProfileSummary";
import { showKeys } from "../../shared/commands";
import { heard } from "../../shared/heard";
import type { MenuEntry } from "../../shared/MenuButton";
import { Name } from "../../shared/Name";
import { count } from "../../shared/size";
import { useSteady } from "../../shared/steady";
import { useNowForTokens } from "./endings";
import { grouped, moved, type Wish } from "./group";
import { ProfileRows, type ProfileList } from "./ProfileRows";

interface SidebarProps {
  profiles: ProfileSummary[];
  /** Profiles whose files cannot be read; an entry leads to what is said of them. */
  damaged: DamagedRecord[];
  selected: ProfileId | null;
  /** Where in the window one is, so that its entry is marked. */
  place: string;
  onSelect: (id: ProfileId) => void;
  onGo: (place: "new" | "import" | "board" | "keys" | "inspector" | "preferences") => void;
  onPalette: () => void;
  /** Every verb of a profile. */
  verbsOf: (profile: ProfileSummary) => MenuEntry[];
  /** In which order a person wants them. */
  wish: Wish;
  /** The ids of a group in another order. */
  onOrder: (group: string, ids: ProfileId[]) => void;
}

const bar = style({
  display: "flex",
  flexDirection: "column",
  width: "[clamp(200px, 24vw, 264px)]",
  flexShrink: 0,
  height: "full",
  backgroundColor: "layer-1",
  borderEndWidth: 1,
  borderStartWidth: 0,
  borderTopWidth: 0,
  borderBottomWidth: 0,
  borderStyle: "solid",
  borderColor: "gray-200",
});
const finder = style({ display: "flex", padding: 12, paddingBottom: 8 });
const box = style({
  display: "flex",
  alignItems: "center",
  gap: 8,
  flexGrow: 1,
  minWidth: 0,
  height: 32,
  paddingX: 8,
  boxSizing: "border-box",
  borderRadius: "lg",
  borderWidth: 1,
  borderStyle: "solid",
  borderColor: "gray-300",
  backgroundColor: "base",
});
const input = style({
  font: "ui",
  color: "body",
  borderWidth: 0,
  backgroundColor: "transparent",
  flexGrow: 1,
  minWidth: 0,
  padding: 0,
});
const hint = style({
  font: "ui-xs",
  color: "neutral-subdued",
  flexShrink: 0,
  borderWidth: 1,
  borderStyle: "solid",
  borderColor: { default: "gray-300", ":hover": "gray-500" },
  borderRadius: "sm",
  paddingX: 4,
  backgroundColor: "transparent",
  cursor: "default",
});
const foot = style({
  display: "flex",
  // Large letters need two lines.
  flexWrap: "wrap",
  gap: 8,
  justifyContent: "space-between",
  padding: 12,
  borderStyle: "solid",
  borderWidth: 0,
  borderTopWidth: 1,
  borderColor: "gray-200",
});
const pair = style({ display: "flex", gap: 8 });
const entry = style({
  font: "ui",
  textAlign: "start",
  height: 32,
  flexShrink: 0,
  marginX: 8,
  paddingX: 8,
  borderWidth: 0,
  borderRadius: "default",
  cursor: "default",
  color: "body",
  fontWeight: { default: "normal", isCurrent: "bold" },
  backgroundColor: { default: "transparent", ":hover": "gray-100", isCurrent: "gray-200" },
});
const broken = style({
  font: "ui",
  textAlign: "start",
  height: 32,
  flexShrink: 0,
  marginX: 8,
  paddingX: 8,
  borderWidth: 0,
  borderRadius: "default",
  cursor: "default",
  color: "negative",
  backgroundColor: { default: "transparent", ":hover": "gray-100" },
  truncate: true,
});
const nothing = style({ font: "ui", color: "neutral-subdued", flexGrow: 1, padding: 16, margin: 0 });

export function Sidebar(props: SidebarProps) {
  const { profiles, damaged, selected, place, onSelect, onGo, onPalette, verbsOf } = props;
  const { wish, onOrder } = props;
  const now = useNowForTokens(profiles);
  // Or every row would be drawn again whenever another one is chosen.
  const steady = useSteady({ verbsOf });
  const [text, setText] = useState("");
  const wanted = useDeferredValue(text.trim());
  const rows = useRef<ProfileList>(null);
  const groups = useMemo(() => grouped(profiles, wanted, wish), [profiles, wanted, wish]);
  const move = useCallback(
    (from: ProfileId, to: ProfileId) => {
      const order = moved(groups, from, to);
      if (order) onOrder(order.name, order.ids);
    },
    [groups, onOrder],
  );
  const shown = groups.flatMap((group) => group.profiles);

  const onFinderKey = (event: KeyboardEvent) => {
    const first = shown[0];
    if (event.key === "Escape") setText("");
    if (!first) return;
    if (event.key === "ArrowDown") {
      event.preventDefault();
      rows.current?.focus();
    }
    if (event.key === "Enter") onSelect(first.id);
  };

  return (
    <nav className={bar} aria-label="Profiles" data-testid="sidebar">
      <div className={finder}>
        <div className={box + " focusable-box"}>
          <Search styles={iconStyle({ size: "S" })} />
          <input
            className={input + " quiet-focus"}
            type="text"
            aria-label="Find a profile"
            data-testid="profile-filter"
            placeholder="Find a profile"
            value={text}
            onChange={(event) => setText(event.target.value)}
            onKeyDown={onFinderKey}
          />
          <button
            type="button"
            className={hint + " focusable"}
            aria-label={`All commands, ${showKeys("mod+k")}`}
            title="All commands"
            onClick={onPalette}
          >
            {showKeys("mod+k")}
          </button>
        </div>
      </div>
      <button
        type="button"
        className={entry({ isCurrent: place === "board" }) + " focusable"}
        aria-current={place === "board" ? "page" : undefined}
        onClick={() => onGo("board")}
        data-testid="board"
      >
        Board
      </button>
      <button
        type="button"
        className={entry({ isCurrent: place === "keys" }) + " focusable"}
        aria-current={place === "keys" ? "page" : undefined}
        onClick={() => onGo("keys")}
        data-testid="all-keys"
      >
        Keys & certificates
      </button>
      <button
        type="button"
        className={entry({ isCurrent: place === "inspector" }) + " focusable"}
        aria-current={place === "inspector" ? "page" : undefined}
        onClick={() => onGo("inspector")}
        data-testid="inspector"
      >
        Inspector
      </button>
      {damaged.map(({ path, name, problem }) => (
        <button
          key={path}
          type="button"
          className={broken + " focusable"}
          title={problem.message}
          onClick={() => onGo("preferences")}
          data-testid="damaged-profile"
        >
          <Name text={`${name}: damaged file`} />
        </button>
      ))}
      {shown.length > 0 ? (
        <ProfileRows
          ref={rows}
          groups={groups}
          now={now}
          selected={selected}
          onSelect={onSelect}
          onMove={move}
          verbsOf={steady.verbsOf}
        />
      ) : (
        <p className={nothing}>{profiles.length ? `No profile matches “${wanted}”.` : "No profiles yet."}</p>
      )}
      <p className={heard + style({ margin: 0 })} role="status">
        {wanted && (shown.length ? count(shown.length, "profile") : `No profile matches “${wanted}”.`)}
      </p>
      <div className={foot}>
        <div className={pair}>
          <ActionButton onPress={() => onGo("new")} data-testid="new-profile">
            New
          </ActionButton>
          <ActionButton onPress={() => onGo("import")} data-testid="import">
            Import
          </ActionButton>
        </div>
        <ActionButton
          isQuiet
          aria-label="Settings of Mudbrick"
          onPress={() => onGo("preferences")}
          data-testid="preferences"
        >
          <SettingsIcon />
        </ActionButton>
      </div>
    </nav>
  );
}
