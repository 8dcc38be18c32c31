/*
 * A credential that was found, as the profile it would become: what it is called, what is known of it, where each value
 * came from, what is missing. The whole form, when it is opened, is the caller's.
 */
import { ActionButton } from "@react-spectrum/s2/ActionButton";
import { Checkbox } from "@react-spectrum/s2/Checkbox";
import { Radio, RadioGroup } from "@react-spectrum/s2/RadioGroup";
import { style } from "@react-spectrum/s2/style" with { type: "macro" };
import { TextField } from "@react-spectrum/s2/TextField";
import { memo, useState, type ReactNode } from "react";
import type { FieldProblem } from "../../bindings/FieldProblem";
import type { FoundKey } from "../../bindings/FoundKey";
import type { FoundProfile } from "../../bindings/FoundProfile";
import type { ImportInto } from "../../bindings/ImportInto";
import type { Risk } from "../../bindings/Risk";
import { count } from "../../shared/size";
import { FoundFields } from "./FoundFields";
import { Foreign } from "../../shared/Foreign";
import { visibleLine } from "../../shared/visible";
import { ADOBES, TrustBlock } from "./TrustBlock";
import { hostsAsked, type Wanted } from "./useChoice";

interface FoundCardProps {
  found: FoundProfile;
  wanted: Wanted;
  /** The key that comes along. */
  signs: FoundKey | null;
  /** Whether it is the only one: then it is open and needs no box to choose it. */
  single: boolean;
  /** What the engine still finds missing of the draft as it is now. */
  missing: FieldProblem[];
  onChange: (index: number, part: Partial<Wanted>) => void;
  /** Goes to the profile that is there already. */
  onOpen: (found: FoundProfile) => void;
  /** The whole form of this draft. */
  form: (found: FoundProfile, wanted: Wanted) => ReactNode;
}

const GRANTS = {
  oauth_server_to_server: "OAuth Server-to-Server",
  jwt: "Service account (JWT)",
  oauth_user: "OAuth for users",
} as const;

const card = style({
  borderWidth: 1,
  borderStyle: "solid",
  borderColor: "gray-200",
  borderRadius: "lg",
  backgroundColor: "layer-1",
  paddingX: 16,
  paddingY: { default: 16, isClosed: 4 },
  display: "flex",
  flexDirection: "column",
  gap: 16,
});
const head = style({ display: "flex", alignItems: "center", gap: 12, minHeight: 40 });
const titleLine = style({ display: "flex", alignItems: "baseline", gap: 8, flexGrow: 1, minWidth: 0 });
const name = style({ font: { default: "title", isClosed: "ui" }, margin: 0, minWidth: 0, truncate: true });
const side = style({ font: "ui-sm", color: "neutral-subdued", flexShrink: 0 });
const mark = style({
  font: "ui-sm",
  flexShrink: 0,
  color: { default: "neutral-subdued", isNotice: "orange-1000", isProduction: "negative" },
});
const row = style({
  display: "grid",
  gridTemplateColumns: ["1fr", "1fr"],
  columnGap: 24,
  rowGap: 16,
  alignItems: "start",
});
const full = style({ width: "full" });
const note = style({ font: "ui", margin: 0, color: { default: "body", isNotice: "orange-1000" } });
const list = style({
  margin: 0,
  paddingStart: 20,
  font: "ui",
  display: "flex",
  flexDirection: "column",
  gap: 4,
});
const there = style({ display: "flex", alignItems: "center", gap: 12, flexWrap: "wrap" });
const fixed = style({ flexShrink: 0 });
const block = style({ display: "flex", flexDirection: "column", gap: 4 });

const RISKS: Record<Risk, string> = {
  development: "Development",
  staging: "Staging",
  production: "PRODUCTION",
};

