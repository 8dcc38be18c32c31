/*
 * One request being written: method, URL, headers, body, what is wrong with it before it is sent, and Send. Names of
 * variables stay as typed; the engine fills them in.
 */
import { ActionButton } from "@react-spectrum/s2/ActionButton";
import { Button } from "@react-spectrum/s2/Button";
import { Picker, PickerItem } from "@react-spectrum/s2/Picker";
import { style } from "@react-spectrum/s2/style" with { type: "macro" };
import { memo, useEffect, useRef } from "react";
import type { BodyEdit } from "../../bindings/BodyEdit";
import type { Method } from "../../bindings/Method";
import type { ProfileId } from "../../bindings/ProfileId";
import type { EditedRequest } from "../../bindings/EditedRequest";
import type { RequestCheck } from "../../bindings/RequestCheck";
import type { RequestSource } from "../../bindings/RequestSource";
import type { VariableView } from "../../bindings/VariableView";
import { showKeys } from "../../shared/commands";
import { Checks } from "./Checks";
import { LazyMenu } from "../../shared/LazyMenu";
import type { MenuEntry } from "../../shared/MenuButton";
import { Foreign } from "../../shared/Foreign";
import { visibleLine } from "../../shared/visible";
import { RequestParts } from "./RequestParts";
import { nameIn } from "./requestState";
import { focusSought, type Seek } from "./seek";
import { VariableField } from "./VariableField";

interface RequestEditorProps {
  profile: ProfileId;
  request: EditedRequest;
  /** Where it was opened from. */
  source: RequestSource | null;
  check: RequestCheck | null;
  /** A note of the catalogue's about it. */
  note: string | null;
  /** What was said about the text that it was read from; null when it was read from none. */
  notes: string[] | null;
  /** What the catalogue says it does. */
  description: string | null;
  isProduction: boolean;
  isSending: boolean;
  /** Whether it differs from what is saved. */
  isChanged: boolean;
  onChange: (part: Partial<EditedRequest>) => void;
  onEditBody: (edit: BodyEdit, all: () => void) => void;
  onPause: () => void;
  onSend: () => void;
  onSave: () => void;
  /** True keeps what is pasted into the URL out of it: it is a request of its own. */
  onPaste: (text: string) => boolean;
  onHideNotes: () => void;
  /** An entry for each language that it can be copied in. */
  copyAs: MenuEntry[];
  onSetVariable: (name: string) => void;
  /** What of it has to be corrected; told back once the keyboard is there. */
  seek: Seek | null;
  onSought: () => void;
}

const METHODS: Method[] = ["GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE"];

const pane = style({
  display: "flex",
  flexDirection: "column",
  gap: 12,
  paddingY: 12,
  paddingStart: 16,
  // In line with the token card and the header above.
  paddingEnd: 24,
  minHeight: 0,
  minWidth: 0,
  overflow: "auto",
});
const head = style({ display: "flex", gap: 8, alignItems: "center" });
const name = style({ font: "title-sm", margin: 0, truncate: true, minWidth: 0, flexGrow: 1 });
const about = style({ font: "ui-sm", color: "neutral-subdued", margin: 0 });
const line = style({ display: "flex", flexWrap: "wrap", gap: 8, alignItems: "center" });
const url = style({
  font: "code-sm",
  color: "body",
  height: 32,
  paddingX: 8,
  boxSizing: "border-box",
  flexGrow: 1,
  flexShrink: 1,
  flexBasis: 200,
  minWidth: 0,
  borderRadius: "lg",
  borderWidth: 2,
  borderStyle: "solid",
  borderColor: { default: "gray-300", ":hover": "gray-400" },
  backgroundColor: "base",
});
const NONE: VariableView[] = [];

export const RequestEditor = memo(function RequestEditor(props: RequestEditorProps) {
  const { profile, request, source, check, note, notes, description, isProduction, isSending, isChanged } =
    props;
  const { seek, onSought } = props;
  const element = useRef<HTMLElement>(null);
  const { headers } = request;
  useEffect(() => {
    if (!seek) return undefined;
    let frame = 0;
    // The part's tab is drawn a moment after it is chosen, and what edits a body is fetched when it is first needed.
    const look = (tries: number) => {
      const found = element.current !== null && focusSought(element.current, seek, headers);
      if (found || tries === 0) onSought();
      else frame = requestAnimationFrame(() => look(tries - 1));
    };
    look(300);
    return () => cancelAnimationFrame(frame);
  }, [seek, headers, onSought]);
  const { copyAs, onChange, onEditBody, onPause, onSend, onSave, onPaste, onHideNotes, onSetVariable } =
    props;
  const variables = check?.variables ?? NONE;
  // One that has no name is called as its file.
  const title = request.name || nameIn(source?.address ?? "");
  return (
    <section ref={element} className={pane} aria-label="Request" data-testid="request-editor">
      <div className={head}>
        <h2 className={name} title={visibleLine(title)}>
          <Foreign text={title} />
        </h2>
        <LazyMenu label="Copy as" icon="word" size="S" entries={copyAs} testId="copy-as" />
        {isChanged && (
          <ActionButton size="S" isQuiet onPress={onSave} data-testid="save-request">
            Save to your requests
          </ActionButton>
        )}
      </div>
      {description && <p className={about}>{description}</p>}
      <div className={line}>
        <Picker
          aria-label="Method"
          selectedKey={request.method}
          onSelectionChange={(method) => onChange({ method: method as Method })}
          styles={style({ width: 112 })}
          data-testid="method"
        >
          {METHODS.map((method) => (
            <PickerItem key={method} id={method}>
              {method}
            </PickerItem>
          ))}
        </Picker>
        <VariableField
          label="URL"
          testId="url"
          className={url}
          placeholder="A URL, or a request to paste"
          value={request.url}
          variables={variables}
          takesFocus={notes !== null}
          onChange={(next) => onChange({ url: next })}
          onPaste={onPaste}
          onSet={onSetVariable}
        />
        <Button
          variant={isProduction ? "negative" : "accent"}
          onPress={onSend}
          isDisabled={isSending}
          aria-label={isProduction ? "Send to production" : "Send"}
          data-testid="send"
        >
          Send
        </Button>
      </div>
      <Checks
        check={check}
        url={request.url}
        note={note}
        notes={notes ?? []}
        onHideNotes={onHideNotes}
        onSet={onSetVariable}
        hint={`${showKeys("mod+enter")} sends`}
      />
      <RequestParts
        profile={profile}
        request={request}
        source={source}
        check={check}
        onChange={onChange}
        onEditBody={onEditBody}
        onPause={onPause}
        onSet={onSetVariable}
        sought={seek?.part ?? null}
      />
    </section>
  );
});
