/*
 * The tools over an answer's body: the look that one chooses, the path that is followed, finding, copying and saving.
 */
import { ActionButton } from "@react-spectrum/s2/ActionButton";
import Search from "@react-spectrum/s2/icons/Search";
import { SegmentedControl, SegmentedControlItem } from "@react-spectrum/s2/SegmentedControl";
import { style } from "@react-spectrum/s2/style" with { type: "macro" };
import { TextField } from "@react-spectrum/s2/TextField";
import { ToggleButton } from "@react-spectrum/s2/ToggleButton";
import { useState } from "react";
import type { BodyLook } from "../../bindings/BodyLook";
import { LazyMenu } from "../../shared/LazyMenu";
import type { MenuEntry } from "../../shared/MenuButton";

interface BodyBarProps {
  looks: BodyLook[];
  look: BodyLook;
  onLook: (look: BodyLook) => void;
  /** Follows a path; none in what has no paths. */
  onPath: ((written: string) => void) | null;
  /** In which the body is read; null where that means nothing. */
  charset: string | null;
  charsets: string[];
  onCharset: (charset: string) => void;
  onFind: () => void;
  /** Whether long rows wrap; null where there are no rows. */
  wraps: boolean | null;
  onWraps: (wraps: boolean) => void;
  copies: MenuEntry[];
  saves: MenuEntry[];
}

const bar = style({ display: "flex", alignItems: "center", gap: 8, paddingY: 4, flexWrap: "wrap" });
// It asks for little and takes what is left, so that it pushes nothing into a second row.
const path = style({ flexGrow: 1, flexShrink: 1, flexBasis: 120, minWidth: 120, maxWidth: 320 });

const LOOKS: Record<BodyLook, string> = {
  formatted: "Formatted",
  raw: "Raw",
  tree: "Tree",
  table: "Table",
  page: "Text",
  picture: "Picture",
  hex: "Hex",
};

export function BodyBar(props: BodyBarProps) {
  const { looks, look, onLook, onPath, charset, charsets, onCharset, onFind, wraps, onWraps, copies, saves } =
    props;
  return (
    <div className={bar}>
      <SegmentedControl
        aria-label="How the body is shown"
        selectedKey={look}
        onSelectionChange={(key) => onLook(key as BodyLook)}
      >
        {looks.map((one) => (
          <SegmentedControlItem key={one} id={one}>
            {LOOKS[one]}
          </SegmentedControlItem>
        ))}
      </SegmentedControl>
      {onPath && <PathField onPath={onPath} />}
      <ActionButton isQuiet size="S" aria-label="Find in answer" onPress={onFind}>
        <Search />
      </ActionButton>
      {charset !== null && (
        <LazyMenu
          label={`Character set: ${charset}`}
          shown={charset}
          icon="word"
          size="S"
          entries={charsets.map((name) => ({ id: name, title: name, run: () => onCharset(name) }))}
          testId="charset"
        />
      )}
      {wraps !== null && (
        <ToggleButton size="S" isQuiet isSelected={wraps} onChange={onWraps}>
          Wrap
        </ToggleButton>
      )}
      <LazyMenu label="Copy" icon="word" size="S" entries={copies} testId="copy-answer" />
      <LazyMenu label="Save" icon="word" size="S" entries={saves} testId="save-answer" />
    </div>
  );
}

function PathField({ onPath }: { onPath: (written: string) => void }) {
  const [written, setWritten] = useState("");
  return (
    <div className={path}>
      <TextField
        aria-label="JSONPath or jq"
        size="S"
        styles={style({ width: "full" })}
        placeholder="$.items[*].name or jq"
        value={written}
        onChange={(next) => {
          setWritten(next);
          if (next === "") onPath("");
        }}
        onKeyDown={(event) => {
          if (event.key === "Enter") onPath(written);
          else event.continuePropagation();
        }}
      />
    </div>
  );
}