export const FoundCard = memo(function FoundCard({
  found,
  wanted,
  signs,
  single,
  missing,
  onChange,
  onOpen,
  form,
}: FoundCardProps) {
  const [open, setOpen] = useState(single);
  // What cannot be filled in with the three fields needs the whole form.
  const [whole, setWhole] = useState(() =>
    found.missing.some(({ field }) => field in found.draft && !["name", "key"].includes(field)),
  );
  const { known, index } = found;
  const { draft } = wanted;
  const title = [draft.organization, draft.name].filter(Boolean).join(" · ") || "Unnamed credential";
  const same = known.kind === "same";
  const asked = hostsAsked(found, wanted.into);
  return (
    <article
      className={card({ isClosed: !open })}
      aria-label={title}
      data-testid="found-profile"
      data-known={known.kind}
    >
      <div className={head}>
        {!single && !same && (
          <Checkbox
            aria-label={`Add ${title}`}
            isSelected={wanted.chosen}
            onChange={(chosen) => onChange(index, { chosen })}
          />
        )}
        <div className={titleLine}>
          <h3 className={name({ isClosed: !open })} title={visibleLine(title)}>
            <Foreign text={title} />
          </h3>
          <span className={side}>{GRANTS[draft.grant]}</span>
        </div>
        {!open && missing.length > 0 && <span className={mark({ isNotice: true })}>Incomplete</span>}
        {!open && found.notes.length > 0 && <span className={mark({ isNotice: true })}>Note</span>}
        {!open && asked.length > 0 && (
          <span className={mark({ isNotice: true })}>Asks for {count(asked.length, "host")}</span>
        )}
        {!open && draft.adobe !== "production" && <span className={mark({})}>{ADOBES[draft.adobe]}</span>}
        <span className={mark({ isProduction: draft.risk === "production" })}>{RISKS[draft.risk]}</span>
        {known.kind !== "new" && <span className={mark({})}>{same ? "Already here" : "Changed"}</span>}
        {!single && (
          <div className={fixed}>
            <ActionButton size="S" isQuiet aria-expanded={open} onPress={() => setOpen(!open)}>
              {open ? "Close" : "Details"}
            </ActionButton>
          </div>
        )}
      </div>
      {open && (
        <>
          <TrustBlock
            title={title}
            adobe={draft.adobe}
            risk={draft.risk}
            asked={asked}
            refused={found.hosts.filter((one) => one.refused !== null)}
            agreed={wanted.hosts}
            isDisabled={!wanted.chosen}
            onAgree={(hosts) => onChange(index, { hosts })}
          />
          {same && (
            <div className={there}>
              <p className={note({})}>
                <Foreign text={known.title} /> holds exactly this. There is nothing to do.
              </p>
              <ActionButton size="S" onPress={() => onOpen(found)}>
                Open <Foreign text={known.title} />
              </ActionButton>
            </div>
          )}
          {known.kind === "differs" && (
            <div className={block}>
              <p className={note({})}>
                Mudbrick knows this credential as <Foreign text={known.title} />. What would change:
              </p>
              <ul className={list}>
                {known.changes.map((change) => (
                  <li key={change.text}>
                    <Foreign text={change.text} />
                  </li>
                ))}
              </ul>
              <RadioGroup
                aria-label="Where it goes"
                orientation="horizontal"
                value={wanted.into}
                onChange={(into) => onChange(index, { into: into as ImportInto })}
              >
                <Radio value="known">
                  Update <Foreign text={known.title} />
                </Radio>
                <Radio value="new">Add as new</Radio>
              </RadioGroup>
            </div>
          )}
          {found.notes.map(({ text }) => (
            <p key={text} className={note({ isNotice: true })}>
              <Foreign text={text} />
            </p>
          ))}
          {missing.length > 0 && (
            <div className={block} data-testid="missing">
              <p className={note({})}>Missing:</p>
              <ul className={list}>
                {missing.map(({ field, message }) => (
                  <li key={`${field} ${message}`}>
                    <Foreign text={message} />
                  </li>
                ))}
              </ul>
            </div>
          )}
          {whole
            ? form(found, wanted)
            : !same && (
                <div className={row}>
                  <TextField
                    label="Name"
                    value={draft.name}
                    onChange={(text) => onChange(index, { draft: { ...draft, name: text } })}
                    styles={full}
                  />
                  <TextField
                    label="Organization"
                    value={draft.organization}
                    onChange={(text) => onChange(index, { draft: { ...draft, organization: text } })}
                    styles={full}
                  />
                  <RadioGroup
                    label="Environment"
                    orientation="horizontal"
                    value={draft.risk}
                    onChange={(risk) => onChange(index, { draft: { ...draft, risk: risk as Risk } })}
                  >
                    <Radio value="development">Development</Radio>
                    <Radio value="staging">Staging</Radio>
                    <Radio value="production">Production</Radio>
                  </RadioGroup>
                </div>
              )}
          <FoundFields title={title} fields={found.fields} signs={signs} />
          {!same && (
            <div>
              <ActionButton size="S" aria-expanded={whole} onPress={() => setWhole(!whole)}>
                {whole ? "Only name and environment" : "Change other fields"}
              </ActionButton>
            </div>
          )}
        </>
      )}
    </article>
  );
});
