/*
 * What an import of several things wrote, and how the token call of each went.
 */
import { ActionButton } from "@react-spectrum/s2/ActionButton";
import { style } from "@react-spectrum/s2/style" with { type: "macro" };
import type { ProfileId } from "../../bindings/ProfileId";
import type { ProfileSummary } from "../../bindings/ProfileSummary";
import type { TokenState } from "../../bindings/TokenState";
import type { Async } from "../../shared/async";
import { inWords } from "../../shared/problem";
import { until } from "../../shared/time";
import { Foreign } from "../../shared/Foreign";
import { visibleLine } from "../../shared/visible";

interface DoneListProps {
  profiles: ProfileSummary[];
  /** What came of each test so far; empty when none was asked for. */
  tests: ReadonlyMap<ProfileId, Async<TokenState>>;
  onOpen: (id: ProfileId) => void;
}

const list = style({
  margin: 0,
  padding: 0,
  listStyleType: "none",
  display: "flex",
  flexDirection: "column",
});
const row = style({
  display: "grid",
  gridTemplateColumns: ["minmax(0, 2fr)", "minmax(0, 3fr)", "auto"],
  columnGap: 16,
  alignItems: "center",
  minHeight: 40,
  font: "ui",
  borderStyle: "solid",
  borderWidth: 0,
  borderTopWidth: 1,
  borderColor: "gray-100",
});
const name = style({ truncate: true });
const outcome = style({ color: { default: "neutral-subdued", isBad: "negative", isGood: "green-1000" } });

function words(test: Async<TokenState> | undefined): { text: string; isGood?: boolean; isBad?: boolean } {
  if (!test || test.kind === "idle") return { text: "" };
  if (test.kind === "waiting") return { text: "Making one token call…" };
  const problem =
    test.kind === "failed" ? test.problem : test.value.kind === "failed" ? test.value.problem : null;
  if (problem) return { text: inWords(problem), isBad: true };
  if (test.kind === "ready" && test.value.kind === "ready") {
    return { text: `Token until ${until(test.value.expires_at, Date.now())}`, isGood: true };
  }
  return { text: "" };
}

export function DoneList({ profiles, tests, onOpen }: DoneListProps) {
  return (
    <ul className={list} aria-label="Profiles added" data-testid="done-list">
      {profiles.map((profile) => {
        const { text, ...looks } = words(tests.get(profile.id));
        return (
          <li key={profile.id} className={row} data-testid="done-profile">
            <span className={name} title={visibleLine(profile.title)}>
              <Foreign text={profile.title} />
            </span>
            <span className={outcome(looks)}>
              <Foreign text={text} />
            </span>
            <ActionButton
              size="S"
              isQuiet
              aria-label={`Open ${profile.title}`}
              onPress={() => onOpen(profile.id)}
            >
              Open
            </ActionButton>
          </li>
        );
      })}
    </ul>
  );
}
