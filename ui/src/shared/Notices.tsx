/*
 * The notices, in a place of their own below the page: they push it up a little and lie over nothing. What they say is
 * spoken once; a count-down that changes every second is only seen.
 */
import { ActionButton } from "@react-spectrum/s2/ActionButton";
import AlertTriangle from "@react-spectrum/s2/icons/AlertTriangle";
import Checkmark from "@react-spectrum/s2/icons/Checkmark";
import Close from "@react-spectrum/s2/icons/Close";
import Copy from "@react-spectrum/s2/icons/Copy";
import { iconStyle, style } from "@react-spectrum/s2/style" with { type: "macro" };
import { useEffect, useSyncExternalStore } from "react";
import { heard } from "./heard";
import { useRemedies } from "./remedies";
import { RemedyVerb } from "./RemedyVerb";
import { useNow } from "./time";
import { notices, type Notice } from "./toast";

const strip = style({
  display: "flex",
  flexDirection: "column",
  flexShrink: 0,
  borderStyle: "solid",
  borderWidth: 0,
  borderTopWidth: 1,
  borderColor: "gray-200",
  backgroundColor: "layer-1",
});
const line = style({
  display: "flex",
  alignItems: "center",
  gap: 8,
  paddingStart: 24,
  paddingEnd: 12,
  paddingY: 4,
  minHeight: 40,
  boxSizing: "border-box",
  font: "ui",
  color: "body",
  backgroundColor: { default: "transparent", isProblem: "negative-subtle" },
});
const words = style({ flexGrow: 1, minWidth: 0, overflowWrap: "anywhere", maxHeight: 80, overflowY: "auto" });

export function Notices() {
  const shown = useSyncExternalStore(notices.subscribe, notices.list);
  const said = useSyncExternalStore(notices.subscribe, notices.said);
  const saying = (wanted: "status" | "alert") => {
    const told = shown.filter(({ kind }) => (kind === "problem") === (wanted === "alert"));
    return (
      <div role={wanted} className={heard} data-react-aria-top-layer="true">
        {told.map(({ number, spoken }) => (
          <p key={number}>{spoken}</p>
        ))}
      </div>
    );
  };
  return (
    <>
      {saying("status")}
      {saying("alert")}
      {/* There before it says anything: one that comes along with its words is not read out everywhere. */}
      <div role="status" className={heard} data-testid="said">
        {said.text && <p key={said.number}>{said.text}</p>}
      </div>
      {shown.length > 0 && <Strip shown={shown} />}
    </>
  );
}

function Strip({ shown }: { shown: readonly Notice[] }) {
  const now = useNow(1000);
  useEffect(() => notices.sweep(now), [now]);
  return (
    <section className={strip} aria-label="Notices" data-testid="notices">
      {shown.map((notice) => (
        <Line key={notice.number} notice={notice} now={now} />
      ))}
    </section>
  );
}

const ICONS = {
  done: <Checkmark styles={iconStyle({ color: "positive" })} />,
  copied: <Copy styles={iconStyle({ color: "neutral" })} />,
  problem: <AlertTriangle styles={iconStyle({ color: "negative" })} />,
};

function Line({ notice, now }: { notice: Notice; now: number }) {
  const { number, kind, text, offers, problem, clearsAt } = notice;
  const remedies = useRemedies();
  const remedy = problem && remedies(problem, null);
  const left = clearsAt === undefined ? null : Math.max(0, Math.ceil((clearsAt - now) / 1000));
  const keep = () => notices.keep(number);
  return (
    // Whoever reads it or has the keyboard in it does nothing to it but keep it.
    // oxlint-disable-next-line jsx-a11y/no-static-element-interactions
    <div
      className={line({ isProblem: kind === "problem" })}
      data-testid="notice"
      data-kind={kind}
      onPointerMove={keep}
      onKeyDown={keep}
      onFocus={keep}
    >
      {ICONS[kind]}
      <span className={words}>
        <bdi>{text}</bdi>
        {left !== null && <span data-testid="clears-in"> · clears in {left} s</span>}
      </span>
      {problem && remedy && (
        <RemedyVerb
          problem={problem}
          remedy={{
            ...remedy,
            run: () => {
              notices.dismiss(number);
              return remedy.run();
            },
          }}
        />
      )}
      {offers.map(({ label, stays, run }) => (
        <ActionButton
          key={label}
          size="S"
          onPress={() => {
            if (!stays) notices.dismiss(number);
            run();
          }}
        >
          {label}
        </ActionButton>
      ))}
      <ActionButton isQuiet size="S" aria-label="Dismiss" onPress={() => notices.dismiss(number)}>
        <Close />
      </ActionButton>
    </div>
  );
}
